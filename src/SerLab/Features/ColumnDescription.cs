namespace SerLab.Features;

/// <summary>What a column of a feature set is.</summary>
/// <param name="Name">Its name in the <see cref="FeatureSchema"/>.</param>
/// <param name="Formula">How it is computed, in words and symbols.</param>
/// <param name="Source">Author and year of what it is computed by; the full citation stands in the remarks of the type that computes it. "definition" where nobody
/// needs to be named.</param>
/// <param name="Contour">Of a statistic: the descriptor's column that is summed up, with which the name begins; empty for other columns.</param>
public sealed record ColumnDescription(string Name, string Formula, string Source, string Contour = "")
{
    /// <summary>Its unit in words, by its name.</summary>
    public string Unit => ColumnNames.Unit(Name);
}

/// <summary>What the columns of a feature set are, in the order of its <see cref="FeatureSchema"/>.</summary>
/// <param name="Functionals">Columns of the one row per utterance; empty when the set has none.</param>
/// <param name="Descriptors">Columns of the frames; empty when the set has none.</param>
public sealed record SchemaDescription(IReadOnlyList<ColumnDescription> Functionals, IReadOnlyList<ColumnDescription> Descriptors);
