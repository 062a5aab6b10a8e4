namespace SerLab.Metrics;

/// <summary>What counting alone can tell apart: half of the interval that a score would have were utterances independent coin tosses.</summary>
/// <remarks>
/// A floor, not a test: a score measured on these utterances is blurred by at least this much, so a published difference below it is noise. Dependence
/// within speakers widens the blur (<see cref="SpeakerBootstrap"/>); comparing two models on the same utterances narrows it (<see cref="PairedTest"/>).
/// Normal approximation of the binomial: good from about five right and five wrong answers on.
/// </remarks>
public static class SmallestDetectableDifference
{
    /// <summary>z * sqrt(accuracy (1 - accuracy) / utterances), as a share.</summary>
    /// <param name="accuracy">The share that is right, 0 to 1.</param>
    /// <param name="utterances">How many utterances were scored, at least 1.</param>
    /// <param name="confidence">Confidence level, inside (0, 1).</param>
    public static double MicroAccuracy(double accuracy, int utterances, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(utterances, 1);
        if (!(accuracy >= 0 && accuracy <= 1)) throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, "Give a share from 0 to 1.");
        return NormalQuantile(confidence) * Math.Sqrt(accuracy * (1 - accuracy) / utterances);
    }

    /// <summary>z / classes * sqrt(sum_c recall_c (1 - recall_c) / n_c) over the classes that occur: rare classes blur MacroAccuracy most.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="confidence">Confidence level, inside (0, 1).</param>
    public static double MacroAccuracy(ConfusionMatrix matrix, double confidence = 0.95)
    {
        var (variance, occurring) = (0.0, 0);
        for (var c = 0; c < matrix.NumberOfClasses; c++)
        {
            var count = matrix.Counts[c].Sum();
            if (count == 0) continue;
            variance += matrix.PerClassRecall[c] * (1 - matrix.PerClassRecall[c]) / count;
            occurring++;
        }

        return NormalQuantile(confidence) * Math.Sqrt(variance) / occurring;
    }

    private static double NormalQuantile(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        var (low, high) = (0.0, 8.5);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (StudentT.NormalProbability(middle) < 0.5 + confidence / 2) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
