using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace SerLab.Features.Descriptors;

/// <summary>Weights of overlapping bands on the bins of a spectrum; each band holds only the bins that it hears. Immutable.</summary>
internal sealed class BandWeights
{
    private readonly int[] firstBins;
    private readonly float[][] weights;

    /// <param name="weights">A band's weight of each bin, shape [bands][bins]; those before the first and after the last above 0 are dropped.</param>
    public BandWeights(float[][] weights)
    {
        firstBins = Array.ConvertAll(weights, all => Math.Max(0, all.AsSpan().IndexOfAnyExcept(0f)));
        this.weights = [.. weights.Select((all, band) => all[firstBins[band]..(all.AsSpan().LastIndexOfAnyExcept(0f) + 1)])];
    }

    /// <summary>Number of bands.</summary>
    public int Count => weights.Length;

    /// <summary>destination[band] = sum over bins of weight times power.</summary>
    /// <param name="power">A power spectrum, shape [bins]; only read.</param>
    /// <param name="destination">Shape [bands].</param>
    public void Apply(ReadOnlySpan<float> power, Span<float> destination)
    {
        for (var band = 0; band < weights.Length; band++) destination[band] = TensorPrimitives.Dot(weights[band], power.Slice(firstBins[band], weights[band].Length));
    }

    /// <summary>The same of eight spectra, one in each lane.</summary>
    /// <param name="power">Shape [bins]; only read.</param>
    /// <param name="destination">Shape [bands].</param>
    public void Apply(ReadOnlySpan<Vector256<float>> power, Span<Vector256<float>> destination)
    {
        for (var band = 0; band < weights.Length; band++)
        {
            ReadOnlySpan<float> own = weights[band];
            var bins = power.Slice(firstBins[band], own.Length);

            // Two sums, so that one addition need not wait for the other.
            Vector256<float> even = default, odd = default;
            var k = 0;
            for (; k + 2 <= own.Length; k += 2)
            {
                even = Vector256.MultiplyAddEstimate(bins[k], Vector256.Create(own[k]), even);
                odd = Vector256.MultiplyAddEstimate(bins[k + 1], Vector256.Create(own[k + 1]), odd);
            }

            if (k < own.Length) even = Vector256.MultiplyAddEstimate(bins[k], Vector256.Create(own[k]), even);
            destination[band] = even + odd;
        }
    }
}
