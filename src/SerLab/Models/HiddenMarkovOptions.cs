using SerLab.Models.Markov;
using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One hidden Markov model per class over the frames: states with mixtures of diagonal Gaussians, trained by Baum-Welch or along best paths.</summary>
/// <remarks>
/// <para>L. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition", Proc. IEEE 77(2), 1989.</para>
/// <para>Scored as <see cref="GaussianMixtureOptions"/> does: log-likelihood per frame, summed over all paths, times <paramref name="EffectiveFrames"/>, plus the log
/// prior. A sequence may end in any state, so an utterance with fewer frames than a left-to-right model has states is trained on and scored like any other.
/// A class with fewer than ten frames per component gets fewer components per state.</para>
/// <para>With <paramref name="Background"/>, one model is trained on the sequences of all classes and each class moves its means towards its own frames
/// (J.-L. Gauvain and C.-H. Lee, 1994): what a class has few frames of, it has from the others.</para>
/// </remarks>
/// <param name="States">States of each class's model, 1 to 64. What an utterance expresses has no fixed order, so few states serve best.</param>
/// <param name="Topology">Which states may follow which.</param>
/// <param name="Mixtures">Most components of each state, 1 to 1024.</param>
/// <param name="Iterations">Most iterations of training, at least 1.</param>
/// <param name="Tolerance">Training stops when an iteration gains less log-likelihood per frame; at least 0.</param>
/// <param name="VarianceFloor">Least variance as a share of the feature's variance over all training frames, above 0 to 1.</param>
/// <param name="EffectiveFrames">Independent frames that an utterance counts as, above 0; about 2 gave the least log-loss on EMO-DB with MFCC frames.</param>
/// <param name="Prior">How likely each class is held beforehand.</param>
/// <param name="Skips">States that an arc of a left-to-right model may jump over, 0 to 62.</param>
/// <param name="Arcs">With a custom topology, the states that may follow each state, shape [states][any], numbered from 0: [[0, 1], [1, 0]].</param>
/// <param name="StartStates">With a custom topology, the states that a sequence may start in; null is state 0 alone.</param>
/// <param name="Training">What training makes likely: the frames over all paths, or with their best path.</param>
/// <param name="Variances">Which components of one model share their variances.</param>
/// <param name="StartRounds">Most rounds of segmental k-means before training, 0 to 100; 0 starts from equal stretches (left to right) or clusters (ergodic).</param>
/// <param name="Background">Whether the classes are adapted from one model of all classes.</param>
/// <param name="Relevance">Frames that the background's mean of a component counts for, above 0; used with <paramref name="Background"/>.</param>
/// <param name="Members">
/// Models of each class, fitted from independent starts (adapted from as many backgrounds), 1 to 64; the likelihood of an utterance (per frame, for <paramref name="EffectiveFrames"/>) is
/// their mean. Time and size grow with it, the luck of the start counts for less. The first is the model that 1 gives, and the one whose paths and durations are shown.
/// </param>
[Kind("hmm", "hidden Markov model per class over the frames, states with Gaussian mixtures (Baum-Welch)")]
public sealed record HiddenMarkovOptions(
    int States = 3,
    HmmTopology Topology = HmmTopology.LeftToRight,
    int Mixtures = 6,
    int Iterations = 20,
    double Tolerance = 1e-3,
    double VarianceFloor = 0.01,
    double EffectiveFrames = 2,
    ClassPrior Prior = ClassPrior.Uniform,
    int Skips = 0,
    IReadOnlyList<IReadOnlyList<int>>? Arcs = null,
    IReadOnlyList<int>? StartStates = null,
    HmmTraining Training = HmmTraining.BaumWelch,
    HmmVariances Variances = HmmVariances.PerComponent,
    int StartRounds = 0,
    bool Background = false,
    double Relevance = 16,
    int Members = 1) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Frames;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems
            .Unless(States is >= 1 and <= 64, $"States is {States}; use 1 to 64, such as 3.")
            .Unless(Mixtures is >= 1 and <= 1024, $"Mixtures is {Mixtures}; use 1 to 1024, such as 6.")
            .Unless(Iterations >= 1, $"Iterations is {Iterations}; use at least 1, such as 20.")
            .Unless(Tolerance >= 0, $"Tolerance is {Tolerance}; use at least 0, such as 0.001.")
            .Unless(VarianceFloor is > 0 and <= 1, $"VarianceFloor is {VarianceFloor}; use a share above 0 and up to 1, such as 0.01.")
            .Unless(EffectiveFrames > 0 && double.IsFinite(EffectiveFrames), $"EffectiveFrames is {EffectiveFrames}; use a number above 0, such as 2.")
            .Unless(Skips is >= 0 and <= 62, $"Skips is {Skips}; use 0 (none) to 62, such as 1.")
            .Unless(Skips == 0 || Topology == HmmTopology.LeftToRight, $"Skips is {Skips} and only a left-to-right topology has skips; use 0, or list arcs.")
            .Unless(StartRounds is >= 0 and <= 100, $"StartRounds is {StartRounds}; use 0 (none) to 100, such as 5.")
            .Unless(Relevance > 0 && double.IsFinite(Relevance), $"Relevance is {Relevance}; use a number above 0, such as 16.");
        Ensemble.Check(Members, problems);
        if (Topology == HmmTopology.Custom) StateGraph.Check(problems, States, Arcs, StartStates ?? [0]);
        else problems.Unless(Arcs is null && StartStates is null, $"Arcs and StartStates are given and the topology lists its own; use the topology custom, or leave them out.");
    }

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var training = new ClassTraining(this, FrameSpread.Of(set, VarianceFloor), cancel);
        FrameBlock[] sequences = [.. set.Examples.Select(example => new FrameBlock(example))];
        HiddenMarkovModel[] backgrounds = [.. Enumerable.Range(0, Background ? Members : 0).Select(
            m => training.Learn(set.Examples, sequences, Ensemble.Chance(random.For("background"), m)))];
        var models = new HiddenMarkovModel[set.ClassCount][];
        var visits = new VisitLengths[set.ClassCount];
        for (var c = 0; c < set.ClassCount; c++)
        {
            int[] own = [.. Enumerable.Range(0, sequences.Length).Where(i => set.Labels[i] == c)];
            FrameBlock[] ofClass = [.. own.Select(i => sequences[i])];
            MatrixView[] examples = [.. own.Select(i => set.Examples[i])];
            var chance = random.For("class", c);
            models[c] = [.. Enumerable.Range(0, Members).Select(
                m => Background ? training.Adapt(backgrounds[m], ofClass) : training.Learn(examples, ofClass, Ensemble.Chance(chance, m)))];
            visits[c] = VisitLengths.Of(ofClass, models[c][0]);
        }

        return new HiddenMarkovClassifier(models, visits, EffectiveFrames, ClassPriors.Of(set, Prior));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var logPrior = ClassPriors.Of(weights);
        var features = weights.Get("class0.means", -1, -1).Shape[1];
        HiddenMarkovModel[][] models = [.. logPrior.Select((_, c) => (HiddenMarkovModel[])[.. Enumerable.Range(0, Members).Select(
            m => HiddenMarkovModel.Restore(weights, Ensemble.Prefix(c, m), States, features))])];
        return new HiddenMarkovClassifier(models, [.. models.Select((_, c) => VisitLengths.Restore(weights, Ensemble.Prefix(c, 0), States))], EffectiveFrames, logPrior);
    }
}
