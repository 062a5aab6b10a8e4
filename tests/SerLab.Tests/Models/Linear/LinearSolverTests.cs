using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using SerLab.Models;
using SerLab.Models.Linear;

namespace SerLab.Tests.Models.Linear;

public sealed class LinearSolverTests
{
    [ProgramFact("python3")]
    public void The_hinge_has_the_objective_and_weights_that_liblinear_finds() => CompareWithLiblinear(Problem(120, 8, 1, isSquared: false, biasScale: 2));

    [ProgramFact("python3")]
    public void The_squared_hinge_has_the_objective_and_weights_that_liblinear_finds() => CompareWithLiblinear(Problem(90, 200, 2, isSquared: true, biasScale: 1));

    [Theory]
    [InlineData(300, 5)]
    [InlineData(60, 150)]
    public void Primal_and_dual_find_the_same_machine(int rows, int features)
    {
        var problem = Problem(rows, features, 3, isSquared: true, biasScale: 1);
        var (primal, dual) = (Primal(problem, 1e-8), Dual(problem, 1e-8));
        Assert.InRange(primal.Primal / dual.Primal, 1 - 1e-7, 1 + 1e-7);
        AssertNear(primal.Weights, dual.Weights, 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_dual_solution_satisfies_the_optimality_conditions(bool isSquared)
    {
        var problem = Problem(200, 12, 4, isSquared, biasScale: 1);
        var solution = Dual(problem, 1e-8);
        var sum = new double[problem.Rows.Width];
        for (var t = 0; t < problem.Count; t++)
        {
            // Karush, Kuhn, Tucker: outside the margin 0, inside at the cap, on it between.
            var margin = problem.Margin(t, solution.Weights) + solution.Alphas[t] * problem.Shift(t);
            if (margin > 1 + 1e-2) Assert.Equal(0, solution.Alphas[t]);
            else if (margin < 1 - 1e-2) Assert.Equal(problem.Cap(t), solution.Alphas[t]);
            problem.Add(t, solution.Alphas[t], sum);
        }

        AssertNear(sum, solution.Weights, 1e-9);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_gap_bounds_how_far_the_objective_is_from_its_minimum(bool isSquared, bool isPrimal)
    {
        var problem = Problem(150, 20, 5, isSquared, biasScale: 1);
        var (rough, fine) = isPrimal ? (Primal(problem, 0.05), Primal(problem, 1e-8)) : (Dual(problem, 0.05), Dual(problem, 1e-8));
        Assert.True(rough.Gap <= 0.05 && fine.Gap <= 1e-8, $"gaps {rough.Gap} and {fine.Gap}");
        Assert.True(rough.Dual <= fine.Primal && rough.Primal >= fine.Dual);
        Assert.True(rough.Primal - fine.Primal <= 0.05 * rough.Primal);
        Assert.Equal(Objective(problem, fine.Weights), fine.Primal, 1e-9 * fine.Primal);
    }

    [Fact]
    public void A_warm_start_arrives_at_the_same_machine()
    {
        var problem = Problem(150, 20, 6, isSquared: false, biasScale: 1);
        var cold = Dual(problem, 1e-8);
        double[] start = [.. cold.Alphas.Select(alpha => 3 * alpha)];
        var warm = DualCoordinateDescent.Solve(problem, 1e-8, start, new RandomSource(2).Open(), CancellationToken.None);
        AssertNear(cold.Weights, warm.Weights, 1e-3);
    }

    [Fact]
    public void One_row_of_each_sign_gives_the_machine_of_the_formula()
    {
        // Rows (2, 0) and (-2, 0), no bias, C large: the widest margin is w = (1/2, 0), alpha 1/8 each.
        var rows = new LinearRows([Toys.Row(2, 0), Toys.Row(-2, 0)], 0);
        var solution = Dual(new BinaryProblem(rows, [0, 1], [1, -1], [100, 100], false), 1e-8);
        AssertNear([0.5, 0, 0], solution.Weights, 1e-6);
        Assert.Equal(0.25, solution.Alphas.Sum(), 1e-6);
    }

    [Fact]
    public void Nobody_to_learn_from_gives_a_machine_of_zeros()
    {
        var rows = new LinearRows([Toys.Row(2, 0)], 1);
        Assert.Equal([0, 0, 0], Dual(new BinaryProblem(rows, [], [], [], false), 1e-3).Weights);
        Assert.Equal([0, 0, 0], Primal(new BinaryProblem(rows, [], [], [], true), 1e-3).Weights);
    }

    private static LinearSolution Dual(BinaryProblem problem, double tolerance) =>
        DualCoordinateDescent.Solve(problem, tolerance, new double[problem.Count], new RandomSource(1).Open(), CancellationToken.None);

    private static LinearSolution Primal(BinaryProblem problem, double tolerance) =>
        TrustRegionNewton.Solve(problem, tolerance, new double[problem.Rows.Width], CancellationToken.None);

    // Two overlapping clouds; costs differ from row to row.
    private static BinaryProblem Problem(int rows, int features, ulong seed, bool isSquared, double biasScale)
    {
        double[][] centres = [[.. Enumerable.Repeat(0.2, features)], [.. Enumerable.Repeat(-0.2, features)]];
        var set = Toys.Clouds(centres, 1, rows, seed);
        double[] costs = [.. Enumerable.Range(0, rows).Select(i => 0.1 * (1 + i % 3))];
        return new BinaryProblem(new LinearRows(set.Examples, biasScale), [.. Enumerable.Range(0, rows)], [.. set.Labels.Select(label => label == 0 ? 1.0 : -1)], costs, isSquared);
    }

    private static double Objective(BinaryProblem problem, double[] weights)
    {
        var sum = weights.Sum(w => w * w) / 2;
        for (var t = 0; t < problem.Count; t++)
        {
            var lack = Math.Max(0, 1 - problem.Signs[t] * problem.Rows.Dot(t, weights));
            sum += problem.Costs[t] * (problem.IsSquared ? lack * lack : lack);
        }

        return sum;
    }

    private static void CompareWithLiblinear(BinaryProblem problem, [CallerFilePath] string here = "")
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Path.GetDirectoryName(here)!, "linear_svm.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        var (row, biasScale) = (new double[problem.Rows.Width], BiasScaleOf(problem));
        python.StandardInput.WriteLine(FormattableString.Invariant($"{(problem.IsSquared ? "squared_hinge" : "hinge")} 1 {biasScale}"));
        for (var t = 0; t < problem.Count; t++)
        {
            Array.Clear(row);
            problem.Rows.Add(t, 1, row);
            python.StandardInput.WriteLine(string.Join(' ', row[..^1].Prepend(problem.Costs[t]).Prepend(problem.Signs[t]).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        }

        python.StandardInput.Close();
        var lines = python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        var (objective, weights) = (double.Parse(lines[0], CultureInfo.InvariantCulture), lines[1].Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray());
        var own = Dual(problem, 1e-8);
        Assert.InRange(own.Primal / objective, 1 - 1e-6, 1 + 1e-6);
        AssertNear(weights, own.Weights, 1e-3);
    }

    private static double BiasScaleOf(BinaryProblem problem)
    {
        var unit = new double[problem.Rows.Width];
        unit[^1] = 1;
        return problem.Rows.Dot(0, unit);
    }

    private static void AssertNear(double[] expected, double[] actual, double share)
    {
        var size = Math.Sqrt(expected.Sum(value => value * value));
        var distance = Math.Sqrt(expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum());
        Assert.True(distance <= share * size, $"the distance is {distance}, {distance / size:E2} of {size}");
    }
}
