using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Subtracts each feature's median and divides by its interquartile range over 1.349, both over all rows of the training examples.</summary>
/// <remarks>
/// 1.349 makes the scale that of a standard deviation for normal data. A feature whose quartiles coincide although it varies (F0 that is mostly 0)
/// is divided by its standard deviation.
/// </remarks>
/// <param name="ClipSigmas">Results are cut to -ClipSigmas ... ClipSigmas, above 0.</param>
[Kind("robust", "median 0 and interquartile range 1.349 over the training rows")]
public sealed record RobustNormalisationOptions(double ClipSigmas = 10) : NormalisationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => AffineScaler.CheckClip(ClipSigmas, problems);

    /// <inheritdoc/>
    public override INormaliser Fit(IReadOnlyList<MatrixView> examples)
    {
        Validate();
        var (centre, scale) = ColumnStatistics.MedianAndQuartileRange(examples);
        return new AffineScaler(centre, scale, ClipSigmas);
    }

    /// <inheritdoc/>
    public override INormaliser Restore(Weights weights) => AffineScaler.Restore(weights, ClipSigmas);
}
