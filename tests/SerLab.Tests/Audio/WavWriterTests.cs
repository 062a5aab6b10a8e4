using SerLab.Audio;

namespace SerLab.Tests.Audio;

/// <summary>Writing clips, and that a file is whole or not there.</summary>
public sealed class WavWriterTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serlab-wav-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Rounds_and_saturates_16_bits()
    {
        var clip = new Clip(new[] { 0f, 1.4f / 32768, 1.6f / 32768, 0.5f, 1f, -1f, 7f, -7f }, 8000);
        Assert.Equal(WavBytes.File(WavBytes.Pcm16(0, 1, 2, 16384, 32767, -32768, 32767, -32768), rateHz: 8000), Written(clip, WavFormat.Pcm16));
    }

    [Fact]
    public void Writes_floats_as_they_are()
    {
        var file = Written(new Clip(new[] { 0.1f, -2.5f }, 44100), WavFormat.Float32);
        byte[] data = [.. BitConverter.GetBytes(0.1f), .. BitConverter.GetBytes(-2.5f)];
        Assert.Equal(WavBytes.Riff(WavBytes.Fmt(3, 1, 32, 44100, extra: [0, 0]), WavBytes.Chunk("fact", [2, 0, 0, 0]), WavBytes.Chunk("data", data)), file);
    }

    [Theory]
    [InlineData(WavFormat.Pcm16, 1.0 / 65536)]
    [InlineData(WavFormat.Float32, 0)]
    public void Reads_back_what_it_wrote(WavFormat format, double tolerance)
    {
        var chance = new RandomSource(3).Open();
        var clip = new Clip(Enumerable.Range(0, 40_000).Select(_ => (float)chance.NextDouble(-1, 0.99)).ToArray(), 22050);
        var path = Path.Combine(folder.FullName, "a.wav");
        WavWriter.Write(path, clip, format);
        WavWriter.Write(path, clip, format);
        var back = AudioFile.Read(path, ChannelMix.Mean, out var info);
        Assert.Equal(clip.Samples.Length, info!.StatedFrames);
        Assert.Equal(clip.SampleRateHz, back.SampleRateHz);
        Assert.All(clip.Samples.ToArray().Zip(back.Samples.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -tolerance, tolerance));
        Assert.Equal(["a.wav"], folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public void Refuses_a_sample_that_is_no_number() =>
        Assert.Contains("Sample 1 is NaN", Assert.Throws<ArgumentException>(() => Written(new Clip(new[] { 0f, float.NaN }, 8000), WavFormat.Pcm16)).Message);

    [Fact]
    public void Leaves_the_old_file_and_no_half_one_when_the_disk_is_full()
    {
        var path = Path.Combine(folder.FullName, "a.wav");
        File.WriteAllText(path, "old");
        var wrong = Assert.Throws<BadInputException>(() =>
            WholeFile.Write(path, stream => WavWriter.Write(stream, new Clip(new float[100_000], 16000), WavFormat.Pcm16), name => new FullDisk(File.Create(name), 50_000)));
        Assert.Contains("cannot be written (No space left on device); free space on the disk", wrong.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Says_what_helps_when_the_place_cannot_be_written_to()
    {
        var clip = new Clip(new float[10], 16000);
        Assert.Contains("its folder does not exist; create the folder", Refusal(Path.Combine(folder.FullName, "none", "a.wav")));
        Assert.Contains("there is a folder of that name; give a file name in it", Refusal(folder.FullName));
        Assert.Empty(folder.GetFileSystemInfos());

        string Refusal(string path) => Assert.Throws<BadInputException>(() => WavWriter.Write(path, clip, WavFormat.Pcm16)).Message;
    }

    private static byte[] Written(Clip clip, WavFormat format)
    {
        using var stream = new MemoryStream();
        WavWriter.Write(stream, clip, format);
        return stream.ToArray();
    }
}
