using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Models.Mixtures;

/// <summary>Gaussian densities with diagonal covariances: the components of a mixture. Immutable.</summary>
internal sealed class DiagonalGaussians
{
    private readonly double[] means;
    private readonly double[] variances;

    // With s = 1 / deviation, (x - mean)^2 / variance = (s x - s mean)^2: one multiply-subtract and one multiply-add per feature.
    private readonly double[] scales;
    private readonly double[] offsets;
    private readonly double[] constants;

    /// <param name="means">Shape [components x features]; kept, not copied.</param>
    /// <param name="variances">Shape [components x features], above 0; kept, not copied.</param>
    /// <param name="featureCount">Number of features.</param>
    public DiagonalGaussians(double[] means, double[] variances, int featureCount)
    {
        (this.means, this.variances, FeatureCount, Count) = (means, variances, featureCount, means.Length / featureCount);
        (scales, offsets, constants) = (new double[means.Length], new double[means.Length], new double[Count]);
        for (var k = 0; k < Count; k++)
        {
            constants[k] = -0.5 * featureCount * Math.Log(2 * Math.PI);
            for (var p = k * featureCount; p < (k + 1) * featureCount; p++)
            {
                scales[p] = 1 / Math.Sqrt(variances[p]);
                offsets[p] = means[p] * scales[p];
                constants[k] -= 0.5 * Math.Log(variances[p]);
            }
        }
    }

    /// <summary>Number of components.</summary>
    public int Count { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Means, shape [components x features].</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>Variances, shape [components x features].</summary>
    public ReadOnlySpan<double> Variances => variances;

    /// <summary>destination[k, t] = offset[k] + log N(frame t; mean k, variance k).</summary>
    /// <param name="block">Frames.</param>
    /// <param name="offset">Added to each component, such as its log weight, shape [components].</param>
    /// <param name="destination">Shape [components x stride]; what stands past the frame count means nothing.</param>
    public void LogDensities(FrameBlock block, ReadOnlySpan<double> offset, Span<double> destination)
    {
        for (var k = 0; k < Count; k++)
        {
            var place = k * FeatureCount;
            HalfSquares(block, scales.AsSpan(place, FeatureCount), offsets.AsSpan(place, FeatureCount), constants[k] + offset[k], destination.Slice(k * block.Stride, block.Stride));
        }
    }

    /// <summary>destination[t] = constant - 0.5 sum_d (scale[d] x[d, t] - shift[d])^2.</summary>
    /// <remarks>16 frames at a time, whose sums stay in four registers over all features; a block's stride leaves no remainder.</remarks>
    public static void HalfSquares(FrameBlock block, ReadOnlySpan<double> scale, ReadOnlySpan<double> shift, double constant, Span<double> destination)
    {
        ref var values = ref MemoryMarshal.GetReference(block.Values);
        ref var results = ref MemoryMarshal.GetReference(destination);
        var start = Vector256.Create(constant);
        var minusHalf = Vector256.Create(-0.5);
        for (nuint t = 0; t < (nuint)block.Stride; t += FrameBlock.Group)
        {
            var (sum0, sum1, sum2, sum3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            var place = t;
            for (var d = 0; d < scale.Length; d++, place += (nuint)block.Stride)
            {
                var (factor, minus) = (Vector256.Create(scale[d]), Vector256.Create(-shift[d]));
                var x0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, place), factor, minus);
                var x1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, place + 4), factor, minus);
                var x2 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, place + 8), factor, minus);
                var x3 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, place + 12), factor, minus);
                sum0 = Vector256.FusedMultiplyAdd(x0, x0, sum0);
                sum1 = Vector256.FusedMultiplyAdd(x1, x1, sum1);
                sum2 = Vector256.FusedMultiplyAdd(x2, x2, sum2);
                sum3 = Vector256.FusedMultiplyAdd(x3, x3, sum3);
            }

            Vector256.FusedMultiplyAdd(sum0, minusHalf, start).StoreUnsafe(ref results, t);
            Vector256.FusedMultiplyAdd(sum1, minusHalf, start).StoreUnsafe(ref results, t + 4);
            Vector256.FusedMultiplyAdd(sum2, minusHalf, start).StoreUnsafe(ref results, t + 8);
            Vector256.FusedMultiplyAdd(sum3, minusHalf, start).StoreUnsafe(ref results, t + 12);
        }
    }
}
