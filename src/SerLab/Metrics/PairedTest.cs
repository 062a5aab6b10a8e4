using System.Numerics;
using SerLab.Numerics;

namespace SerLab.Metrics;

/// <summary>What a paired test found.</summary>
/// <param name="Difference">Score of A minus score of B.</param>
/// <param name="Interval">95 % interval of the difference by <see cref="SpeakerBootstrap"/>.</param>
/// <param name="PValue">How often a difference at least as large, in either direction, arises when the models are interchangeable; not yet corrected for several tests.</param>
public sealed record PairedTestResult(double Difference, Interval Interval, double PValue)
{
    /// <summary>What was swapped as one piece.</summary>
    public ResamplingUnit Unit { get; init; }

    /// <summary>The smallest p-value the test can give here: with few speakers no difference, however large, gets below it.</summary>
    public double SmallestPValue { get; init; }
}

/// <summary>Is one model better than another on the same utterances, or was it luck?</summary>
public static class PairedTest
{
    // Scores are quotients of counts: a tie may differ in the last bits.
    private const double TieTolerance = 1e-12;

    /// <summary>Two-sided permutation test of the MacroAccuracy (UAR) difference: under the null hypothesis it does not matter which model made which predictions.</summary>
    /// <param name="actual">True class of each utterance, 0 ... classes - 1, shape [utterances].</param>
    /// <param name="predictedA">Predictions of model A, shape [utterances].</param>
    /// <param name="predictedB">Predictions of model B on the same utterances, shape [utterances].</param>
    /// <param name="speakers">Speaker of each utterance; null treats utterances as independent, which they are only when each has its own speaker.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="permutations">Swaps drawn when there are too many to enumerate, at least 100.</param>
    /// <remarks>
    /// The predictions of whole speakers are swapped: a speaker whom A happens to understand brings many right answers at once, so that swapping
    /// utterances one by one would count them as independent luck and give p-values that are too small. The price is resolution: n speakers allow
    /// 2^n swaps and no p-value below 2 / 2^n (10 speakers: 0.002; under 6 speakers nothing reaches 0.05). All swaps are enumerated when that takes no more
    /// than <paramref name="permutations"/> evaluations (a swap and its mirror image differ in sign only, so 2^(n-1) suffice: up to 14 speakers
    /// by default); otherwise swaps are drawn and p = (1 + as extreme) / (1 + drawn), which never claims 0 (B. Phipson and G. Smyth,
    /// Statistical Applications in Genetics and Molecular Biology 9(1), 2010). With one speaker utterances are swapped and <see cref="PairedTestResult.Unit"/> says so.
    /// </remarks>
    public static PairedTestResult MacroAccuracyPermutation(
        IReadOnlyList<int> actual, IReadOnlyList<int> predictedA, IReadOnlyList<int> predictedB, IReadOnlyList<int>? speakers, int classCount,
        RandomSource random, int permutations = 10000) =>
        Permutation(ConfusionScores.MacroAccuracy, actual, predictedA, predictedB, speakers, classCount, random, permutations);

    /// <summary>The same test of any score of the confusion counts.</summary>
    /// <inheritdoc cref="MacroAccuracyPermutation"/>
    public static PairedTestResult Permutation(
        ConfusionStatistic statistic, IReadOnlyList<int> actual, IReadOnlyList<int> predictedA, IReadOnlyList<int> predictedB, IReadOnlyList<int>? speakers, int classCount,
        RandomSource random, int permutations = 10000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 100);
        speakers ??= [.. Enumerable.Range(0, actual.Count)];
        LabelChecks.SamePlaces(actual, predictedA, nameof(predictedA));
        LabelChecks.SamePlaces(actual, predictedB, nameof(predictedB));
        LabelChecks.SamePlaces(actual, speakers, nameof(speakers));
        LabelChecks.InRange(actual, classCount, nameof(actual));
        LabelChecks.InRange(predictedA, classCount, nameof(predictedA));
        LabelChecks.InRange(predictedB, classCount, nameof(predictedB));

        // A speaker per utterance is the same as no speakers.
        var unit = speakers.Distinct().Count() == actual.Count ? ResamplingUnit.Utterances : SpeakerCounts.UnitFor(speakers);
        var first = SpeakerCounts.Of(actual, predictedA, speakers, unit, classCount);
        var second = SpeakerCounts.Of(actual, predictedB, speakers, unit, classCount);
        var swaps = new Swaps(statistic, first, second, classCount);
        var exact = first.Units <= 31 && 1L << (first.Units - 1) <= permutations;
        return new PairedTestResult(
            swaps.Difference,
            SpeakerBootstrap.OfDifference(statistic, first, second, unit, classCount, random, resamples: 2000, confidence: 0.95),
            exact ? ExactShare(swaps, first.Units) : DrawnShare(swaps, first.Units, random.For("swap").Open(), permutations))
        {
            Unit = unit,
            SmallestPValue = exact ? Math.Pow(2, 1 - first.Units) : 1.0 / (1 + permutations),
        };
    }

    /// <summary>McNemar's exact two-sided test: of the utterances that only one model gets right, does one model have more than a fair coin would give it?</summary>
    /// <param name="correctA">Whether A is right, shape [utterances].</param>
    /// <param name="correctB">Whether B is right on the same utterances, shape [utterances].</param>
    /// <returns>The p-value; 1 when the models are right on the same utterances.</returns>
    /// <remarks>Q. McNemar, Psychometrika 12(2), 1947, with the binomial in place of chi-squared. Takes utterances as independent and tests accuracy, not MacroAccuracy.</remarks>
    public static double McNemarExact(IReadOnlyList<bool> correctA, IReadOnlyList<bool> correctB)
    {
        LabelChecks.SamePlaces(correctA, correctB, nameof(correctB));
        var (onlyA, onlyB) = (0, 0);
        for (var i = 0; i < correctA.Count; i++)
        {
            if (correctA[i] && !correctB[i]) onlyA++;
            if (correctB[i] && !correctA[i]) onlyB++;
        }

        // log C(n, k) - n log 2 by recurrence over k: n of thousands does not overflow.
        var n = onlyA + onlyB;
        var logTerm = -n * Math.Log(2);
        var tail = 0.0;
        for (var k = 0; k <= Math.Min(onlyA, onlyB); k++)
        {
            tail += Math.Exp(logTerm);
            logTerm += Math.Log((n - k) / (k + 1.0));
        }

        return Math.Min(1, 2 * tail);
    }

    // A reflected binary code: consecutive swaps differ in one unit, so a step costs that unit's cells only. The last unit stays: its swaps are the mirror images.
    private static double ExactShare(Swaps swaps, int units)
    {
        var extreme = 1L;
        var all = 1L << (units - 1);
        for (var step = 1L; step < all; step++)
        {
            swaps.Toggle(BitOperations.TrailingZeroCount(step));
            if (swaps.IsAsExtreme(TieTolerance)) extreme++;
        }

        return (double)extreme / all;
    }

    private static double DrawnShare(Swaps swaps, int units, RandomStream random, int permutations)
    {
        var extreme = 0;
        for (var i = 0; i < permutations; i++)
        {
            // Toggling each unit with probability one half leads from any state to a fresh uniform one.
            for (var unit = 0; unit < units; unit++)
                if ((random.NextBits() >> 63) == 0)
                    swaps.Toggle(unit);
            if (swaps.IsAsExtreme(TieTolerance)) extreme++;
        }

        return (1.0 + extreme) / (1.0 + permutations);
    }

    /// <summary>Scratch of one test: the two models' counts with some units swapped.</summary>
    private sealed class Swaps
    {
        private readonly ConfusionStatistic statistic;
        private readonly SpeakerCounts first;
        private readonly SpeakerCounts second;
        private readonly int classCount;
        private readonly bool[] swapped;
        private readonly int[] tableA;
        private readonly int[] tableB;

        public Swaps(ConfusionStatistic statistic, SpeakerCounts first, SpeakerCounts second, int classCount)
        {
            (this.statistic, this.first, this.second, this.classCount) = (statistic, first, second, classCount);
            swapped = new bool[first.Units];
            (tableA, tableB) = (new int[first.Cells], new int[first.Cells]);
            first.Total(tableA);
            second.Total(tableB);
            Difference = Score();
        }

        /// <summary>The difference that was observed, nothing swapped.</summary>
        public double Difference { get; }

        public void Toggle(int unit)
        {
            var factor = swapped[unit] ? 1 : -1;
            first.Add(unit, factor, tableA);
            second.Add(unit, -factor, tableA);
            first.Add(unit, -factor, tableB);
            second.Add(unit, factor, tableB);
            swapped[unit] = !swapped[unit];
        }

        public bool IsAsExtreme(double tolerance) => Math.Abs(Score()) >= Math.Abs(Difference) - tolerance;

        private double Score() => statistic(tableA, classCount) - statistic(tableB, classCount);
    }
}
