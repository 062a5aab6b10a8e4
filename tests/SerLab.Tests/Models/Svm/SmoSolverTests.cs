using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

public sealed class SmoSolverTests
{
    [Theory]
    [InlineData(10, 0.5)]   // Two points at +1 and -1: w = 1, so alpha = 1/2.
    [InlineData(0.2, 0.2)]  // A box below that binds.
    public void Two_points_have_the_solution_worked_out_by_hand(double c, double alpha)
    {
        var solution = SmoSolver.Solve(Pair([1], [-1]), [c, c], 1e-9, CancellationToken.None);
        Assert.Equal([alpha, -alpha], solution.Coefficients, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0, solution.Bias, 1e-9);
    }

    [Fact]
    public void Three_points_on_a_line_have_the_widest_margin()
    {
        // +: 2 and 5, -: -1; margin from -1 to 2: f(x) = (2 x - 1) / 3, and the point at 5 is no support vector.
        var solution = SmoSolver.Solve(Pair([2, 5], [-1]), [100, 100, 100], 1e-9, CancellationToken.None);
        Assert.Equal([2 / 9.0, 0, -2 / 9.0], solution.Coefficients, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal([1, 3, -1], solution.Decisions, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_optimality_conditions_hold_within_the_tolerance()
    {
        var random = new RandomSource(4).Open();
        var (first, second) = (Draw(40, 0.5, random), Draw(60, -0.5, random));
        var boxes = Enumerable.Range(0, 100).Select(i => i < 40 ? 3.0 : 2.0).ToArray();
        var solution = SmoSolver.Solve(Pair(first, second), boxes, 1e-5, CancellationToken.None);
        Assert.Equal(0, solution.Coefficients.Sum(), 1e-9);
        Assert.InRange(solution.Primal - solution.Dual, -1e-9, 1e-3 * solution.Primal);
        for (var t = 0; t < 100; t++)
        {
            var margin = (t < 40 ? 1 : -1) * solution.Decisions[t];
            var alpha = Math.Abs(solution.Coefficients[t]);
            Assert.InRange(alpha, 0, boxes[t]);
            if (alpha == 0) Assert.True(margin >= 1 - 1e-4, $"row {t} lies in the margin without a multiplier: {margin}");
            else if (alpha == boxes[t]) Assert.True(margin <= 1 + 1e-4, $"row {t} is bound outside the margin: {margin}");
            else Assert.Equal(1, margin, 1e-4);
        }
    }

    [Fact]
    public void A_machine_worth_parking_rows_for_is_as_exact_as_a_small_one()
    {
        // Rows enough that the solver parks those at a bound; the conditions must hold for these too.
        var random = new RandomSource(5).Open();
        var (first, second) = (Draw(700, 0.3, random), Draw(800, -0.3, random));
        var solution = SmoSolver.Solve(Pair(first, second), [.. Enumerable.Repeat(50.0, 1500)], 1e-5, CancellationToken.None);
        Assert.True(solution.Steps > 3000, $"{solution.Steps} steps: too few to park anything");
        for (var t = 0; t < 1500; t++)
        {
            var (margin, alpha) = ((t < 700 ? 1 : -1) * solution.Decisions[t], Math.Abs(solution.Coefficients[t]));
            Assert.True(alpha is > 0 and < 50 ? Math.Abs(margin - 1) < 1e-4 : alpha == 0 ? margin >= 1 - 1e-4 : margin <= 1 + 1e-4, $"row {t}: multiplier {alpha}, margin {margin}");
        }

        float[] all = [.. first, .. second];
        var weight = all.Select((x, t) => solution.Coefficients[t] * x).Sum();
        for (var t = 0; t < 1500; t += 13) Assert.Equal(weight * all[t] + solution.Bias, solution.Decisions[t], 1e-3);
    }

    [Fact]
    public void A_row_with_no_box_is_judged_by_a_machine_that_never_saw_it()
    {
        var random = new RandomSource(6).Open();
        var (first, second) = (Draw(30, 0.4, random), Draw(30, -0.4, random));
        var boxes = Enumerable.Repeat(1.0, 60).ToArray();
        for (var t = 5; t < 60; t += 10) boxes[t] = 0;
        var solution = SmoSolver.Solve(Pair(first, second), boxes, 1e-8, CancellationToken.None);

        float[] keptFirst = [.. first.Where((_, i) => boxes[i] > 0)], keptSecond = [.. second.Where((_, i) => boxes[30 + i] > 0)];
        var without = SmoSolver.Solve(Pair(keptFirst, keptSecond), Enumerable.Repeat(1.0, 54).ToArray(), 1e-8, CancellationToken.None);
        float[] kept = [.. keptFirst, .. keptSecond], all = [.. first, .. second];
        for (var t = 5; t < 60; t += 10)
            Assert.Equal(without.Bias + kept.Select((x, i) => without.Coefficients[i] * x * all[t]).Sum(), solution.Decisions[t], 1e-5);
    }

    [Theory]
    [InlineData(0, 1, -1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 0, 0)]
    public void With_one_side_held_out_everything_belongs_to_the_other(double firstBox, double secondBox, double expected)
    {
        var solution = SmoSolver.Solve(Pair([1], [-1]), [firstBox, secondBox], 1e-3, CancellationToken.None);
        Assert.Equal([expected, expected], solution.Decisions);
    }

    [Fact]
    public void Equal_rows_of_both_classes_do_no_harm()
    {
        var solution = SmoSolver.Solve(Pair([2, 2, 2], [2, 2]), [1, 1, 1, 1, 1], 1e-3, CancellationToken.None);
        Assert.All(solution.Decisions, value => Assert.True(double.IsFinite(value)));
    }

    // One-dimensional rows under the linear kernel.
    private static WholePairKernel Pair(float[] first, float[] second)
    {
        var gram = GramMatrix.Of(new float[][] { first, second }.SelectMany(x => x).ToArray(), first.Length + second.Length, 1, 1, CancellationToken.None);
        return new WholePairKernel(gram, new KernelFunction(SvmKernel.Linear), (0, first.Length), (first.Length, second.Length));
    }

    private static float[] Draw(int count, double mean, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ => (float)(mean + random.NextGaussian()))];
}
