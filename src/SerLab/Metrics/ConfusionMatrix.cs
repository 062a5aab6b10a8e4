using System.Globalization;
using System.Text;

namespace SerLab.Metrics;

/// <summary>How often each class was taken for each, and the scores that follow. Immutable.</summary>
/// <remarks>
/// The names are ML.NET's, with its public class names missing there added here. <see cref="MacroAccuracy"/> is what the field calls UAR
/// (unweighted average recall), <see cref="MicroAccuracy"/> what it calls WA or WAR.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly int[] counts;

    private ConfusionMatrix(int[] counts, IReadOnlyList<string> classNames)
    {
        this.counts = counts;
        ClassNames = classNames;
        var n = classNames.Count;
        Counts = [.. Enumerable.Range(0, n).Select(row => counts[(row * n)..((row + 1) * n)])];
        PerClassRecall = [.. Enumerable.Range(0, n).Select(c => ConfusionScores.Recall(counts, n, c))];
        PerClassPrecision = [.. Enumerable.Range(0, n).Select(c => ConfusionScores.Precision(counts, n, c))];
        PerClassF1 = [.. Enumerable.Range(0, n).Select(c => ConfusionScores.F1(counts, n, c))];
    }

    /// <summary>Utterances: rows are actual classes, columns predicted ones.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Counts { get; }

    /// <summary>Name of each class, shape [classes].</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of classes.</summary>
    public int NumberOfClasses => ClassNames.Count;

    /// <summary>Share of each class's utterances that are found, shape [classes]; NaN for a class that does not occur.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>Share of each class's predictions that are right, shape [classes]; NaN for a class that is never predicted.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>Harmonic mean of precision and recall, shape [classes]; NaN for a class that neither occurs nor is predicted.</summary>
    public IReadOnlyList<double> PerClassF1 { get; }

    /// <summary>Mean recall over the classes that occur (UAR), 0 to 1: chance level is 1 / classes however unequal the classes are.</summary>
    public double MacroAccuracy => ConfusionScores.MacroAccuracy(counts, NumberOfClasses);

    /// <summary>Share of utterances that are right (WA), 0 to 1.</summary>
    public double MicroAccuracy => ConfusionScores.MicroAccuracy(counts, NumberOfClasses);

    /// <summary>Mean F1 over the classes that occur or are predicted, 0 to 1.</summary>
    public double MacroF1 => ConfusionScores.MacroF1(counts, NumberOfClasses);

    /// <summary>Mean F1 weighted by how often each class occurs, 0 to 1.</summary>
    public double WeightedF1 => ConfusionScores.WeightedF1(counts, NumberOfClasses);

    /// <summary>Counts predictions against the truth.</summary>
    /// <param name="actual">True class of each utterance, 0 ... classes - 1, shape [utterances].</param>
    /// <param name="predicted">Predicted class of each utterance, shape [utterances].</param>
    /// <param name="classNames">Name of each class, shape [classes].</param>
    /// <exception cref="ArgumentException">No utterance, unequal lengths, or a class outside the names.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<string> classNames)
    {
        LabelChecks.SamePlaces(actual, predicted, nameof(predicted));
        LabelChecks.InRange(actual, classNames.Count, nameof(actual));
        LabelChecks.InRange(predicted, classNames.Count, nameof(predicted));
        var counts = new int[classNames.Count * classNames.Count];
        for (var i = 0; i < actual.Count; i++) counts[actual[i] * classNames.Count + predicted[i]]++;
        return new ConfusionMatrix(counts, [.. classNames]);
    }

    /// <summary>How many utterances of one class were taken for another; the order of the arguments is ML.NET's.</summary>
    /// <param name="predictedClassIndicator">Index of the predicted class.</param>
    /// <param name="actualClassIndicator">Index of the actual class.</param>
    public int GetCountForClassPair(int predictedClassIndicator, int actualClassIndicator) => Counts[actualClassIndicator][predictedClassIndicator];

    /// <summary>The table as plain text with names, recalls and precisions.</summary>
    public string GetFormattedConfusionTable()
    {
        var width = Math.Max(6, ClassNames.Max(name => name.Length));
        var text = new StringBuilder("actual \\ predicted".PadRight(Math.Max(18, width)));
        foreach (var name in ClassNames) text.Append("  ").Append(name.PadLeft(width));
        text.Append("  recall\n");
        for (var row = 0; row < NumberOfClasses; row++)
        {
            text.Append(ClassNames[row].PadRight(Math.Max(18, width)));
            foreach (var count in Counts[row]) text.Append("  ").Append(count.ToString(CultureInfo.InvariantCulture).PadLeft(width));
            text.Append("  ").Append(Share(PerClassRecall[row]).PadLeft(6)).Append('\n');
        }

        text.Append("precision".PadRight(Math.Max(18, width)));
        foreach (var precision in PerClassPrecision) text.Append("  ").Append(Share(precision).PadLeft(width));
        return text.Append('\n').ToString();
    }

    private static string Share(double value) => double.IsNaN(value) ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);
}
