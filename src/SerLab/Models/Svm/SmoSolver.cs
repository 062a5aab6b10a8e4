using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>A trained two-class machine: f(x) = sum_t Coefficients[t] K(x_t, x) + Bias.</summary>
/// <param name="Coefficients">y_t alpha_t of the pair's rows, positive class first.</param>
/// <param name="Bias">The constant; LIBSVM's rho with its sign turned.</param>
/// <param name="Decisions">f of every one of the pair's rows, those with a box of 0 (held out) included.</param>
/// <param name="Steps">Steps of two coefficients.</param>
/// <param name="Primal">|w|^2 / 2 + sum_t C_t max(0, 1 - y_t f(x_t)): no machine costs less than <paramref name="Dual"/>.</param>
/// <param name="Dual">sum_t alpha_t - |w|^2 / 2.</param>
internal sealed record SmoSolution(double[] Coefficients, double Bias, double[] Decisions, long Steps, double Primal, double Dual);

/// <summary>The dual of the soft-margin support vector machine by sequential minimal optimisation with second-order working sets.</summary>
/// <remarks>
/// <para>R.-E. Fan, P.-H. Chen, C.-J. Lin, "Working set selection using second order information for training SVM", JMLR 6, 2005: WSS 2, equation numbers are
/// theirs. Written in b_t = y_t alpha_t, so that signs vanish: 0 ... C for the positive class, -C ... 0 for the negative, sum b_t = 0, and
/// v_t = y_t - sum_s K_ts b_s (the paper's -y_t times the gradient) is what every row still lacks.</para>
/// <para>A row whose box is 0 never moves: it is held out, and its decision value falls out of v.</para>
/// </remarks>
internal static class SmoSolver
{
    /// <summary>The paper's tau: stands in for a curvature that is not positive (equal rows, or a kernel that is no inner product).</summary>
    public const double LeastCurvature = 1e-12;

    // Below, a step takes less than a microsecond, and picking columns costs more than it saves.
    private const int LeastRowsToShrink = 1000;
    private const int StepsPerShrinking = 1000;

    /// <param name="kernel">The two classes.</param>
    /// <param name="boxes">C of each of the pair's rows, at least 0; 0 holds the row out. Shape [rows of the pair].</param>
    /// <param name="tolerance">Largest violation of the optimality conditions left over.</param>
    /// <param name="cancel">Looked at every 1024 steps.</param>
    /// <param name="start">A solution with boxes in proportion to these, to start from; null starts at zero.</param>
    /// <param name="growth">That proportion: these boxes over those, at least 1.</param>
    /// <exception cref="OptionsException">No convergence in ten million steps, or a hundred per row.</exception>
    public static SmoSolution Solve(PairKernel kernel, double[] boxes, double tolerance, CancellationToken cancel, SmoSolution? start = null, double growth = 1)
    {
        using var set = new SmoWorkingSet(kernel, boxes, start, growth);
        var mostSteps = Math.Max(10_000_000, 100L * kernel.Count);
        var untilShrinking = StepsPerShrinking;
        var hasLookedBack = false;
        for (var steps = 0L; ; steps++)
        {
            if ((steps & 1023) == 0) cancel.ThrowIfCancellationRequested();
            var (second, violation) = set.Partner();
            if (second < 0 || violation < tolerance)
            {
                if (set.IsWhole) return set.Solution(steps);
                set.Open();
                untilShrinking = 1; // What the last rows lack is known exactly now.
                continue;
            }

            if (steps == mostSteps)
                throw new OptionsException("svm", [$"Tolerance {tolerance} was not reached in {mostSteps} steps with C up to {boxes.Max():G4}; normalise the features, lower C or raise Tolerance."]);
            set.Step(second);
            if (kernel.Count < LeastRowsToShrink || --untilShrinking > 0) continue;
            untilShrinking = StepsPerShrinking;

            // Once, near the end: rows parked early, on a rough guess, get a second chance (section 5.3 of the LIBSVM paper).
            if (!hasLookedBack && violation <= 10 * tolerance)
            {
                hasLookedBack = true;
                set.Open();
            }

            set.Shrink();
        }
    }
}
