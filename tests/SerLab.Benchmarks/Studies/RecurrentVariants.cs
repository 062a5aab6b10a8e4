namespace SerLab.Benchmarks.Studies;

/// <summary>The rows of the study recurrent-ingredients.</summary>
internal static class RecurrentVariants
{
    /// <summary>"name: features normalisation {classifier}".</summary>
    public static string[] Rows { get; } =
    [
        """lstm: lld z { "kind": "lstm" }""",
    ];
}
