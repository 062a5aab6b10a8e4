using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Weighted focal cross-entropy against a distribution q: L = - w sum_c q(c) (1 - p(c))^g log p(c); g = 0 is the cross-entropy.</summary>
/// <remarks>T.-Y. Lin et al., "Focal loss for dense object detection", ICCV 2017, eq. 4, for any target distribution.</remarks>
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

    /// <summary>q = (1 - e) target + e / classes (C. Szegedy et al., CVPR 2016, section 7).</summary>
    /// <param name="target">A distribution; changed in place.</param>
    /// <param name="smoothing">e, in [0, 1).</param>
    public static void Smooth(Span<double> target, double smoothing)
    {
        foreach (ref var share in target) share = (1 - smoothing) * share + smoothing / target.Length;
    }

    /// <summary>The loss of one example and its gradient.</summary>
    /// <param name="logits">Shape [classes]; replaced by the gradient of the loss, times <paramref name="scale"/>.</param>
    /// <param name="target">q, shape [classes], sums to 1.</param>
    /// <param name="weight">w.</param>
    /// <param name="gamma">g, at least 0.</param>
    /// <param name="scale">1 / examples of the batch.</param>
    /// <param name="logPosterior">log p, shape [classes]; filled.</param>
    /// <returns>L, not scaled.</returns>
    public static double Apply(Span<float> logits, ReadOnlySpan<double> target, double weight, double gamma, double scale, Span<double> logPosterior)
    {
        for (var c = 0; c < logits.Length; c++) logPosterior[c] = logits[c];
        LogMath.Normalise(logPosterior);

        // dL / dlog p(c) = -q (1 - p)^g + g q (1 - p)^(g - 1) p log p, and dlog p(c) / dlogit(k) = [c = k] - p(k).
        double loss = 0, sum = 0;
        Span<double> inLog = stackalloc double[logits.Length];
        for (var c = 0; c < logits.Length; c++)
        {
            var p = Math.Exp(logPosterior[c]);
            var away = gamma == 0 ? 1 : Math.Pow(1 - p, gamma);
            loss -= target[c] * away * logPosterior[c];
            inLog[c] = -target[c] * away + (gamma == 0 || p >= 1 ? 0 : gamma * target[c] * Math.Pow(1 - p, gamma - 1) * p * logPosterior[c]);
            sum += inLog[c];
        }

        for (var c = 0; c < logits.Length; c++) logits[c] = (float)(scale * weight * (inLog[c] - sum * Math.Exp(logPosterior[c])));
        return weight * loss;
    }

    /// <summary>Plain cross-entropy of a label, nats.</summary>
    /// <param name="logits">Shape [classes].</param>
    /// <param name="label">The class.</param>
    /// <param name="logPosterior">log p, shape [classes]; filled.</param>
    public static double CrossEntropy(ReadOnlySpan<float> logits, int label, Span<double> logPosterior)
    {
        for (var c = 0; c < logits.Length; c++) logPosterior[c] = logits[c];
        LogMath.Normalise(logPosterior);
        return -logPosterior[label];
    }
}
