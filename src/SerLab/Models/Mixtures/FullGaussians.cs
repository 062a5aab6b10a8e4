using System.Buffers;
using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Gaussian densities, each with a covariance matrix of its own. Immutable.</summary>
/// <remarks>With the Cholesky factor L of a covariance, (x - mean)' C^-1 (x - mean) = |L^-1 x - L^-1 mean|^2 and log |C| = 2 sum log L[i, i].</remarks>
internal sealed class FullGaussians : Gaussians
{
    private readonly double[] covariances;
    private readonly Whitening[] whitenings;
    private readonly double[] scales;

    /// <param name="means">Shape [components x features]; kept, not copied.</param>
    /// <param name="covariances">Positive definite, shape [components x features x features]; kept, not copied.</param>
    /// <param name="featureCount">Number of features.</param>
    public FullGaussians(double[] means, double[] covariances, int featureCount)
        : base(means, Diagonals(covariances, featureCount), featureCount)
    {
        this.covariances = covariances;
        (whitenings, scales) = (new Whitening[Count], new double[featureCount]);
        Array.Fill(scales, 1);
        var size = featureCount * featureCount;
        for (var k = 0; k < Count; k++) whitenings[k] = new Whitening(covariances.AsSpan(k * size, size), means.AsSpan(k * featureCount, featureCount));
    }

    /// <inheritdoc/>
    public override Covariance Covariance => Covariance.Full;

    /// <summary>Covariances, shape [components x features x features].</summary>
    public ReadOnlySpan<double> Covariances => covariances;

    /// <inheritdoc/>
    public override Gaussians Moved(double[] newMeans, IReadOnlyList<int> origins) => new FullGaussians(newMeans, Rows(covariances, FeatureCount * FeatureCount, origins), FeatureCount);

    /// <inheritdoc/>
    public override void LogDensities(FrameBlock block, ReadOnlySpan<double> offset, Span<double> destination)
    {
        var white = ArrayPool<double>.Shared.Rent(FeatureCount * block.Stride);
        for (var k = 0; k < Count; k++)
        {
            GaussianKernels.LowerTransform(block.Values, block.Stride, FeatureCount, whitenings[k].Lower, white);
            GaussianKernels.HalfSquares(white, block.Stride, scales, whitenings[k].Shifts, [whitenings[k].Constant + offset[k]], destination.Slice(k * block.Stride, block.Stride));
        }

        ArrayPool<double>.Shared.Return(white);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix) =>
    [
        new($"{prefix}.means", new Tensor([Count, FeatureCount], Means.ToArray())),
        new($"{prefix}.covariances", new Tensor([Count, FeatureCount, FeatureCount], covariances)),
    ];

    private static double[] Diagonals(double[] covariances, int featureCount) =>
        [.. Enumerable.Range(0, covariances.Length / featureCount).Select(row => covariances[row * featureCount + row % featureCount])];
}
