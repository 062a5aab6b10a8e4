using System.Globalization;
using SerLab.Audio;

namespace SerLab.Cli.Tests;

public sealed class SoundCommandTests
{
    private static Clip Tone(double seconds, double hz, int rate = 16000) =>
        new(Enumerable.Range(0, (int)(seconds * rate)).Select(i => 0.3f * (float)Math.Sin(2 * Math.PI * hz * i / rate)).ToArray(), rate);

    [Fact]
    public void Pitch_writes_a_line_every_10_ms_and_finds_the_tone()
    {
        using var folder = new TempFolder();
        WavWriter.Write(folder.File("tone.wav"), Tone(1, 220), WavFormat.Pcm16);
        Assert.Equal(0, CommandLine.Run("pitch", folder.File("tone.wav"), folder.File("f0")).ExitCode);
        var lines = File.ReadAllLines(folder.File("f0/tone.csv"));
        Assert.Equal("time_s,f0_hz", lines[0]);
        Assert.InRange(lines.Length, 98, 102);
        var (time, hz) = (Field(lines[50], 0) - Field(lines[49], 0), Field(lines[50], 1));
        Assert.Equal(0.01, time, 6);
        Assert.InRange(hz, 219.8, 220.2);

        static double Field(string line, int index) => double.Parse(line.Split(',')[index], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Rate_prints_one_line_per_recording()
    {
        using var folder = new TempFolder();
        WavWriter.Write(folder.File("a.wav"), Tone(1, 150), WavFormat.Pcm16);
        var printed = CommandLine.Run("rate", folder.Path).Output.Split('\n');
        Assert.Equal("id,syllables,seconds,speech_rate_hz,articulation_rate_hz,pauses,pause_s,longest_pause_s", printed[0]);
        Assert.StartsWith("a,", printed[1]);
        Assert.Contains(",1.000,", printed[1]);
    }

    [Fact]
    public void Denoise_makes_noise_quieter_and_keeps_rate_and_length()
    {
        using var folder = new TempFolder();
        var chance = new Numerics.RandomSource(1).Open();
        var noise = new Clip(Enumerable.Range(0, 24000).Select(_ => 0.05f * (float)chance.NextGaussian()).ToArray(), 16000);
        WavWriter.Write(folder.File("n.wav"), noise, WavFormat.Pcm16);
        Assert.Equal(0, CommandLine.Run("denoise", folder.File("n.wav"), folder.File("c.wav")).ExitCode);
        var clean = AudioFile.Read(folder.File("c.wav"), ChannelMix.Mean);
        Assert.Equal((16000, 24000), (clean.SampleRateHz, clean.Samples.Length));
        Assert.True(Energy(clean) < 0.1 * Energy(noise));
        Assert.Equal(2, CommandLine.Run("denoise", folder.File("n.wav"), folder.File("c.wav"), "--recipe", "mmse-lsd").ExitCode);

        static double Energy(Clip clip) => clip.Samples.ToArray().Sum(sample => (double)sample * sample);
    }

    [Fact]
    public void Features_are_extracted_as_a_table_and_listed()
    {
        using var folder = new TempFolder();
        var done = CommandLine.Run("features", "extract", "--corpus", "demo", "--set", "mfcc", "--out", folder.File("t"), "--csv", "--arff");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Equal(280, Tables.FeatureTableFolder.Read(folder.File("t")).Rows.Count);
        Assert.False(Directory.Exists(folder.File("t/unfinished")));
        var listed = CommandLine.Run("features", "list").Output;
        foreach (var set in (string[])["mfcc", "logmel", "lld", "prosody", "wide"]) Assert.Contains($" {set} ", listed);
        Assert.Contains("did you mean \"mfcc\"", CommandLine.Run("features", "extract", "--corpus", "demo", "--set", "mfc", "--out", folder.File("t2")).Error);
    }

    [Fact]
    public void Corpus_info_check_schema_and_doctor_answer()
    {
        using var folder = new TempFolder();
        Assert.Contains("SYNTHETIC", CommandLine.Run("corpus", "info", "demo").Output);
        Assert.Contains("280 recordings of demo: nothing wrong", CommandLine.Run("corpus", "check", "demo").Output);
        Tables.SafeFile.Write(folder.File("c/anger/a/1.wav"), stream => WavWriter.Write(stream, Tone(1, 200), WavFormat.Pcm16));
        Tables.SafeFile.Write(folder.File("c/joy/b/1.wav"), stream => WavWriter.Write(stream, Tone(1, 200), WavFormat.Pcm16));
        var copies = CommandLine.Run("corpus", "check", "folder-per-label:" + folder.File("c"));
        Assert.Equal(1, copies.ExitCode);
        Assert.Contains("duplicate", copies.Output);
        Assert.Contains("\"svm\"", CommandLine.Run("schema").Output);
        foreach (var command in (string[][])[["features", "extract", "--corpus", "demo", "--set", "mfcc", "--out", folder.File("t")], ["corpus", "check", "demo"], ["demo", "--out", folder.File("d")]])
            Assert.Equal(2, CommandLine.Run([.. command, "--threads", "0"]).ExitCode);
        Assert.Equal(0, CommandLine.Run("doctor", "--store", folder.Path).ExitCode);
    }
}
