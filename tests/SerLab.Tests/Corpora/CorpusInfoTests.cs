using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>What a corpus consists of and what could mislead.</summary>
public sealed class CorpusInfoTests
{
    [Fact]
    public void Counts_labels_speakers_and_their_table()
    {
        var corpus = Made(("anna", "anger"), ("anna", "anger"), ("anna", "fear"), ("ben", "fear"));
        var info = CorpusInfo.Describe(corpus);
        Assert.Equal(4, info.UtteranceCount);
        Assert.Equal([new("anger", 2), new LabelledCount("fear", 2)], info.Labels);
        Assert.Equal([new("test/anna", 3), new LabelledCount("test/ben", 1)], info.Speakers);
        Assert.Equal([new LabelledCount("unknown", 4)], info.Genders);
        Assert.Equal(["test/anna", "test/ben"], info.SpeakerOrder);
        Assert.Equal(["anger", "fear"], info.LabelOrder);
        Assert.Equal([[2, 1], [0, 1]], info.LabelsBySpeaker);
        Assert.Contains(info.Warnings, warning => warning.Contains("Label \"anger\" is spoken by test/anna alone"));
        Assert.Contains(info.Warnings, warning => warning.Contains("There are 2 speakers"));
    }

    [Fact]
    public void Mutual_information_agrees_with_a_table_computed_by_hand()
    {
        // P(label) = (1/2, 1/2): H = ln 2. Speaker a: 3 of 4 anger, b: 1 of 4. H(label | speaker) = -(3/4 ln 3/4 + 1/4 ln 1/4) = 0.562335; 1 - 0.562335 / 0.693147 = 0.188722.
        var corpus = Made(("a", "anger"), ("a", "anger"), ("a", "anger"), ("a", "fear"), ("b", "anger"), ("b", "fear"), ("b", "fear"), ("b", "fear"));
        var dependence = LabelDependence.Of(corpus, utterance => utterance.Speaker);
        Assert.Equal(0.188722, dependence.NormalisedMutualInformation, 6);

        // Without itself: the 3 of a kind see 2 : 1 for their label and are right, the odd one is wrong.
        Assert.Equal(6.0 / 8, dependence.GuessAccuracy, 12);
        Assert.Equal(0.5, dependence.PriorAccuracy, 12);
        Assert.Equal((2, 0), (dependence.Groups, dependence.SingleLabelGroups));
    }

    [Fact]
    public void A_balanced_corpus_gives_nothing_away()
    {
        var corpus = Made([.. from speaker in Enumerable.Range(0, 6) from label in "anger fear neutral".Split(' ') from _ in Enumerable.Range(0, 4) select ($"s{speaker}", label)]);
        var dependence = LabelDependence.Of(corpus, utterance => utterance.Speaker);
        Assert.Equal(0, dependence.NormalisedMutualInformation, 12);

        // An utterance sees 3 of its own label and 4 of each other: always wrong, which is below chance.
        Assert.Equal(0, dependence.GuessAccuracy, 12);
        Assert.False(dependence.NearlyDetermines);
        Assert.Empty(CorpusInfo.Describe(corpus).Warnings);
    }

    [Fact]
    public void Detects_the_trap_of_Urdu()
    {
        // The counts of the real corpus (reference/numbers.md section 0.1 and its file names): 26 of 29 speakers have one emotion; SM5 has 72 N and 8 H, SM6 10 H and 4 S, SM3 8 N, 2 H and 2 A.
        var rows = new List<(string, string)>();
        Add("SM5", "neutral", 72, "happiness", 8);
        Add("SM6", "happiness", 10, "sadness", 4);
        Add("SM3", "neutral", 8, "happiness", 2, "anger", 2);
        foreach (var (label, counts) in new (string, int[])[] { ("anger", [22, 28, 48]), ("happiness", [12, 2, 2, 4, 4, 14, 6, 2, 2, 2, 2, 28]), ("neutral", [4, 10, 4, 2]), ("sadness", [2, 4, 6, 38, 40, 2, 4]) })
            for (var i = 0; i < counts.Length; i++) Add($"{label}{i}", label, counts[i]);
        var corpus = Made([.. rows]);
        var info = CorpusInfo.Describe(corpus);
        Assert.Equal((400, 29), (info.UtteranceCount, info.Speakers.Count));
        Assert.Equal(26, info.SpeakerDependence.SingleLabelGroups);
        Assert.True(info.SpeakerDependence.NearlyDetermines);
        Assert.Equal((294 + 72 + 10 + 8) / 400.0, info.SpeakerDependence.GuessAccuracy, 12);
        Assert.StartsWith("The speaker nearly determines the label: guessing each speaker's usual label is right for 96 % of the utterances (always the most frequent label: 25 %), and 26 of 29 speakers have one label only.", info.Warnings[0]);

        void Add(string speaker, params object[] labelsAndCounts)
        {
            for (var i = 0; i < labelsAndCounts.Length; i += 2) rows.AddRange(Enumerable.Repeat((speaker, (string)labelsAndCounts[i]), (int)labelsAndCounts[i + 1]));
        }
    }

    [Fact]
    public void Speakers_with_one_utterance_each_are_not_mistaken_for_telling_ones()
    {
        var corpus = Made([.. Enumerable.Range(0, 40).Select(i => ($"s{i}", i % 2 == 0 ? "anger" : "fear"))]);
        var dependence = LabelDependence.Of(corpus, utterance => utterance.Speaker);
        Assert.Equal(1, dependence.NormalisedMutualInformation, 12);
        Assert.False(dependence.NearlyDetermines);
    }

    [Fact]
    public void Warns_when_the_sentence_tells_the_label()
    {
        var rows = from speaker in Enumerable.Range(0, 6) from label in "anger fear".Split(' ') select Voices.Utterance($"{speaker}{label}", label, $"test/{speaker}", text: $"sentence of {label}");
        Assert.Contains(CorpusInfo.Describe(new Corpus("c", rows, isSynthetic: false)).Warnings, warning => warning.StartsWith("The sentence nearly determines the label"));
    }

    [Fact]
    public void Warns_of_what_cannot_work()
    {
        Assert.Contains(CorpusInfo.Describe(Made(("a", "anger"), ("a", "fear"))).Warnings, warning => warning.Contains("There is one speaker"));
        Assert.Contains(CorpusInfo.Describe(Made(("a", "anger"), ("b", "anger"), ("b", "anger"))).Warnings, warning => warning.Contains("There is one label, \"anger\""));
        Assert.StartsWith("This corpus is synthetic", CorpusInfo.Describe(new Corpus("c", Made(("a", "x")).Utterances, isSynthetic: true)).Warnings[0]);
    }

    [Fact]
    public void Measures_lengths_and_rates_and_tells_what_it_could_not_read()
    {
        var lengths = new[] { (1.0, 16000), (3.0, 16000), (2.0, 8000), (4.0, 16000) };
        var rows = lengths.Select((item, i) => Voices.Utterance($"{i}", "anger", $"test/{i % 2}", new Clip(new float[(int)(item.Item1 * item.Item2)], item.Item2)));
        var corpus = new Corpus("c", [.. rows, Voices.Utterance("bad", "fear", "test/0")], isSynthetic: false);
        var sound = CorpusSound.Measure(corpus, threads: 2, default);
        Assert.Equal((10, 1, 2.5, 4), (sound.TotalSeconds, sound.MinSeconds, sound.MedianSeconds, sound.MaxSeconds));
        Assert.Equal([new("16000 Hz", 3), new LabelledCount("8000 Hz", 1)], sound.SampleRates);
        Assert.Equal(["bad"], sound.Unreadable.Keys);
        var warnings = CorpusInfo.Describe(corpus, sound).Warnings;
        Assert.Contains(warnings, warning => warning.Contains("1 utterances cannot be read, the first bad: nothing to hear"));
        Assert.Contains(warnings, warning => warning.StartsWith("Sample rates differ (16000 Hz, 8000 Hz); resample"));
    }

    [SharedFact]
    public void The_real_EmoDb_lasts_as_long_as_published()
    {
        var sound = CorpusSound.Measure(new EmoDbOptions(Shared.EmoDb).Load(), threads: 2, default);
        Assert.Equal(1487, sound.TotalSeconds, 0.5);
        Assert.Equal([new LabelledCount("16000 Hz", 535)], sound.SampleRates);
        Assert.Empty(sound.Unreadable);
    }

    private static Corpus Made(params (string Speaker, string Label)[] rows) =>
        new("made", rows.Select((row, index) => Voices.Utterance($"{index:D4}", row.Label, $"test/{row.Speaker}")), isSynthetic: false);
}
