using System.Numerics.Tensors;

namespace SerLab.Features.Pitch;

/// <summary>Settles the length of long periods by the wave itself. Scratch: belongs to one thread.</summary>
/// <remarks>
/// The spectrum of a window of few periods overlaps its mirror image, which shifts the peaks of its correlation by up to 1 %. The normalised cross-correlation of a stretch with
/// the one a period later has its peak of 1 at the true period however short the stretch is (D. Talkin, "A robust algorithm for pitch tracking", in Speech Coding and
/// Synthesis, Elsevier 1995, eq. 1); here stretches are weighted by Hann's window and lie on both sides of the frame's centre, so that glides are not late.
/// </remarks>
internal sealed class LongPeriods
{
    // From here on the window of the spectrum holds more than four periods, and is the better estimate on speech.
    private const float MaxHz = 110;

    // How far the correlation's peak may be from the one of the spectrum.
    private const double Span = 0.03;
    private static readonly float[] Window = [.. Enumerable.Range(0, 240).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (n + 0.5) / 240)))];
    private readonly float[] weighted = new float[Window.Length];
    private readonly float[] correlation = new float[64];

    /// <summary>F0 near a first estimate; the estimate itself when it is high, or no peak is near it.</summary>
    /// <param name="samples">The clip at <see cref="PeriodFinder.RateHz"/>.</param>
    /// <param name="centre">The frame's middle, samples.</param>
    /// <param name="hz">The estimate.</param>
    public float Refine(FramedSamples samples, int centre, float hz)
    {
        if (hz >= MaxHz) return hz;
        var period = PeriodFinder.RateHz / hz;
        int shortest = (int)(period * (1 - Span)) - 1, count = (int)Math.Ceiling(period * (1 + Span)) + 2 - shortest;
        if (count > correlation.Length) return hz;
        for (var i = 0; i < count; i++) correlation[i] = Match(samples, centre, shortest + i);
        var best = TensorPrimitives.IndexOfMax<float>(correlation.AsSpan(0, count));
        if (best <= 0 || best >= count - 1) return hz;
        float left = correlation[best - 1], right = correlation[best + 1];
        return PeriodFinder.RateHz / (shortest + best + 0.5f * (right - left) / (2 * correlation[best] - left - right));
    }

    private float Match(FramedSamples samples, int centre, int lag)
    {
        var first = centre - (lag + Window.Length) / 2;
        ReadOnlySpan<float> here = samples.From(first, Window.Length), later = samples.From(first + lag, Window.Length);
        TensorPrimitives.Multiply(here, Window, weighted);
        float product = TensorPrimitives.Dot(weighted, later), energy = TensorPrimitives.Dot(weighted, here);
        TensorPrimitives.Multiply(later, Window, weighted);
        return product / MathF.Sqrt(Math.Max(energy * TensorPrimitives.Dot(weighted, later), float.Epsilon));
    }
}
