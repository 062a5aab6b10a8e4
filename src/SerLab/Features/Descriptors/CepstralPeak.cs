using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features.Descriptors;

/// <summary>Cepstral peak prominence of voiced frames: how far the cepstrum's peak at the period stands above its trend. Immutable: one instance serves every
/// thread.</summary>
/// <remarks>
/// <para>The power cepstrum is the square of the cosine transform of the spectrum in dB from 0 to 5000 Hz (or to half the sample rate), at quefrencies 0.1 ms
/// apart, in dB itself. Its trend is the least-squares line from 1 to 25 ms, the peak the highest point within a fifth of the tracked period, between quefrencies
/// by a parabola; the prominence is peak less trend there (J. Hillenbrand, R. Cleveland and R. Erickson, J. Speech Hearing Research 37, 1994).</para>
/// <para>Smoothed: the power cepstrum is averaged over the frame and its voiced neighbours (30 ms) and over 0.5 ms of quefrency first, after J. Hillenbrand and
/// R. Houde, J. Speech Hearing Research 39, 1996, with the widths of Praat's manual, "PowerCepstrogram: Get CPPS".</para>
/// </remarks>
internal sealed class CepstralPeak
{
    private const double MaxHz = 5000;
    private const double StepSeconds = 1e-4;
    private const int FirstOfTrend = 10, QuefrencyCount = 251, SmoothReach = 2;

    // Frames that are transformed in one matrix product.
    private const int BlockFrames = 32;

    // Added to the squared cepstrum, dB squared: an even spectrum has none, and its logarithm stays finite.
    private const float Floor = 1e-6f;
    private readonly SpectrumPlan spectrum;
    private readonly int binCount;
    private readonly float[] packedCosines;
    private readonly float[] trendWeights;

    public CepstralPeak(SpectrumPlan spectrum)
    {
        this.spectrum = spectrum;
        binCount = Math.Min(spectrum.BinAt(MaxHz) + 1, spectrum.BinCount);
        var cosines = new float[binCount * QuefrencyCount];
        for (var bin = 0; bin < binCount; bin++)
        {
            // The trapezoidal rule: the first and last bin count half.
            var weight = (bin == 0 || bin == binCount - 1 ? 0.5 : 1) / (binCount - 1);
            for (var q = 0; q < QuefrencyCount; q++) cosines[bin * QuefrencyCount + q] = (float)(weight * Math.Cos(2 * Math.PI * bin * spectrum.BinHz * q * StepSeconds));
        }

        packedCosines = new float[MatrixProduct.PackedLength(binCount, QuefrencyCount)];
        MatrixProduct.Pack(cosines, binCount, QuefrencyCount, packedCosines);
        var length = QuefrencyCount - FirstOfTrend;
        var squares = length * ((double)length * length - 1) / 12;
        trendWeights = [.. Enumerable.Range(0, length).Select(i => (float)((i - (length - 1) / 2.0) / squares))];
    }

    /// <summary>Measures the voiced frames.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="prominence">dB, shape [frames]; unvoiced frames are left alone.</param>
    /// <param name="smoothed">The smoothed prominence, dB, shape [frames]; likewise.</param>
    public void Measure(ClipAnalysis analysis, Span<float> prominence, Span<float> smoothed)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        var voiced = analysis.Pitch.VoicedFrames;
        // One frame more on either side of a block, for smoothing over time.
        using var borrowed = new Borrowed<float>((BlockFrames + 2) * (binCount + QuefrencyCount));
        Span<float> decibels = borrowed.Span[..((BlockFrames + 2) * binCount)], cepstra = borrowed.Span[decibels.Length..];
        var mean = new float[QuefrencyCount];
        var wide = new float[QuefrencyCount];
        for (var block = 0; block < voiced.Length; block += BlockFrames)
        {
            int first = Math.Max(0, block - 1), end = Math.Min(block + BlockFrames, voiced.Length), endWithNext = Math.Min(end + 1, voiced.Length);
            Transform(spectra, voiced[first..endWithNext], decibels, cepstra);
            for (var i = block; i < end; i++)
            {
                var own = cepstra.Slice((i - first) * QuefrencyCount, QuefrencyCount);
                own.CopyTo(mean);
                if (i > 0 && voiced[i - 1] == voiced[i] - 1) TensorPrimitives.Add(mean, cepstra.Slice((i - 1 - first) * QuefrencyCount, QuefrencyCount), mean);
                if (i + 1 < voiced.Length && voiced[i + 1] == voiced[i] + 1) TensorPrimitives.Add(mean, cepstra.Slice((i + 1 - first) * QuefrencyCount, QuefrencyCount), mean);
                Widen(mean, wide);
                var period = 1 / (analysis.Pitch.Hz[voiced[i]] * StepSeconds);
                prominence[voiced[i]] = PeakAboveTrend(own, mean, period);
                smoothed[voiced[i]] = PeakAboveTrend(wide, mean, period);
            }
        }
    }

    // Power cepstra of some frames, shape [frames x quefrencies].
    private void Transform(MatrixView spectra, ReadOnlySpan<int> frames, Span<float> decibels, Span<float> cepstra)
    {
        for (var i = 0; i < frames.Length; i++) TensorPrimitives.Add(spectra.Row(frames[i])[..binCount], 1e-12f, decibels.Slice(i * binCount, binCount));
        decibels = decibels[..(frames.Length * binCount)];
        cepstra = cepstra[..(frames.Length * QuefrencyCount)];
        TensorPrimitives.Log10(decibels, decibels);
        TensorPrimitives.Multiply(decibels, 10, decibels);
        MatrixProduct.MultiplyPacked(decibels, packedCosines, frames.Length, binCount, QuefrencyCount, false, cepstra);
        TensorPrimitives.Multiply(cepstra, cepstra, cepstra);
    }

    // Sums over 2 SmoothReach + 1 quefrencies; nearer to the ends they are left as they are. A factor in common does not matter to a prominence.
    private static void Widen(ReadOnlySpan<float> power, Span<float> destination)
    {
        TensorPrimitives.Multiply(power, 2 * SmoothReach + 1, destination);
        var inner = destination[SmoothReach..^SmoothReach];
        power[..^(2 * SmoothReach)].CopyTo(inner);
        for (var shift = 1; shift <= 2 * SmoothReach; shift++) TensorPrimitives.Add(inner, power.Slice(shift, inner.Length), inner);
    }

    private float PeakAboveTrend(ReadOnlySpan<float> power, Span<float> decibels, double period)
    {
        TensorPrimitives.Add(power, Floor, decibels);
        TensorPrimitives.Log10(decibels, decibels);
        TensorPrimitives.Multiply(decibels, 10, decibels);
        var stretch = decibels[FirstOfTrend..];
        var slope = TensorPrimitives.Dot(trendWeights, stretch);
        var centre = TensorPrimitives.Sum(stretch) / stretch.Length;
        var last = Math.Clamp((int)Math.Ceiling(1.2 * period), FirstOfTrend, QuefrencyCount - 2);
        var first = Math.Clamp((int)(0.8 * period), FirstOfTrend, last);
        var place = first + TensorPrimitives.IndexOfMax(decibels[first..(last + 1)]);
        float left = decibels[place - 1], peak = decibels[place], right = decibels[place + 1], bend = 2 * peak - left - right;
        if (peak >= left && peak >= right && bend > 0) peak += 0.125f * (right - left) * (right - left) / bend;
        return peak - (centre + slope * (place - FirstOfTrend - (stretch.Length - 1) / 2f));
    }
}
