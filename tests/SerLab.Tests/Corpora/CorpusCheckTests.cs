using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>What could spoil an experiment is found, and good recordings are left in peace.</summary>
public sealed class CorpusCheckTests
{
    private static readonly CorpusCheckOptions Limits = new(ChannelMix.Mean);

    [Fact]
    public void Good_recordings_give_no_findings() => Assert.Empty(Check([.. Enumerable.Range(0, 6).Select(i => Voices.Utterance($"{i}", "anger", "test/x", Voices.Speak(i)))]));

    [Fact]
    public void Finds_what_one_recording_shows_by_itself()
    {
        var findings = Check(
            Voices.Utterance("1 unreadable", "anger", "test/x"),
            Voices.Utterance("2 silent", "anger", "test/x", Voices.Speak(2).Map((sample, _) => 1e-4 * sample)),
            Voices.Utterance("3 empty channel", "anger", "test/x", new Clip(new float[16000], 16000)),
            Voices.Utterance("4 short", "anger", "test/x", Voices.Speak(4).Slice(0, 0.1)),
            Voices.Utterance("5 clipped", "anger", "test/x", Voices.Speak(5).Map((sample, _) => Math.Clamp(20 * sample, -1, 1))),
            Voices.Utterance("6 outside", "anger", "test/x", Voices.Speak(6)) with { StartSeconds = 0.5, EndSeconds = 2.5 });
        Assert.Equal(
            [("1 unreadable", FindingKind.Unreadable), ("2 silent", FindingKind.Silent), ("3 empty channel", FindingKind.Silent), ("4 short", FindingKind.TooShort), ("5 clipped", FindingKind.Clipped), ("6 outside", FindingKind.OutsideRecording)],
            findings.Select(finding => (finding.Id, finding.Kind)));
        Assert.Contains("nothing to hear", findings[0].Message);
        Assert.Contains("under -60 dB: nothing is heard; leave it out", findings[1].Message);
        Assert.Contains("lasts 0.1 s, under 0.3 s", findings[3].Message);
        Assert.Contains("cut off at full scale, more than 0.1 %", findings[4].Message);
        Assert.Contains("its stretch reaches to 2.5 s, the recording to 2 s; mend start and end", findings[5].Message);
    }

    [Fact]
    public void Finds_copies_and_says_where_they_contradict()
    {
        var findings = Check(
            Voices.Utterance("a", "anger", "test/x", Voices.Speak(1)),
            Voices.Utterance("b", "anger", "test/x", Voices.Speak(1)),
            Voices.Utterance("c", "fear", "test/y", Voices.Speak(1).WithNoise(30, 1)),
            Voices.Utterance("d", "anger", "test/x", Voices.Speak(2)));
        Assert.Equal([("b", FindingKind.Duplicate, "a"), ("c", FindingKind.NearDuplicate, "a")], findings.Select(finding => (finding.Id, finding.Kind, finding.OtherId!)));
        Assert.Contains("is sample for sample the same sound as a; keep one.", findings[0].Message);
        Assert.Contains("sounds like a once more (label anger there, fear here; speaker test/x there, test/y here)", findings[1].Message);
    }

    [Fact]
    public void Finds_truncated_and_unreadable_files()
    {
        using var tree = new TempTree("empty.wav");
        tree.Write("text.wav", "this is no sound");
        WavWriter.Write(tree["good.wav"], Voices.Speak(1), WavFormat.Pcm16);
        WavWriter.Write(tree["cut.wav"], Voices.Speak(2), WavFormat.Pcm16);
        using (var file = File.OpenWrite(tree["cut.wav"])) file.SetLength(40_000);
        tree.Write("manifest.csv", "path,label,speaker\ngood.wav,anger,x\ncut.wav,anger,x\nempty.wav,anger,x\ntext.wav,anger,x\n");
        var findings = CorpusCheck.Inspect(new ManifestOptions(tree.Path).Load(), Limits, threads: 2, default);
        Assert.Equal([("cut", FindingKind.Truncated), ("empty", FindingKind.Unreadable), ("text", FindingKind.Unreadable)], findings.Select(finding => (finding.Id, finding.Kind)));
        Assert.Contains($"the header announces 32000 samples, {(40_000 - 44) / 2} are there; copy or download it again", findings[0].Message);
    }

    [Fact]
    public void A_loud_tone_is_not_clipped_and_a_cut_one_is()
    {
        // 100 Hz at 16 kHz stays within 1 % of its peak for 7 samples, but no two of them are equal unless they were cut.
        var tone = new Clip(Enumerable.Range(0, 16000).Select(i => (float)(0.9999 * Math.Sin(2 * Math.PI * 100 * (i + 0.3) / 16000))).ToArray(), 16000);
        Assert.Equal(0, ClipFaults.ClippedShare(tone.Samples.Span));

        // Cut at 0.995: the tone is beyond it for acos(0.995 / 1.2) of each half period: 2 acos(0.8292) / pi = 37.8 %.
        var cut = tone.Map((sample, _) => Math.Clamp(sample * 1.2 / 0.9999, -0.995, 0.995));
        Assert.Equal(2 * Math.Acos(0.995 / 1.2) / Math.PI, ClipFaults.ClippedShare(cut.Samples.Span), 0.01);
    }

    [Theory]
    [InlineData(new float[0], 0)]
    [InlineData(new[] { 1f, 1f, 0f, 1f }, 0)]
    [InlineData(new[] { 1f, 1f, 1f, 0f }, 0.75)]
    [InlineData(new[] { -1f, -1f, -1f, -1f }, 1)]
    [InlineData(new[] { 1f, 1f, -1f, -1f }, 0)]
    public void Counts_runs_of_three_equal_samples_at_full_scale(float[] samples, double share) => Assert.Equal(share, ClipFaults.ClippedShare(samples));

    [Fact]
    public void The_level_of_a_full_scale_square_is_0_dB()
    {
        Assert.Equal(0, ClipFaults.LevelDb([1, -1, 1, -1]), 12);
        Assert.Equal(-20, ClipFaults.LevelDb([0.1f, -0.1f]), 6);
        Assert.Equal(double.NegativeInfinity, ClipFaults.LevelDb([]));
    }

    [Fact]
    public void Tells_progress_and_stops_when_asked()
    {
        var corpus = new Corpus("c", Enumerable.Range(0, 5).Select(i => Voices.Utterance($"{i}", "anger", "test/x", Voices.Speak(i))), isSynthetic: false);
        var told = new List<int>();
        CorpusCheck.Inspect(corpus, Limits, threads: 1, default, new Told(told.Add));
        Assert.Equal([1, 2, 3, 4, 5], told);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => CorpusCheck.Inspect(corpus, Limits, threads: 1, stop.Token, new Told(_ => stop.Cancel())));
    }

    [Fact]
    public void Refuses_limits_that_cannot_work_all_at_once()
    {
        var wrong = new CorpusCheckOptions(ChannelMix.Mean, MinSeconds: -1, SilentBelowDb: 3, MaxClippedShare: 2, MinSimilarity: 0);
        Assert.Equal(4, Assert.Throws<OptionsException>(wrong.Validate).Problems.Count);
    }

    [SharedFact]
    public void The_real_EmoDb_is_in_order()
    {
        var findings = CorpusCheck.Inspect(new EmoDbOptions(Shared.EmoDb).Load(), Limits, threads: 2, default);
        Assert.DoesNotContain(findings, finding => finding.Kind is not FindingKind.Clipped);
    }

    private static IReadOnlyList<CorpusFinding> Check(params Utterance[] utterances) => CorpusCheck.Inspect(new Corpus("c", utterances, isSynthetic: false), Limits, threads: 2, default);

    private sealed class Told(Action<int> tell) : IProgress<int>
    {
        private readonly Action<int> tell = tell;

        public void Report(int value) => tell(value);
    }
}
