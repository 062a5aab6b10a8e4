using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Leaves the features as they were measured.</summary>
[Kind("none", "features as they were measured")]
public sealed record NoNormalisationOptions : NormalisationOptions
{
    /// <inheritdoc/>
    public override bool IsAlikeInFolds => true;

    /// <inheritdoc/>
    public override INormaliser Fit(IReadOnlyList<MatrixView> examples)
    {
        ColumnStatistics.Check(examples);
        return new SameValues();
    }

    /// <inheritdoc/>
    public override INormaliser Restore(Weights weights) => new SameValues();
}

/// <summary>Gives back the very views it was given. Immutable.</summary>
internal sealed class SameValues : INormaliser
{
    public Weights Weights { get; } = new([]);

    public IReadOnlyList<MatrixView> Apply(IReadOnlyList<MatrixView> examples, IReadOnlyList<int> speakers, int? originalCount = null)
    {
        ColumnStatistics.Check(examples);
        return [.. examples];
    }
}
