using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Subtracts each feature's mean and divides by its standard deviation, both over all rows of the training examples.</summary>
/// <param name="ClipSigmas">Results are cut to -ClipSigmas ... ClipSigmas, above 0: one wild value of an unheard speaker must not outweigh all other features.</param>
[Kind("z", "mean 0 and standard deviation 1 over the training rows")]
public sealed record ZNormalisationOptions(double ClipSigmas = 10) : NormalisationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => AffineScaler.CheckClip(ClipSigmas, problems);

    /// <inheritdoc/>
    public override INormaliser Fit(IReadOnlyList<MatrixView> examples)
    {
        Validate();
        var (centre, scale) = ColumnStatistics.MeanAndDeviation(examples);
        return new AffineScaler(centre, scale, ClipSigmas);
    }

    /// <inheritdoc/>
    public override INormaliser Restore(Weights weights) => AffineScaler.Restore(weights, ClipSigmas);
}
