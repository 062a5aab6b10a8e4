using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>A support vector machine over utterances that are written as one row each: how far a background mixture's means move when adapted to the utterance.</summary>
/// <remarks>
/// W. Campbell, D. Sturim, D. Reynolds, IEEE Signal Processing Letters 13(5), 2006. The background model is fitted to all training frames, without their labels but for the
/// balance of classes; the machine's posteriors are fitted on rows that it has held out, made with that same model.
/// </remarks>
/// <param name="Relevance">Frames of a component that count as much as the background model, above 0; an utterance has some hundred frames for all components.</param>
/// <param name="AdaptWeights">Whether rows tell how the weights move too: a component that one class has to itself tells it apart by its weight alone.</param>
[Kind("gmm-svm", "support vector machine over supervectors: means of a background mixture adapted to each utterance")]
public sealed record SupervectorSvmOptions(double Relevance = 16, bool AdaptWeights = true) : ClassifierOptions
{
    /// <summary>The background model.</summary>
    public BackgroundMixtureSettings Background { get; init; } = new();

    /// <summary>The machine. Its rows have a mean square length of 1, so with the Gaussian kernel a gamma of about 1 suits.</summary>
    public SvmOptions Svm { get; init; } = new(SvmKernel.Linear, C: 10);

    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Frames;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        Background.Check(problems);
        problems.Unless(Relevance > 0 && double.IsFinite(Relevance), $"Relevance is {Relevance}; use a number of frames above 0, such as 16.").Include(nameof(Svm), Svm);
    }

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        var background = Background.Train(set, random, cancel).Mixture;
        var (supervectors, rows) = Supervectors.Of(background, Relevance, AdaptWeights, set);
        return new SupervectorSvm(supervectors, Svm.Train(rows, random.For("svm"), cancel), set.ClassCount);
    }

    /// <inheritdoc/>
    /// <remarks>A background model is trained once for all settings that share it, supervectors once for all that differ in the machine alone.</remarks>
    public override IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, HeldOutRows heldOut, RandomSource random, CancellationToken cancel = default)
    {
        SupervectorSvmOptions[] settings = [.. candidates.Cast<SupervectorSvmOptions>()];
        var predicted = new int[settings.Length][];
        foreach (var sameBackground in Enumerable.Range(0, settings.Length).GroupBy(i => settings[i].Background))
        {
            var background = sameBackground.Key.Train(set, random, cancel).Mixture;
            foreach (var sameRows in sameBackground.GroupBy(i => (settings[i].Relevance, settings[i].AdaptWeights)))
            {
                var (supervectors, rows) = Supervectors.Of(background, sameRows.Key.Relevance, sameRows.Key.AdaptWeights, set);
                var machines = sameRows.Select(i => settings[i].Svm).ToArray();
                var classes = machines[0].PredictHeldOut(machines, rows, new HeldOutRows([.. heldOut.Rows.Select(supervectors.Of)]), random.For("svm"), cancel);
                foreach (var (i, ofCandidate) in sameRows.Zip(classes)) predicted[i] = ofCandidate;
            }
        }

        return predicted;
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var features = weights.Get("background.means", -1, -1).Shape[1];
        var background = GaussianMixture.Restore(weights, "background", features);
        var classCount = ClassPriors.SizeOf(weights, "class_count");
        var machine = Svm.Restore(weights.Under(SupervectorSvm.Prefix));
        var scale = weights.Get("scale", 1).Values[0];
        return new SupervectorSvm(new Supervectors(background, Relevance, AdaptWeights, scale), machine, classCount);
    }
}

/// <summary>The background model that makes rows of utterances, and the machine that judges them. Immutable.</summary>
internal sealed class SupervectorSvm : IClassifier
{
    /// <summary>What the names of the machine's arrays begin with.</summary>
    public const string Prefix = "svm.";

    private readonly Supervectors supervectors;
    private readonly IClassifier machine;
    private readonly int classCount;

    public SupervectorSvm(Supervectors supervectors, IClassifier machine, int classCount)
    {
        (this.supervectors, this.machine, this.classCount) = (supervectors, machine, classCount);
        Weights = new Weights([
            .. supervectors.Background.Save("background"), .. machine.Weights.Tensors.Select(pair => new KeyValuePair<string, Tensor>(Prefix + pair.Key, pair.Value)),
            new("class_count", new Tensor([1], [classCount])), new("scale", new Tensor([1], [supervectors.Scale]))]);
    }

    public Weights Weights { get; }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.Check(example, supervectors.Background.Gaussians.FeatureCount, logPosterior, classCount);
        machine.Score(supervectors.Of(example), logPosterior);
    }
}
