namespace SerLab.Models.Selection;

/// <summary>How far a column's class means lie apart, measured by the spread inside the classes: F of the one-way analysis of variance.</summary>
public static class FStatistic
{
    // A column that varies by less than single precision resolves is constant: the ratio of its rounding noises would be any number.
    private const double ConstantShare = 1e-7;

    /// <summary>F = (sum_c n_c (m_c - m)^2 / (classes - 1)) / (sum_i (x_i - m_c(i))^2 / (n - classes)) of every column, over all rows of all examples.</summary>
    /// <remarks>
    /// Each row counts as an observation of its own. Frames of an utterance are not independent, so with frames F ranks columns but is no test: its p-value would be far too small.
    /// </remarks>
    /// <param name="set">Training examples; only read.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Shape [features]: 0 for a constant column, +infinity for one that varies between the classes only.</returns>
    public static double[] Of(TrainingSet set, CancellationToken cancel = default)
    {
        var (features, classes) = (set.FeatureCount, set.ClassCount);
        var rows = new double[classes];
        var means = Means(set, rows, cancel);
        var within = Within(set, means, cancel);
        var rowCount = rows.Sum();
        var statistics = new double[features];
        for (var j = 0; j < features; j++)
        {
            var (mean, between) = (0.0, 0.0);
            for (var c = 0; c < classes; c++) mean += rows[c] / rowCount * means[c * features + j];
            for (var c = 0; c < classes; c++) between += rows[c] * (means[c * features + j] - mean) * (means[c * features + j] - mean);
            var isConstant = between + within[j] <= rowCount * ConstantShare * ConstantShare * mean * mean;
            statistics[j] = isConstant ? 0 : between / (classes - 1) / (within[j] / Math.Max(1, rowCount - classes));
        }

        return statistics;
    }

    // Mean of every class and column, shape [classes x features]; counts the rows of every class.
    private static double[] Means(TrainingSet set, double[] rows, CancellationToken cancel)
    {
        var features = set.FeatureCount;
        var means = new double[set.ClassCount * features];
        for (var i = 0; i < set.Examples.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var sum = means.AsSpan(set.Labels[i] * features, features);
            rows[set.Labels[i]] += set.Examples[i].Rows;
            for (var row = 0; row < set.Examples[i].Rows; row++)
            {
                var values = set.Examples[i].Row(row);
                for (var j = 0; j < sum.Length; j++) sum[j] += values[j];
            }
        }

        for (var place = 0; place < means.Length; place++) means[place] /= rows[place / features];
        return means;
    }

    // Sum of squared distances from the own class's mean. A second pass: sums of squares less squared means lose all digits for a column such as 10 000 +- 0.1.
    private static double[] Within(TrainingSet set, double[] means, CancellationToken cancel)
    {
        var within = new double[set.FeatureCount];
        for (var i = 0; i < set.Examples.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var mean = means.AsSpan(set.Labels[i] * within.Length, within.Length);
            for (var row = 0; row < set.Examples[i].Rows; row++)
            {
                var values = set.Examples[i].Row(row);
                for (var j = 0; j < within.Length; j++) within[j] += (values[j] - mean[j]) * (values[j] - mean[j]);
            }
        }

        return within;
    }
}
