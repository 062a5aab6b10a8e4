using SerLab.Metrics;

namespace SerLab.Tests.Metrics;

public sealed class PairedTestTests
{
    [Fact]
    public void McNemar_is_the_binomial_tail_by_hand()
    {
        // Only A right 8 times, only B right 2 times: 2 * (1 + 10 + 45) / 1024.
        bool[] a = [.. Repeat(true, 8), .. Repeat(false, 2), .. Repeat(true, 30)];
        bool[] b = [.. Repeat(false, 8), .. Repeat(true, 2), .. Repeat(true, 30)];
        Assert.Equal(112.0 / 1024, PairedTest.McNemarExact(a, b), 12);
        Assert.Equal(112.0 / 1024, PairedTest.McNemarExact(b, a), 12);
        Assert.Equal(1, PairedTest.McNemarExact(a, a));
    }

    [Fact]
    public void McNemar_survives_thousands_of_disagreements()
    {
        bool[] a = [.. Repeat(true, 2500), .. Repeat(false, 2500)];
        Assert.Equal(1, PairedTest.McNemarExact(a, [.. a.Select(right => !right)]), 9);
        bool[] better = [.. Repeat(true, 2600), .. Repeat(false, 2400)];

        // Normal approximation with continuity correction: z = (200 - 1) / sqrt(5000) = 2.814, p = 0.0049.
        Assert.Equal(0.0049, PairedTest.McNemarExact(better, [.. better.Select(right => !right)]), 4);
    }

    [Fact]
    public void Enumerates_all_swaps_of_few_speakers()
    {
        // A is right everywhere, B nowhere: only the two unmixed swaps are as extreme, so p = 2 / 2^6.
        int[] speakers = [.. Enumerable.Range(0, 24).Select(i => i / 4)];
        int[] actual = [.. Enumerable.Range(0, 24).Select(i => i % 2)];
        var result = PairedTest.MacroAccuracyPermutation(actual, actual, [.. actual.Select(label => 1 - label)], speakers, 2, new RandomSource(1));
        Assert.Equal(1, result.Difference);
        Assert.Equal(2.0 / 64, result.PValue);
        Assert.Equal(2.0 / 64, result.SmallestPValue);
        Assert.Equal(ResamplingUnit.Speakers, result.Unit);
        Assert.Equal((1, 1), (result.Interval.Low, result.Interval.High));
    }

    [Fact]
    public void Counts_the_swaps_by_hand()
    {
        // One class, three speakers of two utterances; A leads by 2, 1 and -1 right answers. Of the sums +-2 +-1 +-1, |sum| >= 2 in 6 of 8.
        int[] speakers = [0, 0, 1, 1, 2, 2];
        var result = PairedTest.MacroAccuracyPermutation(new int[6], [0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 0, 1], speakers, 2, new RandomSource(1));
        Assert.Equal(2.0 / 6, result.Difference, 12);
        Assert.Equal(6.0 / 8, result.PValue, 12);
    }

    [Fact]
    public void Drawn_and_enumerated_swaps_agree()
    {
        var (a, b) = (Simulated.Draw(new RandomSource(3), 12, 6, 0.5), Simulated.Draw(new RandomSource(4), 12, 6, 0.5));
        var exact = PairedTest.MacroAccuracyPermutation(a.Actual, a.Predicted, b.Predicted, a.Speakers, 4, new RandomSource(1));
        var drawn = PairedTest.MacroAccuracyPermutation(a.Actual, a.Predicted, b.Predicted, a.Speakers, 4, new RandomSource(1), permutations: 2000);
        Assert.Equal(1.0 / 2001, drawn.SmallestPValue);
        Assert.Equal(1.0 / 2048, exact.SmallestPValue);
        Assert.InRange(drawn.PValue, exact.PValue - 0.045, exact.PValue + 0.045);
    }

    [Fact]
    public void Swapping_the_models_turns_the_sign_and_keeps_the_p_value()
    {
        var (a, b) = (Simulated.Draw(new RandomSource(3), 8, 6, 0.5), Simulated.Draw(new RandomSource(9), 8, 6, 0.5));
        var forward = PairedTest.MacroAccuracyPermutation(a.Actual, a.Predicted, b.Predicted, a.Speakers, 4, new RandomSource(1));
        var backward = PairedTest.MacroAccuracyPermutation(a.Actual, b.Predicted, a.Predicted, a.Speakers, 4, new RandomSource(1));
        Assert.Equal(forward.Difference, -backward.Difference, 14);
        Assert.Equal(forward.PValue, backward.PValue);
        Assert.Equal(forward.Interval.Low, -backward.Interval.High, 12);
    }

    [Fact]
    public void Without_speakers_utterances_are_swapped_and_the_result_says_so()
    {
        var (a, b) = (Simulated.Draw(new RandomSource(3), 8, 6, 0.5), Simulated.Draw(new RandomSource(9), 8, 6, 0.5));
        var result = PairedTest.MacroAccuracyPermutation(a.Actual, a.Predicted, b.Predicted, null, 4, new RandomSource(1), permutations: 500);
        Assert.Equal(ResamplingUnit.Utterances, result.Unit);
        Assert.Equal(ResamplingUnit.Utterances, result.Interval.Unit);
    }

    [Fact]
    public void P_values_are_uniform_when_the_models_are_equally_good()
    {
        // Both models share a speaker effect; that dependence is what swapping single utterances would mistake for evidence.
        const int Trials = 300;
        var pValues = new double[Trials];
        for (var trial = 0; trial < Trials; trial++)
        {
            var source = new RandomSource(21).For("trial", trial);
            var (a, b) = (Simulated.Draw(source.For("a"), 9, 5, 0.6), Simulated.Draw(source.For("b"), 9, 5, 0.6));
            pValues[trial] = PairedTest.Permutation(ConfusionScores.MacroAccuracy, a.Actual, a.Predicted, b.Predicted, a.Speakers, 4, source, permutations: 300).PValue;
        }

        // Kolmogorov's distance of 300 uniform values is below 0.094 with 99 %.
        Array.Sort(pValues);
        Assert.InRange(pValues.Select((p, i) => Math.Abs(p - (i + 0.5) / Trials)).Max(), 0, 0.094);
        Assert.InRange(pValues.Count(p => p <= 0.05), 4, 28);
    }

    [Fact]
    public void Swapping_single_utterances_raises_false_alarms_when_speakers_differ()
    {
        var alarms = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            var source = new RandomSource(22).For("trial", trial);
            var (a, b) = (Simulated.Draw(source.For("a"), 6, 10, 2), Simulated.Draw(source.For("b"), 6, 10, 2));
            if (PairedTest.MacroAccuracyPermutation(a.Actual, a.Predicted, b.Predicted, null, 4, source, permutations: 100).PValue <= 0.05) alarms++;
        }

        Assert.True(alarms > 15, $"{alarms} of 60: the reason for swapping whole speakers is gone");
    }

    [Fact]
    public void Holm_multiplies_the_smallest_by_the_number_of_tests_and_never_falls()
    {
        // Hand-computed: 0.01 * 4, 0.02 * 3, max(0.06, 0.022 * 2), max(0.06, 0.4 * 1), in the order given.
        var adjusted = Holm.Adjust([0.4, 0.01, 0.022, 0.02]);
        Assert.Equal([0.4, 0.04, 0.06, 0.06], adjusted.Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Holm.Adjust([0.9, 0.6]));
        Assert.Empty(Holm.Adjust([]));
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => Holm.Adjust([double.NaN])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Holm_gives_the_well_known_worked_example()
    {
        // Four hypotheses with p = 0.01, 0.04, 0.03, 0.005 at level 0.05 (Wikipedia, "Holm-Bonferroni method"): the first and the last are rejected, the others are not.
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);
        Assert.Equal([true, false, false, true], adjusted.Select(p => p <= 0.05));
        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Select(p => Math.Round(p, 12)));
    }

    [Fact]
    public void Counting_alone_blurs_emo_db_by_almost_three_points()
    {
        // 535 utterances at 86 %: 1.96 * sqrt(0.86 * 0.14 / 535) = 0.0294.
        Assert.Equal(0.0294, SmallestDetectableDifference.MicroAccuracy(0.86, 535), 4);
        var matrix = ConfusionMatrix.Of([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], ["a", "b", "c"]);
        Assert.Equal(1.959964 / 2 * Math.Sqrt(0.25 / 4), SmallestDetectableDifference.MacroAccuracy(matrix), tolerance: 1e-6);
    }

    private static IEnumerable<bool> Repeat(bool value, int count) => Enumerable.Repeat(value, count);
}
