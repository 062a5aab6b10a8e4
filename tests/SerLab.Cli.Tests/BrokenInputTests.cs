namespace SerLab.Cli.Tests;

/// <summary>Broken input gets one clear sentence with a cure and an exit code, and leaves no half-written result.</summary>
public sealed class BrokenInputTests
{
    private static byte[] Wav(float[] samples, int rate = 16000)
    {
        // Written by hand: the library's own writer refuses what some of these tests need.
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + 4 * samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)3);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(4 * rate);
        writer.Write((short)4);
        writer.Write((short)32);
        writer.Write("data"u8);
        writer.Write(4 * samples.Length);
        foreach (var sample in samples) writer.Write(sample);
        return stream.ToArray();
    }

    private static float[] Tone(double seconds, double hz = 200) => [.. Enumerable.Range(0, (int)(seconds * 16000)).Select(i => 0.2f * (float)Math.Sin(2 * Math.PI * hz * i / 16000))];

    /// <summary>A folder-per-label corpus of three speakers, with one file replaced.</summary>
    private static string CorpusWith(TempFolder folder, byte[]? bad)
    {
        foreach (var (label, hz) in ((string, double)[])[("high", 300), ("low", 120)])
            foreach (var speaker in (string[])["anna", "ben", "cleo"])
                for (var take = 0; take < 2; take++)
                {
                    var path = folder.File($"corpus/{label}/{speaker}/{take}.wav");
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllBytes(path, Wav(Tone(1 + 0.1 * take, hz + 7 * (speaker[0] - 'a') + take)));
                }

        if (bad is not null) File.WriteAllBytes(folder.File("corpus/high/anna/0.wav"), bad);
        return "folder-per-label:" + folder.File("corpus");
    }

    private static Outcome Compare(TempFolder folder, string corpus, string? spec = null, string? output = null) =>
        CommandLine.Run("compare", folder.Write("spec.json", spec ?? CommandLine.SmallSpec()), "--corpus", corpus, "--out", output ?? folder.File("out"), "--store", folder.File("store"), "--no-cache");

    private static void AssertRefused(TempFolder folder, Outcome outcome, int exitCode, params string[] parts)
    {
        Assert.True(outcome.ExitCode == exitCode, outcome.Error);
        var sentence = outcome.Error.Split('\n').Single(line => line.StartsWith("serlab:", StringComparison.Ordinal));
        foreach (var part in parts) Assert.Contains(part, sentence);
        Assert.DoesNotContain("   at ", outcome.Error);
        Assert.Empty(Directory.Exists(folder.File("out")) ? Directory.GetFiles(folder.File("out"), "*", SearchOption.AllDirectories) : []);
        Assert.False(Directory.Exists(folder.File("store/runs")));
    }

    [Fact]
    public void The_corpus_that_the_broken_ones_are_made_of_is_good()
    {
        using var folder = new TempFolder();
        var done = Compare(folder, CorpusWith(folder, null));
        Assert.True(done.ExitCode == 0, done.Error);
    }

    [Fact]
    public void An_empty_file()
    {
        using var folder = new TempFolder();
        AssertRefused(folder, Compare(folder, CorpusWith(folder, [])), 1, "0.wav", "empty");
    }

    [Fact]
    public void Text_that_is_named_wav()
    {
        using var folder = new TempFolder();
        AssertRefused(folder, Compare(folder, CorpusWith(folder, "these are words, not sound; they go on for a while"u8.ToArray())), 1, "0.wav");
    }

    [Fact]
    public void A_wav_file_that_ends_in_its_header()
    {
        using var folder = new TempFolder();
        AssertRefused(folder, Compare(folder, CorpusWith(folder, Wav(Tone(1))[..30])), 1, "0.wav");
    }

    [Fact]
    public void A_wav_file_that_was_cut_in_half()
    {
        using var folder = new TempFolder();
        var whole = Wav(Tone(1));
        AssertRefused(folder, Compare(folder, CorpusWith(folder, whole[..(whole.Length / 2)])), 1, "0.wav", "truncated", "--skip-bad-files");
    }

    [Fact]
    public void A_recording_of_nothing()
    {
        using var folder = new TempFolder();
        AssertRefused(folder, Compare(folder, CorpusWith(folder, Wav(new float[16000]))), 1, "0.wav", "silent");
    }

    [Fact]
    public void Output_that_would_overwrite_its_input()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("a.wav"), Wav(Tone(1)));
        var before = File.ReadAllBytes(folder.File("a.wav"));
        Assert.Equal(1, CommandLine.Run("denoise", folder.File("a.wav"), folder.File("a.wav")).ExitCode);
        Assert.Equal(1, CommandLine.Run("denoise", folder.Path, folder.Path).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(folder.File("a.wav")));
    }

    [Fact]
    public void A_spec_of_baselines_only_and_one_whose_name_is_a_path()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, Compare(folder, "demo", CommandLine.SmallSpec().Replace("\"svm\"", "\"majority\"").Replace("\"corpus\": { \"kind\": \"demo\", \"sentences\": 1 }", "\"corpus\": \"demo\"")).ExitCode);
        var here = Directory.GetFileSystemEntries(".").Length;
        Assert.Equal(2, CommandLine.Run("compare", folder.Write("evil.json", CommandLine.SmallSpec().Replace("\"small\"", "\"../evil\"")), "--no-cache").ExitCode);
        Assert.Equal(here, Directory.GetFileSystemEntries(".").Length);
    }

    [Fact]
    public void Samples_that_are_not_numbers()
    {
        using var folder = new TempFolder();
        var samples = Tone(1);
        samples[5000] = float.NaN;
        AssertRefused(folder, Compare(folder, CorpusWith(folder, Wav(samples))), 1, "0.wav", "NaN");
    }

    [Fact]
    public void A_clip_of_no_length()
    {
        using var folder = new TempFolder();
        var header = Wav(Tone(1))[..44];
        AssertRefused(folder, Compare(folder, CorpusWith(folder, header)), 1, "0.wav");
    }

    [Fact]
    public void A_clip_that_is_shorter_than_a_frame()
    {
        using var folder = new TempFolder();
        AssertRefused(folder, Compare(folder, CorpusWith(folder, Wav(Tone(0.002)))), 1, "0.wav");
    }

    [Fact]
    public void A_corpus_of_one_speaker()
    {
        using var folder = new TempFolder();
        CorpusWith(folder, null);
        foreach (var other in (string[])["ben", "cleo"])
            foreach (var label in (string[])["high", "low"]) Directory.Delete(folder.File($"corpus/{label}/{other}"), recursive: true);
        AssertRefused(folder, Compare(folder, "folder-per-label:" + folder.File("corpus"), CommandLine.SmallSpec().Replace("""{ "kind": "speaker-k-fold", "k": 3 }""", "\"leave-one-speaker-out\"")), 1, "1 speaker", "more speakers");
    }

    [Fact]
    public void A_class_with_one_example()
    {
        using var folder = new TempFolder();
        var corpus = CorpusWith(folder, null);
        Directory.CreateDirectory(folder.File("corpus/odd/anna"));
        File.WriteAllBytes(folder.File("corpus/odd/anna/0.wav"), Wav(Tone(1, 777)));
        AssertRefused(folder, Compare(folder, corpus), 1, "odd", "null");
    }

    [Fact]
    public void An_unknown_option_in_a_spec()
    {
        using var folder = new TempFolder();
        AssertRefused(folder, Compare(folder, "demo", CommandLine.SmallSpec("\"sede\": 2,")), 2, "sede", "did you mean \"seed\"");
    }

    [Fact]
    public void A_place_that_cannot_be_written()
    {
        using var folder = new TempFolder();
        folder.Write("file", "not a folder");
        AssertRefused(folder, Compare(folder, "demo", output: folder.File("file/out")), 1, "file/out", "choose another");
    }

    [SkippableFullDiskFact]
    public void A_full_disk()
    {
        // A file system of 64 KiB in memory, made for this test.
        using var folder = new TempFolder();
        using var small = new SmallDisk(folder.File("disk"));
        var outcome = Compare(folder, CorpusWith(folder, null), output: folder.File("disk/out"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("free space", outcome.Error);
        Assert.DoesNotContain(Directory.GetFiles(folder.File("disk"), "*", SearchOption.AllDirectories), file => !file.Contains("unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public void A_spec_that_is_not_there_and_one_that_is_not_JSON()
    {
        using var folder = new TempFolder();
        Assert.Equal(2, CommandLine.Run("compare", folder.File("none.json")).ExitCode);
        AssertRefused(folder, Compare(folder, "demo", "{ \"name\": "), 2, "not JSON");
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("no-such-command")]
    [InlineData("demo", "--threads", "many")]
    [InlineData("predict", "model.zip")]
    public void A_wrong_command_line_ends_with_2(params string[] args) => Assert.Equal(2, CommandLine.Run(args).ExitCode);

    [Fact]
    public void Bad_files_may_be_left_out_and_are_named_everywhere()
    {
        using var folder = new TempFolder();
        var spec = folder.Write("spec.json", CommandLine.SmallSpec());
        var done = CommandLine.Run("compare", spec, "--corpus", CorpusWith(folder, []), "--out", folder.File("out"), "--store", folder.File("store"), "--no-cache", "--no-model", "--skip-bad-files");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Contains("SKIPPED: 1 recordings", done.Output);
        Assert.Contains("high/anna/0", File.ReadAllText(folder.File("out/report.html")));
    }
}
