namespace SerLab.Models.Selection;

/// <summary>
/// Minimises |w|_1 + sum_i cost_i max(0, 1 - sign_i (w'x_i + b))^2, the bias b penalised like a weight: LIBLINEAR's L1-regularised L2-loss support vector classification.
/// </summary>
/// <remarks>
/// G.-X. Yuan, K.-W. Chang, C.-J. Hsieh, C.-J. Lin, "A comparison of optimization methods and software for large-scale L1-regularized linear classification", JMLR 11, 2010,
/// section 4.1 (Newton steps on one coordinate, with backtracking). Ours go over the columns in order, and over those that have weight or broke the optimality conditions only:
/// the gradient of all others comes from one matrix product, until none breaks them. Nothing is random.
/// </remarks>
internal sealed class L1SquaredHinge
{
    // Violation of |gradient| <= 1 that is left over; where nothing had weight the steepest gradient may be thousands, and a small part of that is enough.
    private const double Tolerance = 1e-4;
    private const double RelativeTolerance = 1e-5;
    private const double Sufficient = 0.01; // sigma
    private const double LeastCurvature = 1e-12;
    private const int MostPasses = 1000;
    private const int MostHalvings = 40;
    private const int LeastNewColumns = 50;

    private readonly TrainingColumns columns;
    private readonly float[]?[] cache; // columns that some class looked at, laid out row after row; the last, of ones, is the bias
    private readonly int features;

    private L1SquaredHinge(TrainingColumns columns, int features)
    {
        (this.columns, this.features) = (columns, features);
        cache = new float[features + 1][];
        cache[features] = new float[columns.RowCount];
        Array.Fill(cache[features]!, 1);
    }

    /// <summary>The problem of a training set, its columns centred.</summary>
    public static L1SquaredHinge Of(TrainingSet set, CancellationToken cancel)
    {
        var (mean, _) = ColumnStatistics.MeanAndDeviation(set.Examples);
        return new L1SquaredHinge(new TrainingColumns(set, mean, Array.ConvertAll(mean, _ => 1.0), cancel), set.FeatureCount);
    }

    /// <summary>The largest |gradient| of the loss among columns when nothing has weight.</summary>
    /// <param name="signs">1 for rows of the class and -1 for others, shape [rows].</param>
    /// <param name="costs">Cost of each row's error, shape [rows].</param>
    public double SteepestStart(double[] signs, double[] costs)
    {
        var slack = new double[signs.Length];
        Array.Fill(slack, 1);
        return Gradient(signs, costs, slack).Max(value => (double)Math.Abs(value));
    }

    /// <summary>Moves weights to the minimum.</summary>
    /// <param name="signs">1 for rows of the class and -1 for others, shape [rows].</param>
    /// <param name="costs">Cost of each row's error, shape [rows].</param>
    /// <param name="weights">Where the search starts and what it found, the bias last, shape [features + 1].</param>
    /// <param name="cancel">Stops.</param>
    public void Minimise(double[] signs, double[] costs, double[] weights, CancellationToken cancel)
    {
        var tolerance = Math.Max(Tolerance, RelativeTolerance * SteepestStart(signs, costs));
        var slack = Slack(signs, weights);
        var active = Enumerable.Range(0, features + 1).Where(j => weights[j] != 0 || j == features).ToList();
        var isActive = new bool[features + 1];
        foreach (var j in active) isActive[j] = true;
        while (true)
        {
            Descend(active, signs, costs, slack, weights, tolerance, cancel);
            var gradient = Gradient(signs, costs, slack);
            var broken = Enumerable.Range(0, features).Where(j => !isActive[j] && Math.Abs(gradient[j]) > 1 + tolerance)
                .OrderByDescending(j => Math.Abs(gradient[j])).ThenBy(j => j).Take(Math.Max(LeastNewColumns, active.Count)).ToArray();
            if (broken.Length == 0) return;
            foreach (var j in broken) isActive[j] = true;
            active.AddRange(broken);
        }
    }

    // Gradient of the loss in the weight of every column.
    private float[] Gradient(double[] signs, double[] costs, double[] slack)
    {
        var (errors, gradient) = (new float[slack.Length], new float[features]);
        for (var i = 0; i < errors.Length; i++) errors[i] = (float)(-2 * costs[i] * signs[i] * Math.Max(0, slack[i]));
        columns.Products(errors, gradient);
        return gradient;
    }

    // 1 - sign (w'x + b) of every row.
    private double[] Slack(double[] signs, double[] weights)
    {
        var slack = new double[signs.Length];
        Array.Fill(slack, 1);
        for (var j = 0; j <= features; j++)
        {
            if (weights[j] == 0) continue;
            var column = Column(j);
            for (var i = 0; i < slack.Length; i++) slack[i] -= signs[i] * weights[j] * column[i];
        }

        return slack;
    }

    private void Descend(List<int> active, double[] signs, double[] costs, double[] slack, double[] weights, double tolerance, CancellationToken cancel)
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            cancel.ThrowIfCancellationRequested();
            var worst = 0.0;
            foreach (var j in active) worst = Math.Max(worst, Step(Column(j), signs, costs, slack, ref weights[j]));
            if (worst <= tolerance) return;
        }
    }

    // One Newton step on one weight; gives how far the weight was from optimal before it.
    private static double Step(float[] column, double[] signs, double[] costs, double[] slack, ref double weight)
    {
        var (gradient, curvature) = (0.0, 0.0);
        for (var i = 0; i < slack.Length; i++)
        {
            if (slack[i] <= 0) continue;
            var weighted = costs[i] * column[i];
            gradient -= weighted * signs[i] * slack[i];
            curvature += weighted * column[i];
        }

        (gradient, curvature) = (2 * gradient, Math.Max(2 * curvature, LeastCurvature));
        var violation = weight > 0 ? Math.Abs(gradient + 1) : weight < 0 ? Math.Abs(gradient - 1) : Math.Max(0, Math.Abs(gradient) - 1);
        var direction = gradient + 1 <= curvature * weight ? -(gradient + 1) / curvature
            : gradient - 1 >= curvature * weight ? -(gradient - 1) / curvature
            : -weight; // equation 17
        if (violation == 0 || direction == 0) return violation;

        var expected = gradient * direction + Math.Abs(weight + direction) - Math.Abs(weight);
        for (var halving = 0; halving < MostHalvings; halving++, direction /= 2, expected /= 2)
        {
            if (Change(column, signs, costs, slack, direction) + Math.Abs(weight + direction) - Math.Abs(weight) > Sufficient * expected) continue;
            for (var i = 0; i < slack.Length; i++) slack[i] -= signs[i] * direction * column[i];
            weight += direction;
            break;
        }

        return violation;
    }

    // What a step adds to the loss.
    private static double Change(float[] column, double[] signs, double[] costs, double[] slack, double step)
    {
        var change = 0.0;
        for (var i = 0; i < slack.Length; i++)
        {
            var (before, after) = (Math.Max(0, slack[i]), Math.Max(0, slack[i] - signs[i] * step * column[i]));
            change += costs[i] * (after - before) * (after + before);
        }

        return change;
    }

    private float[] Column(int j)
    {
        if (cache[j] is { } laidOut) return laidOut;
        var column = new float[columns.RowCount];
        columns.Column(j, column);
        return cache[j] = column;
    }
}
