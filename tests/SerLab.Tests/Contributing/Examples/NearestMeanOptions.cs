using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of the nearest class mean: a Gaussian per class, equally wide in every direction and for every class.</summary>
/// <remarks>R. O. Duda and P. E. Hart, Pattern Classification and Scene Analysis, Wiley 1973, section 2.7.1 (minimum-distance classifier).</remarks>
/// <param name="Spread">Standard deviation of every class, in the features' units (about 1 after z-scores); a wider one is less sure of itself.</param>
[Kind("nearest-mean", "the class whose mean is nearest")]
public sealed record NearestMeanOptions(double Spread = 1) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Functionals;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Spread is > 0 and <= 1e6, $"Spread is {Spread}; use a value above 0, up to 1e6.");

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        ScoreArguments.CheckRows(set);
        var counts = set.CountPerClass();
        var means = new double[set.ClassCount * set.FeatureCount];
        for (var i = 0; i < set.Examples.Count; i++)
        {
            var label = set.Labels[i];
            var row = set.Examples[i].Row(0);
            for (var f = 0; f < row.Length; f++) means[label * row.Length + f] += row[f] / (double)counts[label];
        }

        return new NearestMean(Spread, new Tensor([set.ClassCount, set.FeatureCount], means));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => new NearestMean(Spread, weights.Get("means", -1, -1));
}

/// <summary>Scores by the distance to every class's mean. Immutable.</summary>
internal sealed class NearestMean : IClassifier
{
    private readonly double spread;
    private readonly Tensor means;

    /// <param name="spread">Standard deviation of every class.</param>
    /// <param name="means">Shape [classes x features].</param>
    public NearestMean(double spread, Tensor means)
    {
        (this.spread, this.means) = (spread, means);
        Weights = new Weights(new Dictionary<string, Tensor> { ["means"] = means });
    }

    public Weights Weights { get; }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        int classes = means.Shape[0], features = means.Shape[1];
        ScoreArguments.CheckRow(example, features, logPosterior, classes);
        var row = example.Row(0);
        for (var c = 0; c < classes; c++)
        {
            var squaredDistance = 0.0;
            for (var f = 0; f < features; f++)
            {
                var difference = row[f] - means.Values[c * features + f];
                squaredDistance += difference * difference;
            }

            logPosterior[c] = -squaredDistance / (2 * spread * spread);
        }

        LogMath.Normalise(logPosterior);
    }
}
