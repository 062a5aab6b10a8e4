namespace SerLab.Models.Calibration;

/// <summary>A smooth convex function of few parameters.</summary>
/// <param name="parameters">Where, shape [parameters]; only read.</param>
/// <param name="gradient">Its gradient there, shape [parameters]; all zero before. Empty when only the value is asked.</param>
/// <param name="hessian">Its second derivatives there, shape [parameters x parameters], of which the lower triangle is read; all zero before. Empty when only the value is asked.</param>
/// <returns>Its value.</returns>
internal delegate double ConvexLoss(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian);

/// <summary>Minimises a convex function of few parameters, each between bounds. Nothing is random.</summary>
/// <remarks>
/// D. P. Bertsekas, "Projected Newton methods for optimization problems with simple constraints", SIAM J. Control Optim. 20(2), 1982: parameters that a bound holds back
/// stay, the others take a Newton step that is cut at the bounds and halved until the function falls enough.
/// </remarks>
internal static class BoundedNewton
{
    private const int MostIterations = 200;
    private const int MostHalvings = 100;
    private const double Sufficient = 1e-4;
    private const double RelativeRidge = 1e-12;
    private const double LeastRidge = 1e-300;
    private const double MoreRidge = 100;
    private const double LeastGain = 1e-15;

    /// <param name="loss">What is minimised.</param>
    /// <param name="start">Where the search begins, inside the bounds, shape [parameters]; only read.</param>
    /// <param name="least">Lower bounds, shape [parameters]; may be -infinity.</param>
    /// <param name="most">Upper bounds, shape [parameters]; may be +infinity.</param>
    /// <returns>Where the function is least, shape [parameters]; never higher than at the start.</returns>
    public static double[] Minimise(ConvexLoss loss, double[] start, double[] least, double[] most)
    {
        var count = start.Length;
        var at = start;
        var (gradient, hessian) = (new double[count], new double[count * count]);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            Array.Clear(gradient);
            Array.Clear(hessian);
            var value = loss(at, gradient, hessian);
            int[] free = [.. Enumerable.Range(0, count).Where(i => !(at[i] <= least[i] && gradient[i] >= 0) && !(at[i] >= most[i] && gradient[i] <= 0))];
            var (step, gain) = NewtonStep(gradient, hessian, free);
            if (!(gain > LeastGain * (1 + Math.Abs(value)))) break;
            if (Lower(loss, value, at, gradient, step, least, most) is not { } lower) break;
            at = lower;
        }

        return at;
    }

    // The first place along the step, halved again and again, where the function has fallen enough; null when rounding hides any fall.
    private static double[]? Lower(ConvexLoss loss, double value, double[] at, double[] gradient, double[] step, double[] least, double[] most)
    {
        var candidate = new double[at.Length];
        var length = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            var slope = 0.0;
            for (var i = 0; i < at.Length; i++)
            {
                candidate[i] = Math.Clamp(at[i] + length * step[i], least[i], most[i]);
                slope += gradient[i] * (candidate[i] - at[i]);
            }

            if (slope < 0 && loss(candidate, [], []) <= value + Sufficient * slope) return candidate;
        }

        return null;
    }

    // Solves hessian step = -gradient over the free parameters, the others' step is 0; the gain is -gradient'step.
    private static (double[] Step, double Gain) NewtonStep(double[] gradient, double[] hessian, int[] free)
    {
        var n = free.Length;
        var (step, factor, solution) = (new double[gradient.Length], new double[n * n], new double[n]);
        var largest = free.Select(i => hessian[i * gradient.Length + i]).DefaultIfEmpty(0).Max();
        for (var ridge = Math.Max(LeastRidge, RelativeRidge * largest); ; ridge *= MoreRidge)
        {
            if (!double.IsFinite(ridge)) return (step, 0); // Numbers so large that their squares overflow: no step can be told.
            for (var row = 0; row < n; row++)
                for (var column = 0; column <= row; column++)
                    factor[row * n + column] = hessian[free[row] * gradient.Length + free[column]] + (row == column ? ridge : 0);
            if (Factorise(factor, n)) break;
        }

        for (var row = 0; row < n; row++) solution[row] = -gradient[free[row]];
        Solve(factor, solution);
        var gain = 0.0;
        for (var row = 0; row < n; row++)
        {
            step[free[row]] = solution[row];
            gain -= gradient[free[row]] * solution[row];
        }

        return (step, gain);
    }

    // Cholesky's L L' in the lower triangle; false when a pivot is not above 0.
    private static bool Factorise(double[] matrix, int n)
    {
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[row * n + column];
                for (var k = 0; k < column; k++) sum -= matrix[row * n + k] * matrix[column * n + k];
                if (row == column && !(sum > 0)) return false;
                matrix[row * n + column] = row == column ? Math.Sqrt(sum) : sum / matrix[column * n + column];
            }
        }

        return true;
    }

    private static void Solve(double[] factor, double[] vector)
    {
        var n = vector.Length;
        for (var row = 0; row < n; row++)
        {
            for (var k = 0; k < row; k++) vector[row] -= factor[row * n + k] * vector[k];
            vector[row] /= factor[row * n + row];
        }

        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++) vector[row] -= factor[k * n + row] * vector[k];
            vector[row] /= factor[row * n + row];
        }
    }
}
