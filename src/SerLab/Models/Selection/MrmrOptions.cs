using SerLab.Options;

namespace SerLab.Models.Selection;

/// <summary>How mRMR weighs what a column tells of the classes against what the kept columns have told already.</summary>
public enum MrmrScore
{
    /// <summary>FCQ: relevance divided by redundancy.</summary>
    Quotient,

    /// <summary>FCD: relevance less redundancy. F has no upper end and correlations stay below 1, so redundancy decides between near equals only.</summary>
    Difference,
}

/// <summary>Keeps columns that tell the classes apart and do not repeat each other: minimum redundancy, maximum relevance.</summary>
/// <remarks>
/// <para>C. Ding, H. Peng, "Minimum redundancy feature selection from microarray gene expression data", J. Bioinformatics and Computational Biology 3(2), 2005: relevance is the
/// F statistic, redundancy the mean absolute correlation with the columns kept so far (their FCQ and FCD); columns are taken greedily, the best first.</para>
/// <para>Deviation: a mean correlation below 0.001 counts as 0.001, so that a column that chance made orthogonal does not win by division by nothing.</para>
/// <para>One product of all columns with the new one per step: rows x columns x Count multiplications in all.</para>
/// </remarks>
/// <param name="Count">Columns kept, at least 1; more than there are keeps all.</param>
/// <param name="Score">How relevance and redundancy are joined.</param>
[Kind("mrmr", "keeps columns that tell classes apart and do not repeat each other (mRMR)")]
public sealed record MrmrOptions(int Count = 200, MrmrScore Score = MrmrScore.Quotient) : SelectionOptions
{
    private const double LeastRedundancy = 0.001;

    /// <inheritdoc/>
    public override void Check(Problems problems) => ColumnRanking.CheckCount(Count, problems);

    /// <inheritdoc/>
    public override IReadOnlyList<int> Choose(TrainingSet set, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var features = set.FeatureCount;
        if (Count >= features) return [.. Enumerable.Range(0, features)];
        var order = Order(set, cancel);
        Array.Sort(order);
        return order;
    }

    /// <summary>The kept columns in the order they were taken, best first. Shape [Count], fewer than the features.</summary>
    internal int[] Order(TrainingSet set, CancellationToken cancel)
    {
        var relevance = FStatistic.Of(set, cancel);
        var columns = Standardised(set, cancel);
        var redundancy = new double[relevance.Length]; // sum over the kept columns of |correlation|
        var (vector, correlations) = (new float[columns.RowCount], new float[relevance.Length]);
        var isKept = new bool[relevance.Length];
        var order = new int[Count];
        for (var step = 0; step < order.Length; step++)
        {
            cancel.ThrowIfCancellationRequested();
            order[step] = Best(relevance, redundancy, isKept, step);
            isKept[order[step]] = true;
            columns.Column(order[step], vector);
            columns.Products(vector, correlations);
            for (var j = 0; j < correlations.Length; j++) redundancy[j] += Math.Abs(correlations[j]);
        }

        return order;
    }

    private int Best(double[] relevance, double[] redundancy, bool[] isKept, int kept)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        for (var j = 0; j < relevance.Length; j++)
        {
            if (isKept[j]) continue;
            var repeated = redundancy[j] / Math.Max(1, kept);
            var score = kept == 0 ? relevance[j] : Score == MrmrScore.Quotient ? relevance[j] / Math.Max(repeated, LeastRedundancy) : relevance[j] - repeated;
            if (best < 0 || score > highest) (best, highest) = (j, score);
        }

        return best;
    }

    // Mean 0 and length 1, so that inner products are correlations; a constant column becomes 0.
    private static TrainingColumns Standardised(TrainingSet set, CancellationToken cancel)
    {
        var (mean, deviation) = ColumnStatistics.MeanAndDeviation(set.Examples);
        var root = Math.Sqrt(set.Examples.Sum(example => (double)example.Rows));
        return new TrainingColumns(set, mean, Array.ConvertAll(deviation, value => 1 / (value * root)), cancel);
    }
}
