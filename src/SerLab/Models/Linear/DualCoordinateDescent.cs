using SerLab.Numerics;

namespace SerLab.Models.Linear;

/// <summary>Solves the dual of a linear machine one variable at a time: its cost is a few passes over the rows, however wide they are.</summary>
/// <remarks>
/// C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. S. Keerthi, S. Sundararajan, "A dual coordinate descent method for large-scale linear SVM", ICML 2008, algorithm 3
/// (random order, shrinking). Stopped by the relative duality gap, which bounds the distance from the minimum, instead of by a projected gradient, whose
/// size means another thing for every C: the bound on the gradients is divided by ten until the gap is small enough.
/// </remarks>
internal static class DualCoordinateDescent
{
    private const int MostPasses = 5000;
    private const double FirstViolation = 0.1;
    private const double LeastViolation = 1e-12;

    /// <param name="problem">What to solve.</param>
    /// <param name="tolerance">Largest relative duality gap.</param>
    /// <param name="start">Dual variables to begin with, shape [members]; cut to what is feasible.</param>
    /// <param name="stream">Draws the order of the variables.</param>
    /// <param name="cancel">Stops between passes.</param>
    public static LinearSolution Solve(BinaryProblem problem, double tolerance, ReadOnlySpan<double> start, RandomStream stream, CancellationToken cancel)
    {
        var (weights, alphas, diagonal) = (new double[problem.Rows.Width], new double[problem.Count], new double[problem.Count]);
        for (var t = 0; t < problem.Count; t++)
        {
            // A row of zeros without bias has no curvature; its alpha goes straight to its cap.
            diagonal[t] = Math.Max(1e-12, problem.Rows.SquaredLength(problem.Members[t]) + problem.Shift(t));
            alphas[t] = Math.Clamp(start[t], 0, problem.Cap(t));
            if (alphas[t] != 0) problem.Add(t, alphas[t], weights);
        }

        var passes = 0;
        for (var violation = FirstViolation; ; violation /= 10)
        {
            passes += Descend(problem, diagonal, alphas, weights, violation, MostPasses - passes, stream, cancel);
            var solution = new LinearSolution(weights, alphas, problem.Primal(weights), problem.Dual(alphas, BinaryProblem.SquaredLength(weights)));
            if (solution.Gap <= tolerance || passes >= MostPasses || violation < LeastViolation) return solution;
        }
    }

    // Passes until the projected gradients of all variables lie within one bound; their number.
    private static int Descend(
        BinaryProblem problem, double[] diagonal, double[] alphas, double[] weights, double violation, int mostPasses, RandomStream stream, CancellationToken cancel)
    {
        int[] order = [.. Enumerable.Range(0, problem.Count)];
        var active = order.Length;
        var (highest, lowest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var pass = 1; ; pass++)
        {
            cancel.ThrowIfCancellationRequested();
            stream.Shuffle(order.AsSpan(0, active));
            var (most, least) = (0.0, 0.0);
            for (var s = 0; s < active; s++)
            {
                var t = order[s];
                var gradient = problem.Margin(t, weights) - 1 + alphas[t] * problem.Shift(t);
                var (atFloor, atCap) = (alphas[t] == 0, alphas[t] == problem.Cap(t));
                if (atFloor && gradient > highest || atCap && gradient < lowest)
                {
                    // Shrinking: by the last pass's extremes this variable would not leave its bound.
                    (order[s], order[active - 1]) = (order[active - 1], order[s]);
                    (active, s) = (active - 1, s - 1);
                    continue;
                }

                var projected = atFloor ? Math.Min(0, gradient) : atCap ? Math.Max(0, gradient) : gradient;
                (most, least) = (Math.Max(most, projected), Math.Min(least, projected));
                if (Math.Abs(projected) <= LeastViolation) continue;
                var moved = Math.Clamp(alphas[t] - gradient / diagonal[t], 0, problem.Cap(t));
                problem.Add(t, moved - alphas[t], weights);
                alphas[t] = moved;
            }

            if (pass >= mostPasses) return pass;
            if (most - least > violation)
            {
                (highest, lowest) = (most > 0 ? most : double.PositiveInfinity, least < 0 ? least : double.NegativeInfinity);
                continue;
            }

            if (active == order.Length) return pass;
            active = order.Length; // The variables that were left out are looked at once more.
            (highest, lowest) = (double.PositiveInfinity, double.NegativeInfinity);
        }
    }
}
