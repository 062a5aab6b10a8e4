namespace SerLab.Benchmarks.Studies;

/// <summary>Logistic regression of few columns by Newton's method (T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, eq. 4.26).</summary>
internal static class LogisticRegression
{
    private const int Steps = 20;
    private const double Ridge = 1e-3;

    /// <summary>Weights of the most probable model, shape [columns].</summary>
    public static double[] Fit(IReadOnlyList<(double[] Columns, bool Yes)> rows)
    {
        var count = rows[0].Columns.Length;
        var weights = new double[count];
        for (var step = 0; step < Steps; step++)
        {
            var hessian = new double[count, count];
            var gradient = new double[count];
            for (var i = 0; i < count; i++) (hessian[i, i], gradient[i]) = (Ridge, -Ridge * weights[i]);
            foreach (var (columns, yes) in rows)
            {
                var sum = 0.0;
                for (var i = 0; i < count; i++) sum += weights[i] * columns[i];
                var p = 1 / (1 + Math.Exp(-sum));
                for (var i = 0; i < count; i++)
                {
                    gradient[i] += columns[i] * ((yes ? 1 : 0) - p);
                    for (var j = 0; j <= i; j++) hessian[i, j] += p * (1 - p) * columns[i] * columns[j];
                }
            }

            var change = Solve(hessian, gradient);
            for (var i = 0; i < count; i++) weights[i] += change[i];
        }

        return weights;
    }

    // Cholesky, of the lower triangle, in place.
    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++) sum -= a[i, k] * a[j, k];
                a[i, j] = i == j ? Math.Sqrt(sum) : sum / a[j, j];
            }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) b[i] -= a[i, k] * b[k];
            b[i] /= a[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) b[i] -= a[k, i] * b[k];
            b[i] /= a[i, i];
        }

        return b;
    }
}
