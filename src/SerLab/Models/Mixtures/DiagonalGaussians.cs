using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Gaussian densities with diagonal covariances, or round ones as their special case. Immutable.</summary>
internal sealed class DiagonalGaussians : Gaussians
{
    // With s = 1 / deviation, (x - mean)^2 / variance = (s x - s mean)^2: one multiply-add and one square-add per feature, without the loss of digits of x^2 - 2 x mean + mean^2.
    private readonly double[] scales;
    private readonly double[] shifts;
    private readonly double[] constants;

    /// <param name="means">Shape [components x features]; kept, not copied.</param>
    /// <param name="variances">Shape [components x features], above 0; kept, not copied.</param>
    /// <param name="featureCount">Number of features.</param>
    /// <param name="covariance">Diagonal, or spherical when the variances of a component are all alike.</param>
    public DiagonalGaussians(double[] means, double[] variances, int featureCount, Covariance covariance = Covariance.Diagonal)
        : base(means, variances, featureCount)
    {
        Covariance = covariance;
        (scales, shifts, constants) = (new double[means.Length], new double[means.Length], new double[Count]);
        for (var k = 0; k < Count; k++)
        {
            constants[k] = -0.5 * featureCount * Math.Log(2 * Math.PI);
            for (var p = k * featureCount; p < (k + 1) * featureCount; p++)
            {
                scales[p] = 1 / Math.Sqrt(variances[p]);
                shifts[p] = -means[p] * scales[p];
                constants[k] -= 0.5 * Math.Log(variances[p]);
            }
        }
    }

    /// <inheritdoc/>
    public override Covariance Covariance { get; }

    /// <summary>Each component's variances replaced by their mean.</summary>
    /// <param name="variances">Shape [components x features]; only read.</param>
    /// <param name="featureCount">Number of features.</param>
    public static double[] Rounded(ReadOnlySpan<double> variances, int featureCount)
    {
        var round = new double[variances.Length];
        for (var first = 0; first < round.Length; first += featureCount)
        {
            var sum = 0.0;
            foreach (var variance in variances.Slice(first, featureCount)) sum += variance;
            round.AsSpan(first, featureCount).Fill(sum / featureCount);
        }

        return round;
    }

    /// <inheritdoc/>
    public override Gaussians Moved(double[] newMeans, IReadOnlyList<int> origins) =>
        new DiagonalGaussians(newMeans, Rows(Variances.ToArray(), FeatureCount, origins), FeatureCount, Covariance);

    /// <inheritdoc/>
    public override void LogDensities(FrameBlock block, ReadOnlySpan<double> offset, Span<double> destination)
    {
        Span<double> sums = Count <= 1024 ? stackalloc double[Count] : new double[Count];
        for (var k = 0; k < Count; k++) sums[k] = constants[k] + offset[k];
        GaussianKernels.HalfSquares(block.Values, block.Stride, scales, shifts, sums, destination);
    }

    /// <summary>log N(frame; mean k, variance k).</summary>
    /// <param name="component">Which.</param>
    /// <param name="frame">Shape [features].</param>
    public double LogDensity(int component, ReadOnlySpan<double> frame)
    {
        var scale = scales.AsSpan(component * FeatureCount, frame.Length);
        var shift = shifts.AsSpan(component * FeatureCount, frame.Length);
        var sum = 0.0;
        for (var d = 0; d < frame.Length; d++) sum += (frame[d] * scale[d] + shift[d]) * (frame[d] * scale[d] + shift[d]);
        return constants[component] - 0.5 * sum;
    }
}
