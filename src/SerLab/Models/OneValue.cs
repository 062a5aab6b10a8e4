using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One Gaussian per class over a single value, all classes held equally likely beforehand: the best a threshold-like rule can do for MacroAccuracy.</summary>
/// <remarks>A class's variance is at least 1 % of that of all examples together, so that a class of one example is usable.</remarks>
internal static class OneValue
{
    private const double LeastVarianceShare = 0.01;

    /// <exception cref="ArgumentException">The examples are not single values.</exception>
    public static void Check(TrainingSet set)
    {
        ScoreArguments.CheckRows(set);
        if (set.FeatureCount != 1) throw new ArgumentException($"Examples have {set.FeatureCount} values; this baseline looks at one, so give [1 x 1].", nameof(set));
    }

    /// <summary>Mean and variance of the value in each class.</summary>
    public static IClassifier Train(TrainingSet set, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Check(set);
        var values = set.Examples.Select(example => (double)example.Span[0]).ToArray();
        var overall = Variance(values, values.Average());
        var least = overall > 0 ? LeastVarianceShare * overall : 1;
        var (means, variances) = (new double[set.ClassCount], new double[set.ClassCount]);
        for (var c = 0; c < set.ClassCount; c++)
        {
            var ofClass = values.Where((_, i) => set.Labels[i] == c).ToArray();
            means[c] = ofClass.Average();
            variances[c] = Math.Max(least, Variance(ofClass, means[c]));
        }

        return new OneValueClassifier(means, variances);
    }

    /// <exception cref="BadInputException">The weights are not of this classifier.</exception>
    public static IClassifier Restore(Weights weights)
    {
        var means = weights.Get("means", -1).Values;
        var variances = weights.Get("variances", means.Length).Values;
        if (means.Length < 2 || variances.Any(variance => variance <= 0))
            throw new BadInputException("weights", "variances", "there are fewer than two classes or a variance is not above 0; the model file is damaged, so train it again.");
        return new OneValueClassifier(means, variances);
    }

    private static double Variance(double[] values, double mean) => values.Average(value => (value - mean) * (value - mean));
}

/// <summary>Bayes' rule over one Gaussian per class. Immutable.</summary>
internal sealed class OneValueClassifier : IClassifier
{
    private readonly double[] means;
    private readonly double[] variances;

    /// <param name="means">Shape [classes].</param>
    /// <param name="variances">Shape [classes], above 0.</param>
    public OneValueClassifier(double[] means, double[] variances)
    {
        (this.means, this.variances) = (means, variances);
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["means"] = new([means.Length], means),
            ["variances"] = new([variances.Length], variances),
        });
    }

    public Weights Weights { get; }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, 1, logPosterior, means.Length);
        double value = example.Span[0];
        for (var c = 0; c < means.Length; c++)
        {
            var deviation = value - means[c];
            logPosterior[c] = -0.5 * (deviation * deviation / variances[c] + Math.Log(variances[c]));
        }

        LogMath.Normalise(logPosterior);
    }
}
