using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One mixture of Gaussians per class over the frames, as if frames were drawn independently of one another.</summary>
/// <remarks>
/// <para>D. Reynolds and R. Rose, IEEE Trans. Speech and Audio Processing 3(1), 1995, for the model; EM for the training.</para>
/// <para>Neighbouring frames say nearly the same, so their joint likelihood is far too sure. The score of a class is the mean log-likelihood per frame times
/// <paramref name="EffectiveFrames"/>, plus the log prior: an utterance of any length counts as that many independent frames. With a uniform prior the factor
/// changes how sure the posteriors are, never which is largest.</para>
/// <para>A class with fewer than ten frames per component gets fewer components; with full covariances, fewer than ten or the number of features.</para>
/// </remarks>
/// <param name="Components">Most components of each class, 1 to 4096.</param>
/// <param name="Iterations">Most iterations of EM, at least 1.</param>
/// <param name="Tolerance">EM stops when an iteration gains less log-likelihood per frame; at least 0.</param>
/// <param name="VarianceFloor">
/// Least variance as a share of the feature's variance over all training frames, above 0 to 1: a component may not collapse onto a few frames. A matrix may have no
/// direction of less variance than the matrix of floors has there (its eigenvalues are raised in units of the floors); a spherical component, no less than their mean.
/// </param>
/// <param name="EffectiveFrames">Independent frames that an utterance counts as, above 0; about 2 gave the least log-loss on EMO-DB with MFCC frames.</param>
/// <param name="Prior">How likely each class is held beforehand.</param>
/// <param name="Covariance">Form of the covariances.</param>
/// <param name="Start">Where the estimation starts.</param>
/// <param name="Size">What decides on the number of components; a criterion looks at the class's own training frames only.</param>
/// <param name="Members">
/// Mixtures of each class, fitted from independent starts, 1 to 64; the likelihood of an utterance (per frame, for <paramref name="EffectiveFrames"/>) is their mean. Time and size grow
/// with it, the luck of the start counts for less. The first is the mixture that 1 gives.
/// </param>
[Kind("gmm", "mixture of Gaussians per class over the frames (EM)")]
public sealed record GaussianMixtureOptions(
    int Components = 16,
    int Iterations = 30,
    double Tolerance = 1e-3,
    double VarianceFloor = 0.01,
    double EffectiveFrames = 2,
    ClassPrior Prior = ClassPrior.Uniform,
    Covariance Covariance = Covariance.Diagonal,
    MixtureStart Start = MixtureStart.KMeans,
    MixtureSize Size = MixtureSize.Fixed,
    int Members = 1) : ClassifierOptions
{
    /// <summary>Frames that a component needs at least.</summary>
    internal const int FramesPerComponent = MixtureSettings.FramesPerComponent;

    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Frames;

    private MixtureSettings Mixture => new(Components, Size, Covariance, Start, Iterations, Tolerance);

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        Mixture.Check(problems, VarianceFloor);
        ClassLikelihoods.CheckEffectiveFrames(EffectiveFrames, problems);
        Ensemble.Check(Members, problems)
            .Unless(Members == 1 || Start != MixtureStart.Splitting, $"Members is {Members} and the splitting start draws nothing, so that all would be alike; use 1, or the start k-means.");
    }

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var spread = FrameSpread.Of(set, VarianceFloor);
        var mixtures = new GaussianMixture[set.ClassCount][];
        for (var c = 0; c < set.ClassCount; c++)
        {
            FrameBlock[] blocks = [.. FrameBlock.Pack(FrameSpread.ExamplesOf(set, c))];
            var ofClass = random.For("class", c);
            mixtures[c] = [.. Enumerable.Range(0, Members).Select(m => Mixture.Fit(blocks, spread, Ensemble.Chance(ofClass, m), cancel))];
        }

        return new ClassLikelihoods(mixtures, set.FeatureCount, EffectiveFrames, ClassPriors.Of(set, Prior));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var logPrior = ClassPriors.Of(weights);
        var features = weights.Get("class0.means", -1, -1).Shape[1];
        GaussianMixture[][] mixtures = [.. logPrior.Select((_, c) => (GaussianMixture[])[.. Enumerable.Range(0, Members).Select(
            m => GaussianMixture.Restore(weights, Ensemble.Prefix(c, m), features, Covariance))])];
        return new ClassLikelihoods(mixtures, features, EffectiveFrames, logPrior);
    }
}
