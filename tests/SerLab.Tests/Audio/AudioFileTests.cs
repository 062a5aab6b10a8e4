using System.Diagnostics;
using SerLab.Audio;

namespace SerLab.Tests.Audio;

/// <summary>Files of every format, and other programs as judges.</summary>
public sealed class AudioFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serlab-audio-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Reads_by_content_not_by_name()
    {
        var path = InFolder("sound.mp3");
        File.WriteAllBytes(path, WavBytes.File(WavBytes.Pcm16(8192)));
        Assert.Equal([0.25f], AudioFile.Read(path, ChannelMix.Mean).Samples.ToArray());
    }

    [Fact]
    public void Says_what_helps()
    {
        File.WriteAllBytes(InFolder("empty.wav"), []);
        File.WriteAllText(InFolder("text.wav"), "file,label\nähnlich.wav,anger\n");
        File.WriteAllBytes(InFolder("cut.wav"), WavBytes.File(WavBytes.Pcm16(1))[..30]);
        Assert.Contains("the file is empty; copy or download it again", Refusal("empty.wav"));
        Assert.Contains("is text, not sound; give a sound file", Refusal("text.wav"));
        Assert.Contains("ends before its samples", Refusal("cut.wav"));
        Assert.Contains("there is no such file; check the path", Refusal("none.wav"));
        Assert.Contains("there is no such file; check the path", Refusal(Path.Combine("none", "none.wav")));
        Assert.Contains("cannot be opened: a folder", Refusal(""));

        string Refusal(string name) => Assert.Throws<BadInputException>(() => AudioFile.Read(InFolder(name), ChannelMix.Mean)).Message;
    }

    [Fact]
    public void Says_that_ffmpeg_is_needed_and_how_to_get_it()
    {
        var wrong = Assert.Throws<BadInputException>(() => FfmpegDecoder.Decode(InFolder("a.flac"), ChannelMix.Mean, "no-such-ffmpeg"));
        Assert.Contains("other formats need the program ffmpeg on the PATH: install it (https://ffmpeg.org; Debian: apt install ffmpeg)", wrong.Message);
    }

    [ProgramFact("ffmpeg")]
    public void Reads_flac_through_ffmpeg_bit_by_bit()
    {
        // A name that a shell or ffmpeg itself could misread.
        var clip = Tone(22050);
        WavWriter.Write(InFolder("a.wav"), clip, WavFormat.Pcm16);
        Run("ffmpeg", "-v", "error", "-i", InFolder("a.wav"), InFolder("-i http:'$(x) .flac"));
        var decoded = AudioFile.Read(InFolder("-i http:'$(x) .flac"), ChannelMix.Mean, out var info);
        Assert.Equal(ClipHash.Of(AudioFile.Read(InFolder("a.wav"), ChannelMix.Mean)), ClipHash.Of(decoded));
        Assert.Null(info);
    }

    [ProgramFact("ffmpeg")]
    public void Leaves_encodings_of_wav_that_are_not_ours_to_ffmpeg()
    {
        var clip = Tone(16000);
        WavWriter.Write(InFolder("a.wav"), clip, WavFormat.Pcm16);
        Run("ffmpeg", "-v", "error", "-i", InFolder("a.wav"), "-c:a", "adpcm_ms", InFolder("b.wav"));
        var back = AudioFile.Read(InFolder("b.wav"), ChannelMix.Mean).Samples.ToArray();
        Assert.InRange(clip.Samples.ToArray().Zip(back, (a, b) => Math.Abs(a - b)).Max(), 0, 0.02);
    }

    [ProgramFact("ffmpeg")]
    public void Passes_on_what_ffmpeg_says_about_a_broken_file()
    {
        File.WriteAllBytes(InFolder("a.flac"), [.. "fLaC"u8, .. new byte[200]]);
        Assert.Contains("ffmpeg cannot decode it (", Assert.Throws<BadInputException>(() => AudioFile.Read(InFolder("a.flac"), ChannelMix.Mean)).Message);
    }

    [ProgramFact("sox")]
    public void Agrees_with_sox_on_every_encoding()
    {
        WavWriter.Write(InFolder("a.wav"), Tone(16000), WavFormat.Float32);
        string[][] encodings =
        [
            ["-e", "unsigned", "-b", "8"], ["-b", "16"], ["-b", "24"], ["-b", "32"], ["-e", "float", "-b", "32"], ["-e", "float", "-b", "64"],
            ["-e", "a-law"], ["-e", "mu-law"],
        ];
        foreach (var encoding in encodings)
        {
            Run("sox", ["-D", InFolder("a.wav"), .. encoding, InFolder("b.wav")]);
            Run("sox", "-D", InFolder("b.wav"), "-e", "float", "-b", "32", "-t", "f32", InFolder("b.raw"));
            var expected = File.ReadAllBytes(InFolder("b.raw")).Chunk(4).Select(bytes => BitConverter.ToSingle(bytes)).ToArray();
            var read = AudioFile.Read(InFolder("b.wav"), ChannelMix.Mean).Samples.ToArray();

            // SoX rounds what it gives as floats to 25 bits.
            Assert.Equal(expected.Length, read.Length);
            Assert.All(expected.Zip(read), pair => Assert.InRange(pair.First - pair.Second, -6e-8f, 6e-8f));
        }
    }

    [SharedFact]
    public void Reads_the_recordings_of_a_real_corpus_whole()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Shared.EmoDb, "wav")).Order().Take(20))
        {
            var clip = AudioFile.Read(path, ChannelMix.Mean, out var info);
            Assert.Equal(new WavInfo(WavEncoding.Pcm, 1, 16, 16000, clip.Samples.Length, clip.Samples.Length), info);
        }
    }

    [Fact]
    public void Hashes_the_rate_and_every_sample()
    {
        float[] samples = [.. Enumerable.Range(0, (1 << 20) + 5).Select(i => i * 1e-7f)];
        var bytes = new byte[4 + 4 * samples.Length];
        BitConverter.GetBytes(16000).CopyTo(bytes, 0);
        Buffer.BlockCopy(samples, 0, bytes, 4, 4 * samples.Length);
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..32];
        Assert.Equal(expected, ClipHash.Of(new Clip(samples, 16000)));
        Assert.NotEqual(expected, ClipHash.Of(new Clip(samples, 16001)));
        samples[^1] += 1e-3f;
        Assert.NotEqual(expected, ClipHash.Of(new Clip(samples, 16000)));
    }

    private static Clip Tone(int rateHz) =>
        new(Enumerable.Range(0, rateHz / 2).Select(i => 0.9f * MathF.Sin(0.05f * i) * MathF.Min(1, i / 1000f)).ToArray(), rateHz);

    private static void Run(string program, params string[] arguments)
    {
        using var run = Process.Start(program, arguments);
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }

    private string InFolder(string name) => Path.Combine(folder.FullName, name);
}
