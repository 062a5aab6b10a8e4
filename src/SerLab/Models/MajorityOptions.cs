using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Baseline: the class frequencies of the training examples, whatever the example. Its MacroAccuracy is chance.</summary>
/// <remarks>It is given the duration because every classifier is given something; it does not look at it.</remarks>
[Kind("majority", "baseline: always the most frequent class of the training examples")]
public sealed record MajorityOptions : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Duration;

    /// <inheritdoc/>
    public override bool IsBaseline => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        ScoreArguments.CheckRows(set);
        return new MajorityClassifier(set.FeatureCount, ClassPriors.Of(set));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) =>
        new MajorityClassifier(ClassPriors.SizeOf(weights, "features"), ClassPriors.Of(weights));
}

/// <summary>Gives every example the same posteriors. Immutable.</summary>
internal sealed class MajorityClassifier : IClassifier
{
    private readonly int featureCount;
    private readonly double[] logPrior;

    public MajorityClassifier(int featureCount, double[] logPrior)
    {
        (this.featureCount, this.logPrior) = (featureCount, logPrior);
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["features"] = new([1], [featureCount]),
            ["log_prior"] = new([logPrior.Length], logPrior),
        });
    }

    public Weights Weights { get; }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, featureCount, logPosterior, logPrior.Length);
        logPrior.CopyTo(logPosterior);
    }
}
