using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One mixture for the frames of all classes, the universal background model, adapted to the frames of each class.</summary>
/// <remarks>
/// <para>D. Reynolds, T. Quatieri, R. Dunn, "Speaker verification using adapted Gaussian mixture models", Digital Signal Processing 10, 2000. The components of all classes
/// are the same parts of speech, seen alike by all; what is scored is how a class says them. A class with few frames stays near the background instead of
/// fitting its own noise.</para>
/// <para>The score of a class is the mean log-likelihood ratio to the background per frame times <paramref name="EffectiveFrames"/>, plus the log prior.</para>
/// </remarks>
/// <param name="Relevance">Frames of a component that count as much as the background model, above 0: with fewer it stays, with more it follows the class.</param>
/// <param name="AdaptWeights">Whether the weights follow the class too: a component that one class has to itself tells it apart by its weight alone.</param>
/// <param name="AdaptVariances">Whether the variances follow the class too.</param>
/// <param name="BestComponents">Components of the background model that are scored in each frame, from the best on, at least 1; as many as there are is exact.</param>
/// <param name="EffectiveFrames">Independent frames that an utterance counts as, above 0.</param>
/// <param name="Prior">How likely each class is held beforehand.</param>
[Kind("gmm-ubm", "background mixture over the frames of all classes, adapted to each class (MAP)")]
public sealed record AdaptedMixtureOptions(
    double Relevance = 16,
    bool AdaptWeights = true,
    bool AdaptVariances = false,
    int BestComponents = 5,
    double EffectiveFrames = 2,
    ClassPrior Prior = ClassPrior.Uniform) : ClassifierOptions
{
    /// <summary>The background model.</summary>
    public BackgroundMixtureSettings Background { get; init; } = new();

    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Frames;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        Background.Check(problems);
        problems
            .Unless(Relevance > 0 && double.IsFinite(Relevance), $"Relevance is {Relevance}; use a number of frames above 0, such as 16.")
            .Unless(BestComponents >= 1, $"BestComponents is {BestComponents}; use at least 1, such as 5.");
        ClassLikelihoods.CheckEffectiveFrames(EffectiveFrames, problems);
    }

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        return Adapted(Background.Train(set, random, cancel), set);
    }

    /// <inheritdoc/>
    /// <remarks>A background model is trained once for all settings that share it.</remarks>
    public override IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, HeldOutRows heldOut, RandomSource random, CancellationToken cancel = default)
    {
        var predicted = new int[candidates.Count][];
        foreach (var alike in Enumerable.Range(0, candidates.Count).GroupBy(i => ((AdaptedMixtureOptions)candidates[i]).Background))
        {
            var background = alike.Key.Train(set, random, cancel);
            foreach (var i in alike)
            {
                cancel.ThrowIfCancellationRequested();
                predicted[i] = ScoreArguments.Classes(((AdaptedMixtureOptions)candidates[i]).Adapted(background, set), heldOut.Rows, set.ClassCount);
            }
        }

        return predicted;
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => LikelihoodRatios.Restore(weights, BestComponents, EffectiveFrames);

    private LikelihoodRatios Adapted(BackgroundMixture background, TrainingSet set) => new(
        background.Mixture,
        [.. Enumerable.Range(0, set.ClassCount).Select(c => background.Adapt([.. FrameBlock.Pack(FrameSpread.ExamplesOf(set, c))], Relevance, AdaptWeights, AdaptVariances))],
        BestComponents, EffectiveFrames, ClassPriors.Of(set, Prior));
}
