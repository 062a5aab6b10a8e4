using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>How much each component holds, its first moments, and the products of all pairs of features: for full and tied covariances. Scratch of one thread.</summary>
/// <remarks>
/// The floor of a matrix: in units of the floor's deviations no direction may have a variance below 1. Eigenvalues below are raised, which is the likeliest matrix
/// allowed (its likelihood given the mean falls apart into one term per eigenvalue, as that of a diagonal one does per feature), so EM stays monotone.
/// </remarks>
internal sealed class ScatterSums : MixtureSums
{
    private readonly int featureCount;
    private readonly Covariance covariance;
    private readonly GaussianSums moments;
    private readonly double[] scatters;
    private readonly double[] weighted;

    /// <param name="componentCount">Number of components.</param>
    /// <param name="featureCount">Number of features.</param>
    /// <param name="covariance">Full: scatter of each component. Tied: of all frames together.</param>
    public ScatterSums(int componentCount, int featureCount, Covariance covariance)
    {
        (this.featureCount, this.covariance, moments) = (featureCount, covariance, new GaussianSums(componentCount, featureCount));
        scatters = new double[(covariance == Covariance.Tied ? 1 : componentCount) * featureCount * featureCount];
        weighted = new double[featureCount * FrameBlock.UsualCount];
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Occupations => moments.Occupations;

    /// <inheritdoc/>
    public override void Clear()
    {
        moments.Clear();
        Array.Clear(scatters);
    }

    /// <inheritdoc/>
    public override void Add(FrameBlock block, ReadOnlySpan<double> responsibilities)
    {
        moments.Add(block, responsibilities);
        var (stride, size) = (block.Stride, featureCount * featureCount);
        var (left, shares) = (weighted.Length >= featureCount * stride ? weighted : new double[featureCount * stride], new double[stride]);
        for (var k = 0; k < scatters.Length / size; k++)
        {
            var own = covariance == Covariance.Tied ? Summed(responsibilities[..(Occupations.Length * stride)], stride, shares) : responsibilities.Slice(k * stride, stride);
            for (var d = 0; d < featureCount; d++) TensorPrimitives.Multiply(block.Feature(d), own, left.AsSpan(d * stride, stride));
            GaussianKernels.AddLowerProducts(left, block.Values, stride, featureCount, scatters.AsSpan(k * size, size));
        }
    }

    /// <inheritdoc/>
    public override void Add(MixtureSums others)
    {
        var sums = (ScatterSums)others;
        moments.Add(sums.moments);
        AddTo(scatters, sums.scatters);
    }

    /// <inheritdoc/>
    public override Gaussians Estimate(Gaussians previous, ReadOnlySpan<double> floor)
    {
        var means = previous.Means.ToArray();
        for (var place = 0; place < means.Length; place++)
            if (Occupations[place / featureCount] >= LeastOccupation) means[place] = moments.Firsts[place] / Occupations[place / featureCount];
        return covariance == Covariance.Tied
            ? new TiedGaussians(means, Tied(means, floor), featureCount)
            : new FullGaussians(means, Full(means, ((FullGaussians)previous).Covariances, floor), featureCount);
    }

    private double[] Full(double[] means, ReadOnlySpan<double> previous, ReadOnlySpan<double> floor)
    {
        var matrices = previous.ToArray();
        for (var k = 0; k < Occupations.Length; k++)
        {
            if (Occupations[k] < LeastOccupation) continue;
            var own = matrices.AsSpan(k * featureCount * featureCount, featureCount * featureCount);
            var scatter = scatters.AsSpan(k * featureCount * featureCount);
            for (var i = 0; i < featureCount; i++)
                for (var j = 0; j <= i; j++)
                    own[i * featureCount + j] = own[j * featureCount + i] = scatter[i * featureCount + j] / Occupations[k] - means[k * featureCount + i] * means[k * featureCount + j];
            Raise(own, floor);
        }

        return matrices;
    }

    private double[] Tied(double[] means, ReadOnlySpan<double> floor)
    {
        var (matrix, frames) = (new double[scatters.Length], TensorPrimitives.Sum(Occupations));
        for (var i = 0; i < featureCount; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = scatters[i * featureCount + j];
                for (var k = 0; k < Occupations.Length; k++) sum -= Occupations[k] * means[k * featureCount + i] * means[k * featureCount + j];
                matrix[i * featureCount + j] = matrix[j * featureCount + i] = sum / frames;
            }

        Raise(matrix, floor);
        return matrix;
    }

    private void Raise(Span<double> matrix, ReadOnlySpan<double> floor)
    {
        for (var place = 0; place < matrix.Length; place++) matrix[place] /= Math.Sqrt(floor[place / featureCount] * floor[place % featureCount]);
        SymmetricMatrix.RaiseEigenvalues(matrix, featureCount, 1);
        for (var place = 0; place < matrix.Length; place++) matrix[place] *= Math.Sqrt(floor[place / featureCount] * floor[place % featureCount]);
    }

    private static ReadOnlySpan<double> Summed(ReadOnlySpan<double> rows, int stride, Span<double> sums)
    {
        sums.Clear();
        for (var first = 0; first < rows.Length; first += stride) TensorPrimitives.Add(sums, rows.Slice(first, stride), sums);
        return sums;
    }
}
