using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>Powers of a clip in bands of speech over time, at times and bands that do not depend on the sample rate.</summary>
internal static class BandPowers
{
    /// <summary>Number of bands.</summary>
    public const int BandCount = 17;

    /// <summary>Time between frames, seconds.</summary>
    public const double HopSeconds = 0.016;

    private const double FrameSeconds = 0.064;

    // Telephone speech holds these bands, so copies at 8 kHz and through narrow codecs still match.
    private const double MinHz = 200;
    private const double MaxHz = 3400;

    /// <summary>Powers, shape [frames x <see cref="BandCount"/>], in units that depend on the clip's level and rate; no frames for a clip shorter than one.</summary>
    public static float[] Of(Clip clip)
    {
        var samples = clip.Samples.Span;
        var rateHz = clip.SampleRateHz;
        var frameLength = (int)Math.Round(FrameSeconds * rateHz);
        if (samples.Length < frameLength) return [];
        var frameCount = 1 + (int)((samples.Length - frameLength) / (HopSeconds * rateHz));
        var fft = new RealFft(Math.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)frameLength)));
        var window = Hann(frameLength);
        var weights = Triangles(fft.BinCount, (double)rateHz / fft.Length);
        float[] frame = new float[fft.Length], real = new float[fft.BinCount], imaginary = new float[fft.BinCount], scratch = new float[fft.ScratchLength];
        var powers = new float[frameCount * BandCount];
        for (var t = 0; t < frameCount; t++)
        {
            // Frames start at exact multiples of the hop, so that a copy at another rate has its frames at the same times.
            var start = (int)Math.Round(t * HopSeconds * rateHz);
            start = Math.Min(start, samples.Length - frameLength);
            for (var i = 0; i < frameLength; i++) frame[i] = window[i] * samples[start + i];
            fft.Forward(frame, real, imaginary, scratch);
            for (var b = 0; b < BandCount; b++) powers[t * BandCount + b] = PowerOf(weights[b], real, imaginary);
        }

        return powers;
    }

    /// <summary>Powers of the frames that begin in a stretch's own part.</summary>
    public static ArraySegment<float> OfCore(Stretch stretch)
    {
        var powers = Of(stretch.Clip);
        var first = Math.Min(powers.Length, BandCount * Frames(stretch.LeadSeconds));
        var count = stretch.CoreSeconds is { } seconds ? Math.Min(powers.Length - first, BandCount * Frames(seconds)) : powers.Length - first;
        return new ArraySegment<float>(powers, first, count);
    }

    // Stretches and their surroundings are whole numbers of hops: 3750 and 250.
    private static int Frames(int seconds) => (int)Math.Round(seconds / HopSeconds);

    private static float[] Hann(int length)
    {
        var window = new float[length];
        for (var i = 0; i < length; i++) window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / length));
        return window;
    }

    // Triangles equally spaced and half overlapping on the mel scale of O'Shaughnessy, 2595 log10(1 + f / 700).
    private static (int First, float[] Weights)[] Triangles(int binCount, double binHz)
    {
        double low = Mel(MinHz), step = (Mel(MaxHz) - low) / (BandCount + 1);
        var triangles = new (int First, float[] Weights)[BandCount];
        for (var b = 0; b < BandCount; b++)
        {
            var centre = low + (b + 1) * step;
            var first = Math.Min(binCount, (int)Math.Ceiling(Hertz(centre - step) / binHz));
            var end = Math.Clamp((int)Math.Floor(Hertz(centre + step) / binHz) + 1, first, binCount);
            triangles[b] = (first, [.. Enumerable.Range(first, end - first).Select(bin => (float)Math.Max(0, 1 - Math.Abs(Mel(bin * binHz) - centre) / step))]);
        }

        return triangles;
    }

    private static double Mel(double hz) => 2595 * Math.Log10(1 + hz / 700);

    private static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    private static float PowerOf((int First, float[] Weights) band, ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary)
    {
        var sum = 0f;
        for (var i = 0; i < band.Weights.Length; i++)
        {
            float re = real[band.First + i], im = imaginary[band.First + i];
            sum += band.Weights[i] * (re * re + im * im);
        }

        return sum;
    }
}
