using System.Numerics.Tensors;

namespace SerLab.Features.Descriptors;

/// <summary>The slope of the least-squares line through a stretch of a spectrum, as one scalar product. Immutable.</summary>
/// <remarks>slope = sum_k (f_k - mean f) y_k / sum_k (f_k - mean f)^2: the mean of y drops out, so the weights depend on the bins alone.</remarks>
internal sealed class SlopeWeights
{
    private readonly int firstBin;
    private readonly float[] weights;

    /// <param name="spectrum">The bins.</param>
    /// <param name="fromHz">First frequency, Hz.</param>
    /// <param name="toHz">Last frequency, Hz.</param>
    public SlopeWeights(SpectrumPlan spectrum, double fromHz, double toHz)
    {
        firstBin = spectrum.BinAt(fromHz);
        var count = Math.Max(2, Math.Min(spectrum.BinAt(toHz) + 1, spectrum.BinCount) - firstBin);
        var khz = Enumerable.Range(firstBin, count).Select(bin => bin * spectrum.BinHz / 1000).ToArray();
        var mean = khz.Average();
        var squares = khz.Sum(f => (f - mean) * (f - mean));
        weights = [.. khz.Select(f => (float)((f - mean) / squares))];
    }

    /// <summary>Slope in dB per kHz of a spectrum in dB, shape [bins].</summary>
    public float Apply(ReadOnlySpan<float> decibels) => TensorPrimitives.Dot(weights, decibels.Slice(firstBin, weights.Length));
}
