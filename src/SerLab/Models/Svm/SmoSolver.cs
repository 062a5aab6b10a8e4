using System.Numerics;
using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>Two classes of a kernel matrix whose rows are sorted by class: the first class is to lie on the positive side.</summary>
/// <param name="Kernel">Kernel of every pair of rows.</param>
/// <param name="FirstStart">First row of the positive class.</param>
/// <param name="FirstCount">Rows of the positive class.</param>
/// <param name="SecondStart">First row of the negative class.</param>
/// <param name="SecondCount">Rows of the negative class.</param>
internal readonly record struct PairProblem(KernelMatrix Kernel, int FirstStart, int FirstCount, int SecondStart, int SecondCount)
{
    /// <summary>Rows of both classes.</summary>
    public int Count => FirstCount + SecondCount;

    /// <summary>The kernel matrix's row of the pair's row t: the positive class comes first.</summary>
    public int RowOf(int t) => t < FirstCount ? FirstStart + t : SecondStart + t - FirstCount;
}

/// <summary>A trained two-class machine: f(x) = sum_t Coefficients[t] K(x_t, x) + Bias.</summary>
/// <param name="Coefficients">y_t alpha_t of the pair's rows, positive class first.</param>
/// <param name="Bias">The constant; LIBSVM's rho with its sign turned.</param>
/// <param name="Decisions">f of every one of the pair's rows, those with a box of 0 (held out) included.</param>
/// <param name="Iterations">Steps of two coefficients.</param>
internal sealed record SmoSolution(double[] Coefficients, double Bias, double[] Decisions, int Iterations);

/// <summary>The dual of the soft-margin support vector machine by sequential minimal optimisation with second-order working sets.</summary>
/// <remarks>
/// <para>R.-E. Fan, P.-H. Chen, C.-J. Lin, "Working set selection using second order information for training SVM", JMLR 6, 2005: WSS 2, equation numbers are
/// theirs. Written in b_t = y_t alpha_t, so that signs vanish: 0 ... C for the positive class, -C ... 0 for the negative, sum b_t = 0, and
/// v_t = y_t - sum_s K_ts b_s (the paper's -y_t times the gradient) is what every row still lacks.</para>
/// <para>A row whose box is 0 never moves: it is held out, and its decision value falls out of v at no cost but its share of the update.</para>
/// </remarks>
internal static class SmoSolver
{
    // The paper's tau: stands in for a curvature that is not positive (equal rows, or rounding of the kernel).
    private const double LeastCurvature = 1e-12;

    /// <param name="pair">The two classes.</param>
    /// <param name="boxes">C of each of the pair's rows, at least 0; 0 holds the row out. Shape [rows of the pair].</param>
    /// <param name="tolerance">Largest violation of the optimality conditions left over.</param>
    /// <param name="cancel">Looked at every 1024 steps.</param>
    /// <exception cref="OptionsException">No convergence in ten million steps.</exception>
    public static SmoSolution Solve(PairProblem pair, ReadOnlySpan<double> boxes, double tolerance, CancellationToken cancel)
    {
        var count = pair.Count;
        var (coefficients, lacking) = (new double[count], new double[count]);
        var (low, high, diagonal) = (new double[count], new double[count], new double[count]);
        for (var t = 0; t < count; t++)
        {
            var row = pair.RowOf(t);
            diagonal[t] = pair.Kernel.Row(row)[row];
            if (t < pair.FirstCount) (lacking[t], high[t]) = (1, boxes[t]);
            else (lacking[t], low[t]) = (-1, -boxes[t]);
        }

        var mostSteps = Math.Max(10_000_000, 100 * count);
        for (var step = 0; ; step++)
        {
            if ((step & 1023) == 0) cancel.ThrowIfCancellationRequested();
            var (i, j) = SelectWorkingSet(pair, coefficients, lacking, low, high, diagonal, tolerance);
            if (j < 0) return new SmoSolution(coefficients, BiasOf(coefficients, lacking, low, high), DecisionsOf(pair, coefficients, lacking, low, high), step);
            if (step == mostSteps)
                throw new OptionsException("svm", [$"Tolerance {tolerance} was not reached in {mostSteps} steps with C up to {boxes.ToArray().Max():G4}; normalise the features, lower C or raise Tolerance."]);
            Step(pair, i, j, coefficients, lacking, low, high, diagonal);
        }
    }

    // Equations 8 to 11 (WSS 2): i violates most; j promises the largest decrease of the dual when paired with i.
    private static (int I, int J) SelectWorkingSet(PairProblem pair, double[] coefficients, double[] lacking, double[] low, double[] high, double[] diagonal, double tolerance)
    {
        var (i, most) = (-1, double.NegativeInfinity);
        for (var t = 0; t < coefficients.Length; t++)
            if (coefficients[t] < high[t] && lacking[t] > most) (i, most) = (t, lacking[t]);
        if (i < 0) return (-1, -1);

        var row = pair.Kernel.Row(pair.RowOf(i));
        var (j, best, least) = (-1, 0.0, double.PositiveInfinity);
        Scan(0, row.Slice(pair.FirstStart, pair.FirstCount));
        Scan(pair.FirstCount, row.Slice(pair.SecondStart, pair.SecondCount));
        return most - least < tolerance ? (-1, -1) : (i, j);

        void Scan(int start, ReadOnlySpan<float> kernel)
        {
            for (var s = 0; s < kernel.Length; s++)
            {
                var t = start + s;
                if (coefficients[t] <= low[t]) continue;
                if (lacking[t] < least) least = lacking[t];
                var violation = most - lacking[t];
                if (violation <= 0) continue;
                var gain = violation * violation / Math.Max(LeastCurvature, diagonal[i] + diagonal[t] - 2.0 * kernel[s]);
                if (gain > best) (j, best) = (t, gain);
            }
        }
    }

    // The two-variable problem along sum b = 0: b_i grows and b_j falls by the same amount, up to the box.
    private static void Step(PairProblem pair, int i, int j, double[] coefficients, double[] lacking, double[] low, double[] high, double[] diagonal)
    {
        var rowI = pair.Kernel.Row(pair.RowOf(i));
        var rowJ = pair.Kernel.Row(pair.RowOf(j));
        var curvature = Math.Max(LeastCurvature, diagonal[i] + diagonal[j] - 2.0 * rowI[pair.RowOf(j)]);
        var (roomI, roomJ) = (high[i] - coefficients[i], coefficients[j] - low[j]);
        var change = Math.Min((lacking[i] - lacking[j]) / curvature, Math.Min(roomI, roomJ));
        coefficients[i] = change == roomI ? high[i] : coefficients[i] + change;
        coefficients[j] = change == roomJ ? low[j] : coefficients[j] - change;
        SubtractDifference(rowI.Slice(pair.FirstStart, pair.FirstCount), rowJ.Slice(pair.FirstStart, pair.FirstCount), change, lacking.AsSpan(0, pair.FirstCount));
        SubtractDifference(rowI.Slice(pair.SecondStart, pair.SecondCount), rowJ.Slice(pair.SecondStart, pair.SecondCount), change, lacking.AsSpan(pair.FirstCount));
    }

    // destination[t] -= scale (a[t] - b[t]), in double; whole vectors of floats widen to two of doubles, the remainder goes one by one.
    private static void SubtractDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double scale, Span<double> destination)
    {
        var t = 0;
        for (; t <= destination.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(a[t..]), out var aLow, out var aHigh);
            Vector.Widen(new Vector<float>(b[t..]), out var bLow, out var bHigh);
            var low = destination[t..];
            var high = destination[(t + Vector<double>.Count)..];
            (new Vector<double>(low) - (aLow - bLow) * scale).CopyTo(low);
            (new Vector<double>(high) - (aHigh - bHigh) * scale).CopyTo(high);
        }

        for (; t < destination.Length; t++) destination[t] -= scale * ((double)a[t] - b[t]);
    }

    // At the optimum every free row lacks exactly the bias; without one it lies half-way between the bounds (section 4.1.5 of the LIBSVM paper, ACM TIST 2011).
    private static double BiasOf(double[] coefficients, double[] lacking, double[] low, double[] high)
    {
        var (sum, free) = (0.0, 0);
        var (most, least) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var t = 0; t < coefficients.Length; t++)
        {
            var (mayRise, mayFall) = (coefficients[t] < high[t], coefficients[t] > low[t]);
            if (mayRise && mayFall) (sum, free) = (sum + lacking[t], free + 1);
            if (mayRise) most = Math.Max(most, lacking[t]);
            if (mayFall) least = Math.Min(least, lacking[t]);
        }

        if (free > 0) return sum / free;
        if (double.IsFinite(most) && double.IsFinite(least)) return (most + least) / 2;
        return double.IsFinite(most) ? 1 : double.IsFinite(least) ? -1 : 0; // All rows of one class are held out: everything belongs to the other.
    }

    private static double[] DecisionsOf(PairProblem pair, double[] coefficients, double[] lacking, double[] low, double[] high)
    {
        var bias = BiasOf(coefficients, lacking, low, high);
        var decisions = new double[coefficients.Length];
        for (var t = 0; t < decisions.Length; t++) decisions[t] = (t < pair.FirstCount ? 1 : -1) - lacking[t] + bias;
        return decisions;
    }
}
