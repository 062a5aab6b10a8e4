using SerLab.Options;

namespace SerLab.Features.Sets.Presets;

/// <summary>Checks of the settings that several presets have.</summary>
internal static class PresetChecks
{
    public static void Check(Problems problems, int coefficients, int bands, double lifter, double preEmphasis) => problems
        .Unless(bands is >= 4 and <= 256, $"Bands is {bands}; use 4 to 256.")
        .Unless(coefficients >= 1 && coefficients <= bands, $"Coefficients is {coefficients}; with {bands} bands use 1 to {bands}.")
        .Unless(lifter is >= 0 and <= 1000, $"Lifter is {lifter}; use 0 to 1000.")
        .Unless(preEmphasis is >= 0 and <= 1, $"PreEmphasis is {preEmphasis}; use 0 to 1.");

    public static void CheckEdges(Problems problems, double minHz, double? maxHz) => problems
        .Unless(minHz >= 0, $"MinHz is {minHz}; use 0 or more.")
        .Unless(maxHz is null || maxHz > minHz, $"MaxHz is {maxHz}, not above MinHz, {minHz}; use for example {minHz + 4000}.");

    /// <summary>The upper edge, Hz, where null is half the sample rate.</summary>
    /// <exception cref="OptionsException">It lies above half the sample rate.</exception>
    public static double UpperEdge(string kind, double? maxHz, int sampleRateHz)
    {
        if (maxHz is { } stated) Descriptors.MelFilterbank.CheckRate(kind, stated, sampleRateHz);
        return maxHz ?? sampleRateHz / 2.0;
    }
}
