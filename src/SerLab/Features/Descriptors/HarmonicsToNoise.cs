using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features.Descriptors;

/// <summary>Harmonics-to-noise ratio of voiced frames. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// 10 log10(r / (1 - r)), where r is the autocorrelation of the windowed frame over that of the window (P. Boersma, Proc. Institute of Phonetic Sciences
/// Amsterdam 17, 1993, eqs. 4 and 9), at its highest point within a fifth of the tracked period, between lags by a parabola; -40 to 40 dB. The autocorrelation is
/// the inverse transform of the power spectrum that the other measures use; it goes round at the transform's length, and so does the window's, which the quotient
/// heeds.
/// </remarks>
internal sealed class HarmonicsToNoise
{
    private const double LeastShare = 1e-4;
    private readonly SpectrumPlan spectrum;
    private readonly RealFft fft;

    // 1 over the window's autocorrelation, which is 1 at lag 0; shape [lags].
    private readonly float[] correction;

    public HarmonicsToNoise(SpectrumPlan spectrum)
    {
        this.spectrum = spectrum;
        fft = new RealFft(2 * (spectrum.BinCount - 1));
        var frame = new float[fft.Length];
        spectrum.Window.CopyTo(frame);
        float[] real = new float[fft.BinCount], imaginary = new float[fft.BinCount], scratch = new float[fft.ScratchLength];
        fft.Forward(frame, real, imaginary, scratch);
        for (var bin = 0; bin < real.Length; bin++) (real[bin], imaginary[bin]) = (real[bin] * real[bin] + imaginary[bin] * imaginary[bin], 0);
        fft.Inverse(real, imaginary, frame, scratch);
        correction = new float[fft.Length / 2];
        for (var lag = 0; lag < correction.Length; lag++) correction[lag] = frame[0] / frame[lag];
    }

    /// <summary>Measures the voiced frames.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="decibels">dB, shape [frames]; unvoiced frames are left alone.</param>
    public void Measure(ClipAnalysis analysis, Span<float> decibels)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        using var borrowed = new Borrowed<float>(fft.BinCount + fft.Length + fft.ScratchLength);
        using var zeros = Borrowed<float>.Zeros(fft.BinCount);
        Span<float> power = borrowed.Span[..fft.BinCount], correlation = borrowed.Span.Slice(fft.BinCount, fft.Length), scratch = borrowed.Span[^fft.ScratchLength..];
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            spectra.Row(frame).CopyTo(power);
            // Spectra hold half the power of the first and last bin, which have no mirror image.
            (power[0], power[^1]) = (2 * power[0], 2 * power[^1]);
            fft.Inverse(power, zeros.Span, correlation, scratch);
            var share = Peak(correlation, spectrum.SampleRateHz / analysis.Pitch.Hz[frame]);
            decibels[frame] = (float)(10 * Math.Log10(share / (1 - share)));
        }
    }

    private double Peak(Span<float> correlation, double period)
    {
        if (!(correlation[0] > 0)) return LeastShare;
        var last = Math.Clamp((int)Math.Ceiling(1.2 * period), 1, correction.Length - 2);
        var first = Math.Clamp((int)(0.8 * period), 1, last);
        var stretch = correlation[(first - 1)..(last + 2)];
        TensorPrimitives.Multiply(stretch, correction.AsSpan(first - 1, stretch.Length), stretch);
        var place = 1 + TensorPrimitives.IndexOfMax<float>(stretch[1..^1]);
        double left = stretch[place - 1], peak = stretch[place], right = stretch[place + 1], bend = 2 * peak - left - right;
        if (peak >= left && peak >= right && bend > 0) peak += 0.125 * (right - left) * (right - left) / bend;
        return Math.Clamp(peak / correlation[0], LeastShare, 1 - LeastShare);
    }
}
