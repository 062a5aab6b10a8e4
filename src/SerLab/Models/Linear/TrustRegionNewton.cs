namespace SerLab.Models.Linear;

/// <summary>Solves the primal of a linear machine with the squared hinge: for many more rows than columns, where the dual has a variable for every row.</summary>
/// <remarks>
/// C.-J. Lin, R. C. Weng, S. S. Keerthi, "Trust region Newton method for large-scale logistic regression", JMLR 9, 2008, algorithm 1 with the squared hinge of
/// its section 5 (generalised Hessian I + 2 X_I' C_I X_I, I the rows with a margin below 1); steps by conjugate gradients within the region (T. Steihaug, 1983).
/// Stopped by the relative duality gap: alpha_i = 2 C_i max(0, 1 - y_i w'x_i) is feasible, and sum_i alpha_i y_i x_i is w minus the gradient.
/// </remarks>
internal static class TrustRegionNewton
{
    private const int MostSteps = 200;
    private const int MostConjugateSteps = 500;
    private const double ConjugateTolerance = 0.1;

    /// <param name="problem">What to solve; its hinge is squared.</param>
    /// <param name="tolerance">Largest relative duality gap.</param>
    /// <param name="start">Weights to begin with, shape [width].</param>
    /// <param name="cancel">Stops between passes.</param>
    public static LinearSolution Solve(BinaryProblem problem, double tolerance, ReadOnlySpan<double> start, CancellationToken cancel)
    {
        var at = Point.At(problem, start.ToArray());
        var radius = at.GradientLength;
        for (var step = 0; ; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var solution = at.Solution(problem);
            if (solution.Gap <= tolerance || step == MostSteps || at.GradientLength == 0) return solution;
            var (move, residual) = ConjugateGradients(problem, at, radius, cancel);
            var moved = (double[])at.Weights.Clone();
            for (var j = 0; j < moved.Length; j++) moved[j] += move[j];
            var next = Point.At(problem, moved);

            // The residual r = -g - H s gives the model's fall -g's - s'Hs / 2 without another product (equations 9 and 10).
            var slope = BinaryProblem.Inner(at.Gradient, move);
            var (expected, actual) = (-0.5 * (slope - BinaryProblem.Inner(move, residual)), at.Objective - next.Objective);
            var length = Math.Sqrt(BinaryProblem.SquaredLength(move));
            if (step == 0) radius = Math.Min(radius, length);
            if (!(expected > 0) || length == 0) return solution; // the numbers are exhausted
            radius = NewRadius(radius, length, expected, actual, slope);
            if (actual > 1e-4 * expected) at = next;
            else if (Math.Abs(actual) <= 1e-14 * at.Objective) return solution;
        }
    }

    // Equation 11 with the interpolated length of Lin and Moré (SIAM J. Optim. 9, 1999).
    private static double NewRadius(double radius, double length, double expected, double actual, double slope)
    {
        var curvature = -actual - slope;
        var factor = curvature <= 0 ? 4 : Math.Max(0.25, -0.5 * slope / curvature);
        if (actual < 1e-4 * expected) return Math.Min(Math.Max(factor, 0.25) * length, 0.5 * radius);
        if (actual < 0.25 * expected) return Math.Max(0.25 * radius, Math.Min(factor * length, 0.5 * radius));
        if (actual < 0.75 * expected) return Math.Max(0.25 * radius, Math.Min(factor * length, 4 * radius));
        return Math.Max(radius, Math.Min(factor * length, 4 * radius));
    }

    private static (double[] Move, double[] Residual) ConjugateGradients(BinaryProblem problem, Point at, double radius, CancellationToken cancel)
    {
        var width = at.Weights.Length;
        var (move, curved) = (new double[width], new double[width]);
        double[] residual = [.. at.Gradient.Select(value => -value)], direction = [.. residual];
        var (squared, enough) = (BinaryProblem.SquaredLength(residual), ConjugateTolerance * at.GradientLength);
        for (var step = 0; step < MostConjugateSteps && Math.Sqrt(squared) > enough; step++)
        {
            cancel.ThrowIfCancellationRequested();
            at.Curve(problem, direction, curved);
            var length = squared / BinaryProblem.Inner(direction, curved);
            var (moveMove, moveDirection, both) = (BinaryProblem.SquaredLength(move), BinaryProblem.Inner(move, direction), BinaryProblem.SquaredLength(direction));
            var leaves = moveMove + 2 * length * moveDirection + length * length * both > radius * radius;
            if (leaves) length = (Math.Sqrt(moveDirection * moveDirection + both * Math.Max(0, radius * radius - moveMove)) - moveDirection) / both;
            for (var j = 0; j < width; j++)
            {
                move[j] += length * direction[j];
                residual[j] -= length * curved[j];
            }

            if (leaves) break;
            var (before, after) = (squared, BinaryProblem.SquaredLength(residual));
            for (var j = 0; j < width; j++) direction[j] = residual[j] + after / before * direction[j];
            squared = after;
        }

        return (move, residual);
    }

    /// <summary>Weights with what one pass over the rows says of them.</summary>
    private sealed record Point(double[] Weights, double[] Margins, double[] Gradient, double Objective)
    {
        public double GradientLength { get; } = Math.Sqrt(BinaryProblem.SquaredLength(Gradient));

        public static Point At(BinaryProblem problem, double[] weights)
        {
            var (margins, gradient, objective) = (new double[problem.Count], (double[])weights.Clone(), BinaryProblem.SquaredLength(weights) / 2);
            for (var t = 0; t < margins.Length; t++)
            {
                margins[t] = problem.Margin(t, weights);
                if (margins[t] >= 1) continue;
                objective += problem.Loss(t, margins[t]);
                problem.Add(t, -2 * problem.Costs[t] * (1 - margins[t]), gradient);
            }

            return new Point(weights, margins, gradient, objective);
        }

        public LinearSolution Solution(BinaryProblem problem)
        {
            double[] alphas = [.. Margins.Select((margin, t) => 2 * problem.Costs[t] * Math.Max(0, 1 - margin))];
            var squared = 0.0;
            for (var j = 0; j < Weights.Length; j++) squared += (Weights[j] - Gradient[j]) * (Weights[j] - Gradient[j]);
            return new LinearSolution(Weights, alphas, Objective, problem.Dual(alphas, squared));
        }

        /// <summary>curved = (I + 2 X_I' C_I X_I) direction, a row at a time, so that it is read once.</summary>
        public void Curve(BinaryProblem problem, ReadOnlySpan<double> direction, Span<double> curved)
        {
            direction.CopyTo(curved);
            for (var t = 0; t < Margins.Length; t++)
                if (Margins[t] < 1) problem.Add(t, 2 * problem.Costs[t] * problem.Margin(t, direction), curved);
        }
    }
}
