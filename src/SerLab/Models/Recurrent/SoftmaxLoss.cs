using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Weighted cross-entropy with smoothed targets: L = - w(y) sum_c q(c) log p(c), q = (1 - e) [c = y] + e / classes.</summary>
internal static class SoftmaxLoss
{
    /// <summary>Weights that make every class count the same, of mean 1 over the examples: w(c) = examples / (classes * examples of c).</summary>
    public static double[] BalancedWeights(ReadOnlySpan<int> countPerClass)
    {
        double total = 0;
        foreach (var count in countPerClass) total += count;
        var weights = new double[countPerClass.Length];
        for (var c = 0; c < weights.Length; c++) weights[c] = total / (countPerClass.Length * (double)Math.Max(1, countPerClass[c]));
        return weights;
    }

    /// <summary>The loss of one example.</summary>
    /// <param name="logits">Shape [classes].</param>
    /// <param name="label">y.</param>
    /// <param name="classWeight">w(y).</param>
    /// <param name="smoothing">e, in [0, 1).</param>
    /// <param name="logPosterior">log p, shape [classes]; filled.</param>
    public static double Of(ReadOnlySpan<float> logits, int label, double classWeight, double smoothing, Span<double> logPosterior)
    {
        for (var c = 0; c < logits.Length; c++) logPosterior[c] = logits[c];
        LogMath.Normalise(logPosterior);
        var loss = -(1 - smoothing) * logPosterior[label];
        for (var c = 0; c < logits.Length; c++) loss -= smoothing / logits.Length * logPosterior[c];
        return classWeight * loss;
    }

    /// <summary>dL / dlogit(c) = w(y) (p(c) - q(c)), times <paramref name="scale"/>.</summary>
    /// <param name="logPosterior">What <see cref="Of"/> filled.</param>
    /// <param name="label">y.</param>
    /// <param name="classWeight">w(y).</param>
    /// <param name="smoothing">e.</param>
    /// <param name="scale">1 / examples of the batch.</param>
    /// <param name="gradient">Shape [classes]; filled.</param>
    public static void Gradient(ReadOnlySpan<double> logPosterior, int label, double classWeight, double smoothing, double scale, Span<float> gradient)
    {
        for (var c = 0; c < gradient.Length; c++)
        {
            var target = smoothing / gradient.Length + (c == label ? 1 - smoothing : 0);
            gradient[c] = (float)(scale * classWeight * (Math.Exp(logPosterior[c]) - target));
        }
    }
}
