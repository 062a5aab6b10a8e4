using SerLab.Numerics;

namespace SerLab.Metrics;

/// <summary>How good the posteriors are, not only the decision. The posteriors are natural logarithms, as classifiers give them.</summary>
public static class ProbabilityMetrics
{
    /// <summary>The smallest log posterior that counts, log 2^-52: what scikit-learn clips at, so that a class that was ruled out costs 36 nats and not infinity.</summary>
    public static double FloorLogPosterior { get; } = -52 * Math.Log(2);

    /// <summary>Mean of -log posterior of the true class, nats, 0 to 36; lower is better, and a uniform guess costs log(classes).</summary>
    /// <param name="logPosteriors">Natural logarithms, shape [utterances][classes].</param>
    /// <param name="actual">True class of each utterance, shape [utterances].</param>
    public static double LogLoss(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual)
    {
        Check(logPosteriors, actual);
        var sum = 0.0;
        for (var i = 0; i < actual.Count; i++) sum -= Math.Max(logPosteriors[i][actual[i]], FloorLogPosterior);
        return sum / actual.Count;
    }

    /// <summary>1 - log-loss / log-loss of always giving the classes' shares: 1 is perfect, 0 no better than the shares, below 0 worse (ML.NET's definition).</summary>
    /// <returns>0 when only one class occurs: there is nothing to reduce.</returns>
    /// <inheritdoc cref="LogLoss"/>
    public static double LogLossReduction(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual)
    {
        var logLoss = LogLoss(logPosteriors, actual);
        var prior = 0.0;
        foreach (var share in actual.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => (double)pair.Value / actual.Count))
            prior -= share * Math.Log(share);
        return prior == 0 ? 0 : 1 - logLoss / prior;
    }

    /// <summary>Mean over utterances of sum_c (p_c - [c is true])^2, 0 to 2; lower is better.</summary>
    /// <remarks>G. W. Brier, Monthly Weather Review 78(1), 1950: the sum runs over all classes.</remarks>
    /// <inheritdoc cref="LogLoss"/>
    public static double BrierScore(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual)
    {
        Check(logPosteriors, actual);
        var sum = 0.0;
        for (var i = 0; i < actual.Count; i++)
            for (var c = 0; c < logPosteriors[i].Length; c++)
            {
                var error = Math.Exp(logPosteriors[i][c]) - (c == actual[i] ? 1 : 0);
                sum += error * error;
            }

        return sum / actual.Count;
    }

    /// <summary>Share of utterances whose true class is among the k most probable; equal posteriors rank by class index.</summary>
    /// <param name="logPosteriors">Natural logarithms, shape [utterances][classes].</param>
    /// <param name="actual">True class of each utterance, shape [utterances].</param>
    /// <param name="k">How many classes may be named, at least 1.</param>
    public static double TopKAccuracy(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual, int k)
    {
        Check(logPosteriors, actual);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var found = 0;
        for (var i = 0; i < actual.Count; i++)
        {
            var (posteriors, truth, ahead) = (logPosteriors[i], actual[i], 0);
            for (var c = 0; c < posteriors.Length; c++)
                if (posteriors[c] > posteriors[truth] || (posteriors[c] == posteriors[truth] && c < truth))
                    ahead++;
            if (ahead < k) found++;
        }

        return (double)found / actual.Count;
    }

    /// <summary>Expected calibration error, 0 to 1: how far, on average, the stated confidence is from the share that is right. Lower is better.</summary>
    /// <param name="logPosteriors">Natural logarithms, shape [utterances][classes].</param>
    /// <param name="actual">True class of each utterance, shape [utterances].</param>
    /// <param name="bins">Number of bins of equal width over [0, 1].</param>
    /// <remarks>
    /// C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, ICML 2017, equation 3, on the most probable class. The estimate is biased upwards on few
    /// utterances: a perfectly calibrated model on 500 of them shows a few hundredths.
    /// </remarks>
    public static double ExpectedCalibrationError(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual, int bins = 15) =>
        Reliability(logPosteriors, actual, bins).Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / actual.Count;

    /// <summary>The bins behind <see cref="ExpectedCalibrationError"/>: bin b holds confidences in (b / bins, (b + 1) / bins]; empty bins are left out.</summary>
    /// <inheritdoc cref="ExpectedCalibrationError"/>
    public static IReadOnlyList<ReliabilityBin> Reliability(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual, int bins = 15)
    {
        Check(logPosteriors, actual);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (counts, right, confidences) = (new int[bins], new int[bins], new double[bins]);
        for (var i = 0; i < actual.Count; i++)
        {
            var best = LogMath.ArgMax(logPosteriors[i]);
            var confidence = Math.Exp(logPosteriors[i][best]);
            var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidences[bin] += confidence;
            if (best == actual[i]) right[bin]++;
        }

        return [.. Enumerable.Range(0, bins).Where(b => counts[b] > 0)
            .Select(b => new ReliabilityBin((double)b / bins, (double)(b + 1) / bins, counts[b], confidences[b] / counts[b], (double)right[b] / counts[b]))];
    }

    private static void Check(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> actual)
    {
        LabelChecks.SamePlaces(actual, logPosteriors, nameof(logPosteriors));
        for (var i = 0; i < actual.Count; i++)
            if (actual[i] < 0 || actual[i] >= logPosteriors[i].Length)
                throw new ArgumentException($"Utterance {i} has class {actual[i]} and {logPosteriors[i].Length} posteriors; give one posterior per class.", nameof(actual));
    }
}

/// <summary>Utterances of like confidence.</summary>
/// <param name="Low">Lower edge of the bin, exclusive.</param>
/// <param name="High">Upper edge of the bin, inclusive.</param>
/// <param name="Count">Utterances in the bin, at least 1.</param>
/// <param name="Confidence">Mean posterior of the most probable class.</param>
/// <param name="Accuracy">Share of the utterances whose most probable class is the true one.</param>
public sealed record ReliabilityBin(double Low, double High, int Count, double Confidence, double Accuracy);
