using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Fusion;

/// <summary>Where the weights of fused models come from.</summary>
public enum FusionWeights
{
    /// <summary>All alike, nothing is learned: the mean of the log posteriors.</summary>
    Equal,

    /// <summary>Maximum likelihood, pulled to equal weights.</summary>
    Trained,
}

/// <summary>Late fusion: one judgement of several models' log posteriors, by a weighted mean of logarithms.</summary>
/// <remarks>What is learned and how: <see cref="LogLinearPool"/>. Examples are [1 x (models * classes)], model after model; column c of each model belongs to class c.</remarks>
/// <param name="Weights">Where the weights come from.</param>
/// <param name="Regularisation">Pull of trained weights to equal ones, above 0; counts about as many examples as it says.</param>
/// <param name="ClassBiases">True also learns how much each class is favoured, under the same pull.</param>
[Kind("fusion", "weighted mean of several models' log posteriors")]
public sealed record FusionOptions(FusionWeights Weights = FusionWeights.Trained, double Regularisation = 10, bool ClassBiases = false) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Scores;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(Regularisation > 0 && double.IsFinite(Regularisation), $"Regularisation is {Regularisation}; use a number above 0, such as 10.")
        .Unless(!ClassBiases || Weights == FusionWeights.Trained, $"ClassBiases is true and Weights is equal, which learns nothing; set Weights to trained, or ClassBiases to false.");

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        ScoreArguments.CheckRows(set);
        if (set.FeatureCount % set.ClassCount != 0)
            throw new OptionsException(Kind, [$"an example has {set.FeatureCount} scores, which is no multiple of {set.ClassCount} classes; give each model's log posteriors of all classes, model after model."]);
        if (Weights == FusionWeights.Equal) return new FusionClassifier(LogLinearPool.Equal(set.FeatureCount / set.ClassCount, set.ClassCount));
        return new FusionClassifier(LogLinearPool.Fit([.. set.Examples.Select(FusionClassifier.ScoresOf)], set.Labels, set.ClassCount, Regularisation, ClassBiases));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        try
        {
            return new FusionClassifier(new LogLinearPool(weights.Get("weights", -1).Values, weights.Get("biases", -1).Values));
        }
        catch (ArgumentException wrong)
        {
            throw new BadInputException("weights", "weights", "they are not those of a pool of models; the model file is damaged, so train it again.", wrong);
        }
    }
}

/// <summary>A log-linear pool over rows of scores. Immutable.</summary>
internal sealed class FusionClassifier : IClassifier
{
    private readonly LogLinearPool pool;

    public FusionClassifier(LogLinearPool pool)
    {
        this.pool = pool;
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["biases"] = new([pool.ClassCount], [.. pool.ClassBiases]),
            ["weights"] = new([pool.ModelCount], [.. pool.ModelWeights]),
        });
    }

    public Weights Weights { get; }

    /// <summary>An example's scores in double, shape [models x classes].</summary>
    public static double[] ScoresOf(MatrixView example) => Array.ConvertAll(example.Span.ToArray(), score => (double)score);

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, pool.ModelCount * pool.ClassCount, logPosterior, pool.ClassCount);
        pool.Apply(ScoresOf(example), logPosterior);
    }
}
