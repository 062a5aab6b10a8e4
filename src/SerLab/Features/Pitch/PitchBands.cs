using System.Numerics.Tensors;

namespace SerLab.Features.Pitch;

/// <summary>The bands whose levels tell voiced from unvoiced frames.</summary>
internal static class PitchBands
{
    /// <summary>Number of bands.</summary>
    public const int Count = 4;

    /// <summary>Level of a band without energy: what single precision cannot tell from silence beside the clip's peak.</summary>
    public const float FloorDb = -90;

    // The fundamental, the first formant, the second, what fricatives have more of than voices.
    private static readonly (double FromHz, double ToHz)[] EdgesHz = [(40, 400), (300, 1000), (1000, 2000), (2000, 3500)];

    /// <summary>Level where voices are strong, 40 to 1000 Hz, dB.</summary>
    /// <param name="levelsDb">What <see cref="LevelsDb"/> gave.</param>
    public static float VoiceDb(ReadOnlySpan<float> levelsDb) => 10 * MathF.Log10(MathF.Pow(10, levelsDb[0] / 10) + MathF.Pow(10, levelsDb[1] / 10));

    /// <summary>10 log10 of the mean power in each band.</summary>
    /// <param name="power">Power spectrum of a frame whose window has unit energy, shape [bins].</param>
    /// <param name="binHz">Distance of the bins, Hz.</param>
    /// <param name="destination">Levels, dB re full scale, at least <see cref="FloorDb"/>; shape [<see cref="Count"/>].</param>
    public static void LevelsDb(ReadOnlySpan<float> power, double binHz, Span<float> destination)
    {
        for (var band = 0; band < Count; band++)
        {
            int from = (int)Math.Ceiling(EdgesHz[band].FromHz / binHz), to = (int)Math.Ceiling(EdgesHz[band].ToHz / binHz);
            destination[band] = Math.Max(FloorDb, 10 * MathF.Log10(Math.Max(TensorPrimitives.Sum(power[from..to]) / power.Length, 1e-12f)));
        }
    }
}
