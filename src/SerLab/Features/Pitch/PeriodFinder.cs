using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features.Pitch;

/// <summary>Finds the candidate periods of every frame by autocorrelation. Immutable.</summary>
internal sealed class PeriodFinder
{
    // A clip whose peak is 200 dB under full scale is silence; above it, frames are scaled to the clip's peak, so that level does not matter.
    private const float SilentPeak = 1e-10f;

    // Of a frame relative to the clip's peak: under this, rounding is all there is.
    private const float LeastEnergy = 1e-12f;
    private readonly PitchTrackerOptions options;
    private readonly int sampleRateHz;
    private readonly int windowLength;
    private readonly int minLag;
    private readonly int maxLag;
    private readonly RealFft fft;
    private readonly float[] window;
    private readonly float[] inverseOfWindowCorrelation;

    public PeriodFinder(PitchTrackerOptions options, int sampleRateHz)
    {
        (this.options, this.sampleRateHz) = (options, sampleRateHz);
        windowLength = (int)Math.Round(3 / options.MinHz * sampleRateHz);
        minLag = Math.Max(2, (int)(sampleRateHz / options.MaxHz));
        maxLag = (int)Math.Ceiling(sampleRateHz / options.MinHz);
        // The correlation must not wrap round below the longest lag.
        fft = new RealFft((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(windowLength + maxLag + 2)));
        window = [.. Enumerable.Range(0, windowLength).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (n + 0.5) / windowLength)))];
        inverseOfWindowCorrelation = new float[maxLag + 2];
        for (var lag = 0; lag < inverseOfWindowCorrelation.Length; lag++)
            inverseOfWindowCorrelation[lag] = TensorPrimitives.SumOfSquares<float>(window) / TensorPrimitives.Dot(window.AsSpan(lag), window.AsSpan(0, windowLength - lag));
    }

    public PitchCandidates Find(FramedSamples samples)
    {
        var candidates = new PitchCandidates(samples.Grid.Count);
        var clipPeak = samples.Samples.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(samples.Samples));
        var frame = new float[fft.Length];
        var real = new float[fft.BinCount];
        var imaginary = new float[fft.BinCount];
        var scratch = new float[fft.ScratchLength];
        var correlation = new float[fft.Length];
        if (clipPeak < SilentPeak) return candidates;
        var gain = 1 / clipPeak;
        for (var i = 0; i < candidates.FrameCount; i++)
        {
            var stretch = samples.Window(i, windowLength);
            var mean = TensorPrimitives.Sum(stretch) / windowLength;
            TensorPrimitives.Subtract(stretch, mean, frame.AsSpan(0, windowLength));
            TensorPrimitives.Multiply(frame.AsSpan(0, windowLength), gain, frame.AsSpan(0, windowLength));
            var framePeak = Math.Abs(TensorPrimitives.MaxMagnitude<float>(frame.AsSpan(windowLength / 3, windowLength / 3)));
            TensorPrimitives.Multiply(frame.AsSpan(0, windowLength), window, frame.AsSpan(0, windowLength));
            candidates.SetLevel(i, framePeak);
            if (Correlate(frame, real, imaginary, correlation, scratch)) AddPeaks(i, correlation, candidates);
        }

        return candidates;
    }

    // correlation[lag] = r_x(lag) / r_w(lag), 1 at lag 0 (eq. 9); false for a frame without energy.
    private bool Correlate(Span<float> frame, Span<float> real, Span<float> imaginary, Span<float> correlation, Span<float> scratch)
    {
        fft.Forward(frame, real, imaginary, scratch);
        TensorPrimitives.Multiply(real, real, real);
        TensorPrimitives.MultiplyAdd(imaginary, imaginary, real, real);
        imaginary.Clear();
        fft.Inverse(real, imaginary, correlation, scratch);
        var energy = correlation[0];
        if (energy < LeastEnergy) return false;
        TensorPrimitives.Multiply(correlation[..(maxLag + 2)], inverseOfWindowCorrelation, correlation[..(maxLag + 2)]);
        TensorPrimitives.Multiply(correlation[..(maxLag + 2)], 1 / energy, correlation[..(maxLag + 2)]);
        return true;
    }

    private void AddPeaks(int frame, ReadOnlySpan<float> r, PitchCandidates candidates)
    {
        for (var lag = minLag; lag <= maxLag; lag++)
        {
            float left = r[lag - 1], here = r[lag], right = r[lag + 1];
            if (here <= left || here < right || here < 0.5 * options.VoicingThreshold) continue;
            var bend = 2 * here - left - right;
            var offset = 0.5f * (right - left) / bend;
            var height = Math.Min(1, here + 0.125f * (right - left) * (right - left) / bend);
            var hz = sampleRateHz / (lag + offset);
            if (hz < options.MinHz || hz > options.MaxHz) continue;
            candidates.Add(frame, hz, height, (float)(height - options.OctaveCost * Math.Log2(options.MinHz / hz)));
        }
    }
}
