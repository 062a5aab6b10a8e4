using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Folds;
using SerLab.Tables;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Folds;

public sealed class LeakInspectorTests
{
    private static LeakFinding Find(IReadOnlyList<TableRow> rows, string what, int[] train, int[] test) =>
        LeakInspector.Inspect(rows, [new Fold(0, "f", train, test)], 1, default).Findings.Single(finding => finding.What == what);

    [Fact]
    public void Finds_a_speaker_on_both_sides()
    {
        var rows = Toy.Rows(("a", "s1"), ("b", "s1"), ("a", "s2"));
        Assert.Equal(1, Find(rows, "shared speaker", [0, 2], [1]).TestRows);
        Assert.Equal(0, Find(rows, "shared speaker", [0, 1], [2]).TestRows);
        Assert.True(LeakInspector.Inspect(rows, [new Fold(0, "f", [0, 2], [1])], 1, default).IsLeaky);
        Assert.False(LeakInspector.Inspect(rows, [new Fold(0, "f", [0, 1], [2])], 1, default).IsLeaky);
    }

    [Fact]
    public void Finds_the_same_recording_under_another_name()
    {
        TableRow[] rows = [Toy.Row("u1", "a", "s1", hash: "same"), Toy.Row("u2", "a", "s2", hash: "same"), Toy.Row("u3", "b", "s3")];
        var finding = Find(rows, "shared recording", [0, 2], [1]);
        Assert.Equal((1, true), (finding.TestRows, finding.IsLeak));
    }

    [Fact]
    public void Counts_shared_text_and_shared_files_without_calling_them_leaks()
    {
        TableRow[] rows = [Toy.Row("u1", "a", "s1", text: "t1", location: "x.wav"), Toy.Row("u2", "a", "s2", text: "t1", location: "x.wav"), Toy.Row("u3", "b", "s3")];
        Assert.Equal((1, false), (Find(rows, "shared text", [0, 2], [1]).TestRows, Find(rows, "shared text", [0, 2], [1]).IsLeak));
        Assert.Equal((1, false), (Find(rows, "shared source file", [0, 2], [1]).TestRows, Find(rows, "shared source file", [0, 2], [1]).IsLeak));
    }

    [Theory]
    [InlineData(0, 3, 2, 3, 1)]
    [InlineData(0, 3, 3, 3, 0)]
    [InlineData(0, 10, 4, 1, 1)]
    public void Finds_stretches_of_one_file_that_share_some_time(double startSeconds, double lengthSeconds, double otherStartSeconds, double otherLengthSeconds, int leaks)
    {
        TableRow[] rows =
        [
            Toy.Row("u1", "a", "s1", location: "x.wav") with { StartSeconds = startSeconds, DurationSeconds = lengthSeconds, IsStretch = true },
            Toy.Row("u2", "a", "s2", location: "x.wav") with { StartSeconds = otherStartSeconds, DurationSeconds = otherLengthSeconds, IsStretch = true },
            Toy.Row("u3", "b", "s3"),
        ];
        var finding = Find(rows, "overlapping stretch", [0, 2], [1]);
        Assert.Equal((leaks, true), (finding.TestRows, finding.IsLeak));
    }

    [Fact]
    public void Says_that_nothing_can_be_kept_apart_when_nobody_knows_who_speaks()
    {
        TableRow[] rows = [Toy.Row("u1", "a", "f1") with { IsSpeakerKnown = false }, Toy.Row("u2", "a", "f2") with { IsSpeakerKnown = false }];
        Assert.True(LeakInspector.Inspect(rows, [new Fold(0, "f", [0], [1])], 1, default).IsLeaky);
    }

    [Fact]
    public void Finds_a_copy_at_another_level_with_a_little_noise()
    {
        var original = new DemoCorpusOptions().Load().Utterances[0].Read(ChannelMix.Mean);
        var other = new DemoCorpusOptions().Load().Utterances[50].Read(ChannelMix.Mean);
        var chance = new RandomSource(1).Open();
        var copy = new Clip(original.Samples.ToArray().Select(sample => 0.4f * sample + 0.001f * (float)chance.NextGaussian()).ToArray(), original.SampleRateHz);
        TableRow[] rows = [With("u1", "s1", original), With("u2", "s2", copy), With("u3", "s3", other)];
        var finding = Find(rows, "near-duplicate audio", [0, 2], [1]);
        Assert.Equal((1, true), (finding.TestRows, finding.IsLeak));
        Assert.Contains("u2 ~ u1", finding.Examples);
        Assert.Equal(0, Find(rows, "near-duplicate audio", [0, 1], [2]).TestRows);

        static TableRow With(string id, string speaker, Clip clip) => Toy.Row(id, "a", speaker) with { Fingerprint = AudioFingerprint.Of(clip) };
    }
}
