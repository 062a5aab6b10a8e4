namespace SerLab.Metrics;

/// <summary>A score that a table of confusion counts decides: what the bootstrap and the paired tests work on.</summary>
/// <param name="counts">Utterances, shape [classes x classes], row after row; rows are actual classes, columns predicted ones; only read.</param>
/// <param name="classCount">Number of classes.</param>
public delegate double ConfusionStatistic(ReadOnlySpan<int> counts, int classCount);

/// <summary>Scores of a flat table of confusion counts, shape [classes x classes]; rows are actual classes. Each is a <see cref="ConfusionStatistic"/>.</summary>
public static class ConfusionScores
{
    /// <summary>Mean recall over the classes that occur, 0 to 1; NaN for an empty table. The field's UAR, scikit-learn's balanced accuracy.</summary>
    public static double MacroAccuracy(ReadOnlySpan<int> counts, int classCount)
    {
        var sum = 0.0;
        var occurring = 0;
        for (var c = 0; c < classCount; c++)
        {
            var recall = Recall(counts, classCount, c);
            if (double.IsNaN(recall)) continue;
            sum += recall;
            occurring++;
        }

        return sum / occurring;
    }

    /// <summary>Share of utterances that are right, 0 to 1; NaN for an empty table. The field's WA (weighted accuracy).</summary>
    public static double MicroAccuracy(ReadOnlySpan<int> counts, int classCount)
    {
        long right = 0, all = 0;
        for (var c = 0; c < classCount; c++) right += counts[c * classCount + c];
        foreach (var count in counts) all += count;
        return (double)right / all;
    }

    /// <summary>Mean F1 over the classes that occur or are predicted, 0 to 1.</summary>
    public static double MacroF1(ReadOnlySpan<int> counts, int classCount)
    {
        var sum = 0.0;
        var seen = 0;
        for (var c = 0; c < classCount; c++)
        {
            var f1 = F1(counts, classCount, c);
            if (double.IsNaN(f1)) continue;
            sum += f1;
            seen++;
        }

        return sum / seen;
    }

    /// <summary>Mean F1 weighted by how often each class occurs, 0 to 1.</summary>
    public static double WeightedF1(ReadOnlySpan<int> counts, int classCount)
    {
        var sum = 0.0;
        long all = 0;
        for (var c = 0; c < classCount; c++)
        {
            var actual = RowSum(counts, classCount, c);
            if (actual > 0) sum += actual * F1(counts, classCount, c);
            all += actual;
        }

        return sum / all;
    }

    /// <summary>Share of a class's utterances that are found, 0 to 1; NaN when the class does not occur.</summary>
    public static double Recall(ReadOnlySpan<int> counts, int classCount, int classIndex) =>
        (double)counts[classIndex * classCount + classIndex] / RowSum(counts, classCount, classIndex);

    /// <summary>Share of a class's predictions that are right, 0 to 1; NaN when it is never predicted.</summary>
    public static double Precision(ReadOnlySpan<int> counts, int classCount, int classIndex) =>
        (double)counts[classIndex * classCount + classIndex] / ColumnSum(counts, classCount, classIndex);

    /// <summary>F1 = 2 TP / (2 TP + FP + FN), 0 to 1; NaN when the class neither occurs nor is predicted.</summary>
    public static double F1(ReadOnlySpan<int> counts, int classCount, int classIndex) =>
        2.0 * counts[classIndex * classCount + classIndex] / (RowSum(counts, classCount, classIndex) + ColumnSum(counts, classCount, classIndex));

    private static long RowSum(ReadOnlySpan<int> counts, int classCount, int row)
    {
        long sum = 0;
        foreach (var count in counts.Slice(row * classCount, classCount)) sum += count;
        return sum;
    }

    private static long ColumnSum(ReadOnlySpan<int> counts, int classCount, int column)
    {
        long sum = 0;
        for (var row = 0; row < classCount; row++) sum += counts[row * classCount + column];
        return sum;
    }
}
