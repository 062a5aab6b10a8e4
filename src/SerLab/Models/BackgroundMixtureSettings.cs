using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>A universal background model: one mixture of diagonal Gaussians for the training frames of all classes.</summary>
/// <remarks>With fewer than ten frames per component and class it gets fewer components.</remarks>
/// <param name="Components">Most components, 1 to 4096.</param>
/// <param name="Balanced">Whether every class weighs the same, however many frames it has.</param>
/// <param name="Iterations">Most iterations of EM, at least 1.</param>
/// <param name="Tolerance">EM stops when an iteration gains less log-likelihood per frame; at least 0.</param>
/// <param name="VarianceFloor">Least variance as a share of the feature's variance over all training frames, above 0 to 1.</param>
/// <param name="Start">Where the estimation starts.</param>
public sealed record BackgroundMixtureSettings(
    int Components = 64, bool Balanced = true, int Iterations = 20, double Tolerance = 1e-3, double VarianceFloor = 0.01, MixtureStart Start = MixtureStart.KMeans)
{
    private MixtureSettings Mixture => new(Components, MixtureSize.Fixed, Covariance.Diagonal, Start, Iterations, Tolerance);

    internal void Check(Problems problems) => Mixture.Check(problems, VarianceFloor);

    // The floor goes with the mixture: what is adapted keeps it.
    internal BackgroundMixture Train(TrainingSet set, RandomSource random, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var spread = FrameSpread.Of(set, VarianceFloor);
        var frames = new double[set.ClassCount];
        for (var i = 0; i < set.Examples.Count; i++) frames[set.Labels[i]] += set.Examples[i].Rows;
        FrameBlock[] blocks = [.. Enumerable.Range(0, set.ClassCount).SelectMany(c => FrameBlock.Pack(FrameSpread.ExamplesOf(set, c), Balanced ? frames.Average() / frames[c] : 1))];
        return new BackgroundMixture(Mixture.Fit(blocks, spread, random.For("background"), cancel, set.ClassCount), spread.Floor);
    }
}
