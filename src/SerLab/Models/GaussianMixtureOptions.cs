using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One mixture of diagonal Gaussians per class over the frames, as if frames were drawn independently of one another.</summary>
/// <remarks>
/// <para>D. Reynolds and R. Rose, IEEE Trans. Speech and Audio Processing 3(1), 1995, for the model; EM with k-means++ starts for the training.</para>
/// <para>Neighbouring frames say nearly the same, so their joint likelihood is far too sure. The score of a class is the mean log-likelihood per frame times
/// <paramref name="EffectiveFrames"/>, plus the log prior: an utterance of any length counts as that many independent frames. With a uniform prior the factor
/// changes how sure the posteriors are, never which is largest.</para>
/// <para>A class with fewer than ten frames per component gets fewer components.</para>
/// </remarks>
/// <param name="Components">Most components of each class, 1 to 4096.</param>
/// <param name="Iterations">Most iterations of EM, at least 1.</param>
/// <param name="Tolerance">EM stops when an iteration gains less log-likelihood per frame; at least 0.</param>
/// <param name="VarianceFloor">Least variance as a share of the feature's variance over all training frames, above 0 to 1: a component may not collapse onto a few frames.</param>
/// <param name="EffectiveFrames">Independent frames that an utterance counts as, above 0; about 2 gave the least log-loss on EMO-DB with MFCC frames.</param>
/// <param name="Prior">How likely each class is held beforehand.</param>
[Kind("gmm", "mixture of diagonal Gaussians per class over the frames (EM)")]
public sealed record GaussianMixtureOptions(
    int Components = 16,
    int Iterations = 30,
    double Tolerance = 1e-3,
    double VarianceFloor = 0.01,
    double EffectiveFrames = 2,
    ClassPrior Prior = ClassPrior.Uniform) : ClassifierOptions
{
    /// <summary>Frames that a component needs at least.</summary>
    internal const int FramesPerComponent = 10;

    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Frames;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(Components is >= 1 and <= 4096, $"Components is {Components}; use 1 to 4096, such as 16.")
        .Unless(Iterations >= 1, $"Iterations is {Iterations}; use at least 1, such as 30.")
        .Unless(Tolerance >= 0, $"Tolerance is {Tolerance}; use at least 0, such as 0.001.")
        .Unless(VarianceFloor is > 0 and <= 1, $"VarianceFloor is {VarianceFloor}; use a share above 0 and up to 1, such as 0.01.")
        .Unless(EffectiveFrames > 0 && double.IsFinite(EffectiveFrames), $"EffectiveFrames is {EffectiveFrames}; use a number above 0, such as 2.");

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var spread = FrameSpread.Of(set, VarianceFloor);
        var mixtures = new GaussianMixture[set.ClassCount];
        for (var c = 0; c < set.ClassCount; c++)
        {
            FrameBlock[] blocks = [.. FrameSpread.ExamplesOf(set, c).SelectMany(FrameBlock.Cut)];
            var components = (int)Math.Clamp(blocks.Sum(block => (long)block.Count) / FramesPerComponent, 1, Components);
            var start = MixtureTraining.Start(blocks, components, spread.Variance, spread.Floor, random.For("class", c), cancel);
            mixtures[c] = MixtureTraining.Train(blocks, start, spread.Floor, Iterations, Tolerance, cancel).Mixture;
        }

        return new ClassLikelihoods(mixtures, set.FeatureCount, EffectiveFrames, ClassPriors.Of(set, Prior));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var logPrior = ClassPriors.Of(weights);
        var features = weights.Get("class0.means", -1, -1).Shape[1];
        return new ClassLikelihoods([.. logPrior.Select((_, c) => GaussianMixture.Restore(weights, $"class{c}", features))], features, EffectiveFrames, logPrior);
    }
}
