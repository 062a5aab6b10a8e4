using SerLab.Folds;
using SerLab.Models;
using SerLab.Models.Calibration;
using SerLab.Runs;

namespace SerLab.Tests.Runs;

/// <summary>Where altered copies go: with their rows, and nowhere else.</summary>
public sealed class AugmentedRowsTests
{
    private const int Speakers = 6, PerSpeaker = 9, Copies = 2;

    // The last speaker is tested.
    private static readonly Fold Fold = new(0, "f", [.. Enumerable.Range(0, 45)], [.. Enumerable.Range(45, 9)]);

    [Fact]
    public void No_copy_of_a_held_out_row_is_ever_learned_from_and_no_copy_is_ever_judged()
    {
        var (trained, asked) = Watch(Rows());
        Assert.Equal(2 * 5 + 1 + 5, trained.Count); // Two candidates in five inner folds, the model, and five inner folds for the calibration.
        Assert.All(trained, set => Assert.Empty(Faults(set)));
        Assert.All(asked, example => Assert.Equal(0, CopyOf(example)));
        Assert.Equal(2 * 45 + 45 + 9, asked.Count);
    }

    [Fact]
    public void A_copy_that_stands_at_another_speakers_row_is_found_by_that_test()
    {
        // The planted fault: every row carries the copies of a row of the next speaker, so a held-out speaker's copies are learned from.
        var rows = Rows();
        var (trained, _) = Watch(rows with { Altered = [.. rows.Altered!.Skip(PerSpeaker), .. rows.Altered!.Take(PerSpeaker)] });
        Assert.All(trained, set => Assert.NotEmpty(Faults(set)));
    }

    [Fact]
    public void Copies_that_stand_as_rows_of_their_own_are_found_by_that_test()
    {
        // The planted fault: all copies, those of the test rows too, join the training rows before the split.
        var (rows, _) = Rows().WithCopiesAsRows();
        var fold = new Fold(0, "f", [.. Fold.Train, .. Enumerable.Range(54, 54 * Copies)], Fold.Test);
        var (trained, asked) = Watch(rows, fold);
        Assert.Contains(trained, set => Faults(set).Any());
        Assert.Contains(asked, example => CopyOf(example) > 0);
    }

    [Fact]
    public void Scaling_and_selection_are_those_of_the_recorded_rows()
    {
        var rows = Rows().At(Fold.Train);
        var model = Toy.Svm with { Selection = new SerLab.Models.Selection.AnovaFOptions(2) };
        var (with, set) = FittedInput.Fit(model, rows, default);
        var (without, alone) = FittedInput.Fit(model, rows with { Altered = null }, default);
        Assert.Equal(without.Weights.SelectMany(pair => pair.Value.Values), with.Weights.SelectMany(pair => pair.Value.Values));
        Assert.Equal(alone.Examples.SelectMany(example => example.Values.ToArray()), set.Examples.Take(45).SelectMany(example => example.Values.ToArray()));
        Assert.Equal(45 * (1 + Copies), set.Examples.Count);
        Assert.Equal(Enumerable.Range(0, 45), set.Originals);
    }

    [Fact]
    public void A_copy_bears_the_label_and_the_speaker_of_its_row()
    {
        var (_, set) = FittedInput.Fit(Unscaled(new SpyOptions([], [])), Rows().At(Fold.Train), default);
        for (var i = 0; i < set.Examples.Count; i++)
            Assert.Equal((RowOf(set.Examples[i]) % 3, RowOf(set.Examples[i]) / PerSpeaker, RowOf(set.Examples[i])), (set.Labels[i], set.Groups[i], set.Sources![i]));
    }

    [Fact]
    public void Of_one_speaker_an_utterance_is_held_in_with_its_copies()
    {
        var (_, set) = FittedInput.Fit(Unscaled(new SpyOptions([], [])), Rows().At([.. Enumerable.Range(0, PerSpeaker)]), default);
        Assert.Equal(set.Sources, set.Groups);
    }

    [Fact]
    public void Rows_with_copies_are_scaled_in_their_fold()
    {
        var rows = Rows();
        Assert.Null(rows.SharedBy(new SpeakerZNormalisationOptions(), [Fold]).Shared);
        Assert.NotNull((rows with { Altered = null }).SharedBy(new SpeakerZNormalisationOptions(), [Fold]).Shared);
    }

    // What is wrong with a training set of unscaled rows: a held-out row, or a copy whose own row is not in training.
    private static IEnumerable<string> Faults(TrainingSet set)
    {
        var recorded = set.Examples.Where(example => CopyOf(example) == 0).Select(RowOf).ToHashSet();
        foreach (var test in recorded.Intersect(Fold.Test)) yield return $"row {test} is tested";
        foreach (var copy in set.Examples.Where(example => CopyOf(example) > 0 && !recorded.Contains(RowOf(example)))) yield return $"copy {CopyOf(copy)} of row {RowOf(copy)}, which is held out";
    }

    private static (List<TrainingSet> Trained, List<MatrixView> Asked) Watch(Examples rows, Fold? fold = null)
    {
        var spy = new SpyOptions([], []);
        var model = Unscaled(spy) with { Calibration = new TemperatureOptions() };
        Candidate[] candidates = [new(new Dictionary<string, string>(), model), new(new Dictionary<string, string>(), model)];
        string[] ids = [.. Enumerable.Range(0, rows.Inputs.Count).Select(i => $"u{i:D3}")];
        FoldTrainer.Run(model, candidates, rows, ids, fold ?? Fold, new RandomSource(1), wantsInner: true, default);
        return ([.. spy.Trained], [.. spy.Asked]);
    }

    private static ModelSpec Unscaled(SpyOptions spy) => new(new NoNormalisationOptions(), spy);

    // Each example says which row it is and which copy of it, 0 for the row itself.
    private static int RowOf(MatrixView example) => (int)example.Span[0];

    private static int CopyOf(MatrixView example) => (int)example.Span[1];

    private static Examples Rows() => new(
        [.. Enumerable.Range(0, Speakers * PerSpeaker).Select(row => Marked(row, 0))],
        [.. Enumerable.Range(0, Speakers * PerSpeaker).Select(row => row % 3)], [.. Enumerable.Range(0, Speakers * PerSpeaker).Select(row => row / PerSpeaker)], 3)
    {
        Altered = [.. Enumerable.Range(0, Speakers * PerSpeaker).Select(row => (IReadOnlyList<MatrixView>)[.. Enumerable.Range(1, Copies).Select(copy => Marked(row, copy))])],
    };

    private static MatrixView Marked(int row, int copy) => MatrixView.OfRow(new float[] { row, copy, row % 3, row * row % 7 });
}
