using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Models.Mixtures;

/// <summary>What the M-step needs of all frames: how much each component holds, and its first and second moments. Scratch of one thread.</summary>
internal sealed class GaussianSums
{
    // Below this share of one frame a mean is made of rounding noise; the component keeps what it had.
    private const double LeastOccupation = 1e-8;

    private readonly int featureCount;
    private readonly double[] occupations;
    private readonly double[] firsts;
    private readonly double[] seconds;

    /// <param name="componentCount">Number of components.</param>
    /// <param name="featureCount">Number of features.</param>
    public GaussianSums(int componentCount, int featureCount)
    {
        this.featureCount = featureCount;
        (occupations, firsts, seconds) = (new double[componentCount], new double[componentCount * featureCount], new double[componentCount * featureCount]);
    }

    /// <summary>Frames that each component holds, as sums of responsibilities, shape [components].</summary>
    public ReadOnlySpan<double> Occupations => occupations;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(occupations);
        Array.Clear(firsts);
        Array.Clear(seconds);
    }

    /// <summary>Adds a block's frames, each shared out among the components.</summary>
    /// <param name="block">Frames.</param>
    /// <param name="responsibilities">Shape [components x stride], 0 past the frame count.</param>
    public void Add(FrameBlock block, ReadOnlySpan<double> responsibilities)
    {
        for (var k = 0; k < occupations.Length; k++)
        {
            var shares = responsibilities.Slice(k * block.Stride, block.Stride);
            for (var t = 0; t < block.Count; t++) occupations[k] += shares[t];
            for (var d = 0; d < featureCount; d++)
            {
                var (first, second) = Moments(shares, block.Feature(d));
                firsts[k * featureCount + d] += first;
                seconds[k * featureCount + d] += second;
            }
        }
    }

    /// <summary>The Gaussians that make the frames likeliest given their shares, no variance below its floor.</summary>
    /// <remarks>Given the mean, the likelihood rises up to the free variance and falls after it, so the floored variance is the best allowed: EM stays monotone.</remarks>
    /// <param name="previous">What a component without frames keeps.</param>
    /// <param name="floor">Least variance of each feature, shape [features].</param>
    public DiagonalGaussians Estimate(DiagonalGaussians previous, ReadOnlySpan<double> floor)
    {
        var (means, variances) = (previous.Means.ToArray(), previous.Variances.ToArray());
        for (var k = 0; k < occupations.Length; k++)
        {
            if (occupations[k] < LeastOccupation) continue;
            for (var d = 0; d < featureCount; d++)
            {
                var place = k * featureCount + d;
                means[place] = firsts[place] / occupations[k];
                variances[place] = Math.Max(floor[d], seconds[place] / occupations[k] - means[place] * means[place]);
            }
        }

        return new DiagonalGaussians(means, variances, featureCount);
    }

    // (sum_t share[t] x[t], sum_t share[t] x[t]^2), 16 frames at a time in eight running sums.
    private static (double First, double Second) Moments(ReadOnlySpan<double> shares, ReadOnlySpan<double> feature)
    {
        ref var share = ref MemoryMarshal.GetReference(shares);
        ref var value = ref MemoryMarshal.GetReference(feature);
        var (first0, first1, first2, first3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (second0, second1, second2, second3) = (first0, first0, first0, first0);
        for (nuint t = 0; t < (nuint)shares.Length; t += FrameBlock.Group)
        {
            var (x0, x1) = (Vector256.LoadUnsafe(ref value, t), Vector256.LoadUnsafe(ref value, t + 4));
            var (x2, x3) = (Vector256.LoadUnsafe(ref value, t + 8), Vector256.LoadUnsafe(ref value, t + 12));
            var (y0, y1) = (Vector256.LoadUnsafe(ref share, t) * x0, Vector256.LoadUnsafe(ref share, t + 4) * x1);
            var (y2, y3) = (Vector256.LoadUnsafe(ref share, t + 8) * x2, Vector256.LoadUnsafe(ref share, t + 12) * x3);
            (first0, first1, first2, first3) = (first0 + y0, first1 + y1, first2 + y2, first3 + y3);
            second0 = Vector256.FusedMultiplyAdd(y0, x0, second0);
            second1 = Vector256.FusedMultiplyAdd(y1, x1, second1);
            second2 = Vector256.FusedMultiplyAdd(y2, x2, second2);
            second3 = Vector256.FusedMultiplyAdd(y3, x3, second3);
        }

        return (Vector256.Sum(first0 + first1 + (first2 + first3)), Vector256.Sum(second0 + second1 + (second2 + second3)));
    }
}
