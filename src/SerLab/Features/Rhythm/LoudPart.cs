using SerLab.Numerics;

namespace SerLab.Features.Rhythm;

/// <summary>How loud the loud parts of a clip are: what other levels are compared with, so that neither the clip's level nor the silence around it counts.</summary>
internal static class LoudPart
{
    // Frames 40 dB under the median of energy are silence.
    private const float SilentShare = 1e-4f;
    private const double LoudQuantile = 0.95;

    /// <summary>The 95th percentile of the powers that are not silence: those within 40 dB of the power above which half of the clip's energy lies.</summary>
    /// <param name="powers">Shape [frames], at least one; only read.</param>
    /// <returns>0 when all powers are.</returns>
    public static float Power(ReadOnlySpan<float> powers)
    {
        using var borrowed = new Borrowed<float>(powers.Length);
        var sorted = borrowed.Span;
        powers.CopyTo(sorted);
        sorted.Sort();
        var total = 0.0;
        foreach (var power in sorted) total += power;
        var index = sorted.Length - 1;
        for (var sum = (double)sorted[index]; sum < 0.5 * total; sum += sorted[index]) index--;
        var least = SilentShare * sorted[index];
        var first = 0;
        while (sorted[first] < least) first++;
        return Functionals.Quantile(sorted[first..], LoudQuantile);
    }
}
