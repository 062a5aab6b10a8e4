namespace SerLab.Benchmarks.Studies;

/// <summary>The rows of the study recurrent-ingredients.</summary>
internal static class RecurrentVariants
{
    /// <summary>Models as JSON.</summary>
    public static string[] Rows { get; } =
    [
        """{ "name": "lstm", "features": "lld", "normalisation": "speaker-z", "classifier": "lstm" }""",
    ];
}
