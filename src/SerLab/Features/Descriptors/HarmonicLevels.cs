using System.Numerics.Tensors;

namespace SerLab.Features.Descriptors;

/// <summary>Levels of single harmonics in power spectra.</summary>
internal static class HarmonicLevels
{
    /// <summary>Length of the window under which harmonics are told apart, seconds: two or more periods of a low voice.</summary>
    public const double WindowSeconds = 0.05;

    // Added to a bin's power: -120 dB, so that the level of nothing is finite.
    private const float FloorPower = 1e-12f;

    /// <summary>Level of the highest peak within 0.3 F0 of where a harmonic should be, dB; between bins by a parabola.</summary>
    /// <param name="power">One frame's spectrum, shape [bins]; only read.</param>
    /// <param name="binHz">Distance between bins, Hz.</param>
    /// <param name="f0Hz">Fundamental frequency, Hz.</param>
    /// <param name="number">1 for the first harmonic, which is F0.</param>
    public static float Decibels(ReadOnlySpan<float> power, double binHz, double f0Hz, int number)
    {
        var last = Math.Clamp((int)((number + 0.3) * f0Hz / binHz), 1, power.Length - 1);
        var first = Math.Clamp((int)Math.Ceiling((number - 0.3) * f0Hz / binHz), 0, last);
        var peak = first + TensorPrimitives.IndexOfMax(power[first..(last + 1)]);
        var centre = Level(power[peak]);
        if (peak == 0 || peak == power.Length - 1) return centre;
        float left = Level(power[peak - 1]), right = Level(power[peak + 1]), bend = 2 * centre - left - right;
        // At the edge of the search the highest bin need not be a peak: there is no top of a parabola then.
        return centre < left || centre < right || bend <= 0 ? centre : centre + 0.125f * (right - left) * (right - left) / bend;
    }

    /// <summary>Level of the harmonic nearest a frequency, dB.</summary>
    /// <param name="power">One frame's spectrum, shape [bins]; only read.</param>
    /// <param name="binHz">Distance between bins, Hz.</param>
    /// <param name="f0Hz">Fundamental frequency, Hz.</param>
    /// <param name="hz">The frequency, Hz.</param>
    public static float DecibelsNearest(ReadOnlySpan<float> power, double binHz, double f0Hz, double hz) =>
        Decibels(power, binHz, f0Hz, Math.Max(1, (int)Math.Round(hz / f0Hz)));

    private static float Level(float power) => 10 * MathF.Log10(power + FloorPower);
}
