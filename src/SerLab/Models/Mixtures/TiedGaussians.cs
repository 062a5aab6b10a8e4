using System.Buffers;
using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Gaussian densities that share one covariance matrix. Immutable.</summary>
internal sealed class TiedGaussians : Gaussians
{
    private readonly double[] covariance;
    private readonly Whitening whitening;
    private readonly double[] scales;
    private readonly double[] shifts;

    /// <param name="means">Shape [components x features]; kept, not copied.</param>
    /// <param name="covariance">Positive definite, shape [features x features]; kept, not copied.</param>
    /// <param name="featureCount">Number of features.</param>
    public TiedGaussians(double[] means, double[] covariance, int featureCount)
        : base(means, [.. means.Select((_, place) => covariance[place % featureCount * (featureCount + 1)])], featureCount)
    {
        this.covariance = covariance;
        whitening = new Whitening(covariance, new double[featureCount]);
        (scales, shifts) = (new double[means.Length], new double[means.Length]);
        Array.Fill(scales, 1);
        for (var k = 0; k < Count; k++) whitening.Shift(means.AsSpan(k * featureCount, featureCount), shifts.AsSpan(k * featureCount, featureCount));
    }

    /// <inheritdoc/>
    public override Covariance Covariance => Covariance.Tied;

    /// <inheritdoc/>
    public override Gaussians Moved(double[] newMeans, IReadOnlyList<int> origins) => new TiedGaussians(newMeans, covariance, FeatureCount);

    /// <inheritdoc/>
    /// <remarks>The frames are whitened once for all components, which are then round.</remarks>
    public override void LogDensities(FrameBlock block, ReadOnlySpan<double> offset, Span<double> destination)
    {
        var white = ArrayPool<double>.Shared.Rent(FeatureCount * block.Stride);
        GaussianKernels.LowerTransform(block.Values, block.Stride, FeatureCount, whitening.Lower, white);
        Span<double> sums = Count <= 1024 ? stackalloc double[Count] : new double[Count];
        for (var k = 0; k < Count; k++) sums[k] = whitening.Constant + offset[k];
        GaussianKernels.HalfSquares(white, block.Stride, scales, shifts, sums, destination);
        ArrayPool<double>.Shared.Return(white);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix) =>
    [
        new($"{prefix}.means", new Tensor([Count, FeatureCount], Means.ToArray())),
        new($"{prefix}.covariances", new Tensor([1, FeatureCount, FeatureCount], covariance)),
    ];
}
