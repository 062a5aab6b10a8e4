namespace SerLab.Models.Calibration;

/// <summary>Recorded judgements, made safe to calculate with.</summary>
internal static class Judgements
{
    /// <summary>Stands for the logarithm of 0: that of the least double. A classifier that calculates in logarithms may give less, which is kept.</summary>
    private const double LogOfZero = -744.4400719213812;

    /// <summary>Copies of log posteriors with -infinity replaced.</summary>
    /// <param name="logPosteriors">Shape [examples][width]; only read.</param>
    /// <param name="labels">True classes, shape [examples].</param>
    /// <param name="classCount">Number of classes.</param>
    /// <exception cref="ArgumentException">There are none, lengths differ, a label is outside or a number is no logarithm of a probability.</exception>
    public static double[][] Check(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> labels, int classCount)
    {
        if (logPosteriors.Count == 0 || labels.Count != logPosteriors.Count)
            throw new ArgumentException($"{logPosteriors.Count} judgements and {labels.Count} labels; give at least one judgement and one label for each.", nameof(labels));
        var width = logPosteriors[0].Length;
        if (classCount < 2 || width == 0 || width % classCount != 0)
            throw new ArgumentException($"A judgement has {width} numbers for {classCount} classes; give one for each of at least 2 classes, model after model.", nameof(logPosteriors));
        var copies = new double[logPosteriors.Count][];
        for (var i = 0; i < copies.Length; i++)
        {
            if (logPosteriors[i].Length != width) throw new ArgumentException($"Judgement {i} has {logPosteriors[i].Length} numbers and the first {width}; give all the same.", nameof(logPosteriors));
            if (labels[i] < 0 || labels[i] >= classCount) throw new ArgumentException($"Label {i} is {labels[i]}; give 0 ... {classCount - 1}.", nameof(labels));
            copies[i] = [.. logPosteriors[i]];
            MakeFinite(copies[i]);
        }

        return copies;
    }

    /// <exception cref="ArgumentException">A judgement has another number of classes than the calibration.</exception>
    public static void CheckWidth(ReadOnlySpan<double> logPosterior, int classCount)
    {
        if (logPosterior.Length != classCount) throw new ArgumentException($"The judgement has {logPosterior.Length} classes; the calibration learned {classCount}, so give {classCount}.", nameof(logPosterior));
    }

    /// <summary>Replaces -infinity by the logarithm of the least double.</summary>
    /// <exception cref="ArgumentException">A number is NaN or +infinity.</exception>
    public static void MakeFinite(Span<double> logPosteriors)
    {
        for (var c = 0; c < logPosteriors.Length; c++)
        {
            if (double.IsNegativeInfinity(logPosteriors[c])) logPosteriors[c] = LogOfZero;
            else if (!double.IsFinite(logPosteriors[c])) throw new ArgumentException($"Log posterior {c} is {logPosteriors[c]}; give logarithms of probabilities.", nameof(logPosteriors));
        }
    }

    /// <summary>How much each example counts; the sum is 1. Shape [examples].</summary>
    /// <param name="labels">True classes, shape [examples].</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="weights">None: all alike. Balanced: all classes that occur alike.</param>
    public static double[] Shares(IReadOnlyList<int> labels, int classCount, ClassWeights weights)
    {
        var counts = new int[classCount];
        foreach (var label in labels) counts[label]++;
        double occurring = counts.Count(count => count > 0);
        return [.. labels.Select(label => weights == ClassWeights.None ? 1.0 / labels.Count : 1 / (occurring * counts[label]))];
    }
}
