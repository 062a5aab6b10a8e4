using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>What every classifier checks at its door, once, before it scores.</summary>
internal static class ScoreArguments
{
    /// <param name="example">What is to be scored.</param>
    /// <param name="features">Width that the classifier learned.</param>
    /// <param name="logPosterior">Where the posteriors go.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The example has no rows or another width, or the destination another length.</exception>
    public static void Check(MatrixView example, int features, ReadOnlySpan<double> logPosterior, int classes)
    {
        if (example.Columns != features || example.Rows == 0)
            throw new ArgumentException($"The example is {example.Rows} x {example.Columns}; the classifier learned {features} features, so give at least one row of {features}.", nameof(example));
        if (logPosterior.Length != classes)
            throw new ArgumentException($"The destination has {logPosterior.Length} places for {classes} classes; give {classes}.", nameof(logPosterior));
    }

    /// <summary>As <see cref="Check"/>, for a classifier of single rows.</summary>
    public static void CheckRow(MatrixView example, int features, ReadOnlySpan<double> logPosterior, int classes)
    {
        Check(example, features, logPosterior, classes);
        if (example.Rows != 1) throw new ArgumentException($"The example has {example.Rows} rows; give one row (the functionals of an utterance).", nameof(example));
    }

    /// <summary>As <see cref="CheckRow"/>, for a training set.</summary>
    public static void CheckRows(TrainingSet set)
    {
        for (var i = 0; i < set.Examples.Count; i++)
            if (set.Examples[i].Rows != 1)
                throw new ArgumentException($"Example {i} has {set.Examples[i].Rows} rows; give one row per example (the functionals of an utterance).", nameof(set));
    }

    /// <summary>The class that a classifier gives each of some examples, shape [examples].</summary>
    public static int[] Classes(IClassifier classifier, IReadOnlyList<MatrixView> examples, int classes)
    {
        var (predicted, logPosterior) = (new int[examples.Count], new double[classes]);
        for (var i = 0; i < predicted.Length; i++)
        {
            classifier.Score(examples[i], logPosterior);
            predicted[i] = LogMath.ArgMax(logPosterior);
        }

        return predicted;
    }
}
