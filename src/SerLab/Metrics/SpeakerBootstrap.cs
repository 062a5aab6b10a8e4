using SerLab.Numerics;

namespace SerLab.Metrics;

/// <summary>Confidence intervals by resampling whole speakers: utterances of one speaker are alike, so they do not count as independent evidence.</summary>
/// <remarks>
/// Cluster bootstrap with expanded percentiles (B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; T. Hesterberg,
/// The American Statistician 69(4), 2015). Plain percentiles are too narrow with few speakers: with 10 simulated speakers a nominal 95 %
/// interval of MacroAccuracy held the truth in 89 % of 400 trials, so the tail areas are moved out as Student's t with speakers - 1 degrees of freedom
/// asks: alpha' = Phi(t_alpha * sqrt(n / (n - 1))); that gave 94 % (4 speakers: 82 % becomes 90 %, so intervals of under six speakers remain somewhat short).
/// A resample that lacks a class is scored over the classes that occur in it. With a single speaker utterances are resampled instead and the
/// interval's <see cref="Interval.Unit"/> says so: such an interval says nothing about other speakers.
/// </remarks>
public static class SpeakerBootstrap
{
    /// <summary>Interval of <see cref="ConfusionMatrix.MacroAccuracy"/> (UAR).</summary>
    /// <inheritdoc cref="Of"/>
    public static Interval MacroAccuracy(
        IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<int> speakers, int classCount, RandomSource random, int resamples = 2000, double confidence = 0.95) =>
        Of(ConfusionScores.MacroAccuracy, actual, predicted, speakers, classCount, random, resamples, confidence);

    /// <summary>Interval of <see cref="ConfusionMatrix.MicroAccuracy"/> (WA).</summary>
    /// <inheritdoc cref="Of"/>
    public static Interval MicroAccuracy(
        IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<int> speakers, int classCount, RandomSource random, int resamples = 2000, double confidence = 0.95) =>
        Of(ConfusionScores.MicroAccuracy, actual, predicted, speakers, classCount, random, resamples, confidence);

    /// <summary>Interval of any score of the confusion counts.</summary>
    /// <param name="statistic">The score, for instance <see cref="ConfusionScores.MacroF1"/>.</param>
    /// <param name="actual">True class of each utterance, 0 ... classes - 1, shape [utterances].</param>
    /// <param name="predicted">Predicted class of each utterance, shape [utterances].</param>
    /// <param name="speakers">Speaker of each utterance as any number, shape [utterances].</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="random">Where chance comes from; equal sources give equal intervals.</param>
    /// <param name="resamples">Number of resamples, at least 100.</param>
    /// <param name="confidence">Confidence level, inside (0, 1).</param>
    public static Interval Of(
        ConfusionStatistic statistic, IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<int> speakers, int classCount,
        RandomSource random, int resamples = 2000, double confidence = 0.95)
    {
        LabelChecks.SamePlaces(actual, predicted, nameof(predicted));
        LabelChecks.SamePlaces(actual, speakers, nameof(speakers));
        LabelChecks.InRange(actual, classCount, nameof(actual));
        LabelChecks.InRange(predicted, classCount, nameof(predicted));
        var unit = SpeakerCounts.UnitFor(speakers);
        var counts = SpeakerCounts.Of(actual, predicted, speakers, unit, classCount);
        var table = new int[counts.Cells];
        return Resample(counts.Units, unit, random, resamples, confidence, drawn =>
        {
            counts.Sum(drawn, table);
            return statistic(table, classCount);
        });
    }

    /// <summary>Interval of the mean of a number that every utterance has, for instance a gain in dB: utterances count alike, speakers are drawn whole.</summary>
    /// <param name="values">The number of each utterance, shape [utterances].</param>
    /// <param name="speakers">Speaker of each utterance as any number, shape [utterances].</param>
    /// <param name="random">Where chance comes from; equal sources give equal intervals.</param>
    /// <param name="resamples">Number of resamples, at least 100.</param>
    /// <param name="confidence">Confidence level, inside (0, 1).</param>
    public static Interval Mean(IReadOnlyList<double> values, IReadOnlyList<int> speakers, RandomSource random, int resamples = 2000, double confidence = 0.95)
    {
        LabelChecks.SamePlaces(values, speakers, nameof(speakers));
        var unit = SpeakerCounts.UnitFor(speakers);
        (double Sum, int Count)[] units = unit == ResamplingUnit.Utterances
            ? [.. values.Select(value => (value, 1))]
            : [.. values.Zip(speakers).GroupBy(pair => pair.Second, pair => pair.First).OrderBy(group => group.Key).Select(group => (group.Sum(), group.Count()))];
        return Resample(units.Length, unit, random, resamples, confidence, drawn =>
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < units.Length; i++) (sum, count) = (sum + drawn[i] * units[i].Sum, count + drawn[i] * units[i].Count);
            return sum / count;
        });
    }

    /// <summary>Interval of the difference of a score between two models on the same utterances: both are scored on each resample.</summary>
    internal static Interval OfDifference(
        ConfusionStatistic statistic, SpeakerCounts first, SpeakerCounts second, ResamplingUnit unit, int classCount, RandomSource random, int resamples, double confidence)
    {
        var table = new int[first.Cells];
        return Resample(first.Units, unit, random, resamples, confidence, drawn =>
        {
            first.Sum(drawn, table);
            var score = statistic(table, classCount);
            second.Sum(drawn, table);
            return score - statistic(table, classCount);
        });
    }

    private static Interval Resample(int units, ResamplingUnit unit, RandomSource random, int resamples, double confidence, Func<int[], double> score)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        var (stream, drawn, scores) = (random.For("bootstrap").Open(), new int[units], new double[resamples]);
        for (var i = 0; i < resamples; i++)
        {
            SpeakerCounts.Draw(stream, drawn);
            scores[i] = score(drawn);
        }

        Array.Sort(scores);
        var tail = TailArea(units, (1 - confidence) / 2);
        return new Interval(Quantile(scores, tail), Quantile(scores, 1 - tail)) { Unit = unit };
    }

    /// <summary>The share of resamples to cut at each end: Hesterberg's expansion of a nominal tail area; a single unit has no spread, so the area stays.</summary>
    internal static double TailArea(int units, double nominal) =>
        units < 2 ? nominal : StudentT.NormalProbability(-StudentT.UpperQuantile(nominal, units - 1) * Math.Sqrt(units / (units - 1.0)));

    /// <summary>Linear between order statistics: type 7 of R. Hyndman and Y. Fan, The American Statistician 50(4), 1996.</summary>
    private static double Quantile(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
