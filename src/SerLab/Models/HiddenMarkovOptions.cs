using SerLab.Models.Markov;
using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Which states may follow which.</summary>
public enum HmmTopology
{
    /// <summary>A state is followed by itself or the next one; every sequence starts in the first.</summary>
    LeftToRight,

    /// <summary>Any state may follow any.</summary>
    Ergodic,
}

/// <summary>One hidden Markov model per class over the frames: states with mixtures of diagonal Gaussians, trained by Baum-Welch.</summary>
/// <remarks>
/// <para>L. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition", Proc. IEEE 77(2), 1989.</para>
/// <para>Scored as <see cref="GaussianMixtureOptions"/> does: log-likelihood per frame, summed over all paths, times <paramref name="EffectiveFrames"/>, plus the log
/// prior. A sequence may end in any state, so an utterance with fewer frames than a left-to-right model has states is trained on and scored like any other.
/// A class with fewer than ten frames per component gets fewer components per state.</para>
/// </remarks>
/// <param name="States">States of each class's model, 1 to 64. What an utterance expresses has no fixed order, so few states serve best.</param>
/// <param name="Topology">Which states may follow which.</param>
/// <param name="Mixtures">Most components of each state, 1 to 1024.</param>
/// <param name="Iterations">Most iterations of Baum-Welch, at least 1.</param>
/// <param name="Tolerance">Training stops when an iteration gains less log-likelihood per frame; at least 0.</param>
/// <param name="VarianceFloor">Least variance as a share of the feature's variance over all training frames, above 0 to 1.</param>
/// <param name="EffectiveFrames">Independent frames that an utterance counts as, above 0; about 2 gave the least log-loss on EMO-DB with MFCC frames.</param>
/// <param name="Prior">How likely each class is held beforehand.</param>
[Kind("hmm", "hidden Markov model per class over the frames, states with Gaussian mixtures (Baum-Welch)")]
public sealed record HiddenMarkovOptions(
    int States = 3,
    HmmTopology Topology = HmmTopology.LeftToRight,
    int Mixtures = 6,
    int Iterations = 20,
    double Tolerance = 1e-3,
    double VarianceFloor = 0.01,
    double EffectiveFrames = 2,
    ClassPrior Prior = ClassPrior.Uniform) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Frames;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(States is >= 1 and <= 64, $"States is {States}; use 1 to 64, such as 3.")
        .Unless(Mixtures is >= 1 and <= 1024, $"Mixtures is {Mixtures}; use 1 to 1024, such as 6.")
        .Unless(Iterations >= 1, $"Iterations is {Iterations}; use at least 1, such as 20.")
        .Unless(Tolerance >= 0, $"Tolerance is {Tolerance}; use at least 0, such as 0.001.")
        .Unless(VarianceFloor is > 0 and <= 1, $"VarianceFloor is {VarianceFloor}; use a share above 0 and up to 1, such as 0.01.")
        .Unless(EffectiveFrames > 0 && double.IsFinite(EffectiveFrames), $"EffectiveFrames is {EffectiveFrames}; use a number above 0, such as 2.");

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var spread = FrameSpread.Of(set, VarianceFloor);
        var models = new HiddenMarkovModel[set.ClassCount];
        for (var c = 0; c < set.ClassCount; c++)
        {
            MatrixView[] examples = [.. FrameSpread.ExamplesOf(set, c)];
            FrameBlock[] sequences = [.. examples.Select(example => new FrameBlock(example))];
            var mixtures = (int)Math.Clamp(sequences.Sum(sequence => (long)sequence.Count) / (GaussianMixtureOptions.FramesPerComponent * States), 1, Mixtures);
            var shape = new MixtureShape(States, mixtures);
            var ofClass = random.For("class", c);
            var start = Topology == HmmTopology.Ergodic
                ? HiddenMarkovStart.Ergodic(examples, shape, spread, ofClass, cancel)
                : HiddenMarkovStart.LeftToRight(examples, shape, spread, ofClass, cancel);
            models[c] = BaumWelch.Train(sequences, start, spread.Floor, Iterations, Tolerance, cancel).Model;
        }

        return new ClassLikelihoods(models, set.FeatureCount, EffectiveFrames, ClassPriors.Of(set, Prior));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var logPrior = ClassPriors.Of(weights);
        var features = weights.Get("class0.means", -1, -1).Shape[1];
        return new ClassLikelihoods([.. logPrior.Select((_, c) => HiddenMarkovModel.Restore(weights, $"class{c}", features))], features, EffectiveFrames, logPrior);
    }
}
