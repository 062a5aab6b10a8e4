using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

/// <summary>Many values of C are solved one from the other.</summary>
public sealed class SvmPathTests
{
    private static readonly double[] Costs = [0.3, 1, 3, 10, 30];

    [Fact]
    public void A_path_ends_where_a_start_from_zero_ends_in_fewer_steps()
    {
        var problem = new SvmProblem(Wide(), false, 1024, CancellationToken.None);
        SvmOptions[] candidates = [.. Costs.Select(c => new SvmOptions(C: c, Tolerance: 1e-5))];
        var path = SvmTrainer.SolvePaths(problem, candidates, CancellationToken.None);
        var (onPath, fromZero) = (0L, 0L);
        for (var c = 0; c < candidates.Length; c++)
        {
            var alone = SvmTrainer.Solve(problem, candidates[c], CancellationToken.None);
            for (var p = 0; p < alone.Length; p++)
            {
                Assert.Equal(alone[p].Decisions, path[p][c].Decisions, (a, b) => Math.Abs(a - b) < 1e-4);
                Assert.Equal(alone[p].Dual, path[p][c].Dual, 1e-6 * alone[p].Dual);
                (onPath, fromZero) = (onPath + path[p][c].Steps, fromZero + alone[p].Steps);
            }
        }

        Assert.True(onPath < 0.75 * fromZero, $"{onPath} steps on the path, {fromZero} from zero");
    }

    [Fact]
    public void The_order_of_candidates_changes_no_bit()
    {
        var problem = new SvmProblem(Overlapping(), false, 1024, CancellationToken.None);
        SvmOptions[] candidates = [.. Costs.Select((c, i) => new SvmOptions(C: c, ClassWeights: i % 2 == 0 ? ClassWeights.None : ClassWeights.Balanced)), new(C: 3)];
        var forwards = SvmTrainer.SolvePaths(problem, candidates, CancellationToken.None);
        var backwards = SvmTrainer.SolvePaths(problem, [.. candidates.Reverse()], CancellationToken.None);
        for (var p = 0; p < forwards.Length; p++)
            for (var c = 0; c < candidates.Length; c++) Assert.Equal(forwards[p][c].Coefficients, backwards[p][candidates.Length - 1 - c].Coefficients);
    }

    [Fact]
    public void A_fit_says_how_good_it_is()
    {
        var set = Overlapping();
        foreach (var options in (SvmOptions[])[new(), new(SvmKernel.Linear, C: 0.1), new(SvmKernel.Polynomial, Coef0: 1), new(C: 30, Gamma: 0.05)])
        {
            var fits = options.Fit(set);
            Assert.Equal([(0, 1), (0, 2), (1, 2)], fits.Select(fit => (fit.First, fit.Second)));
            foreach (var fit in fits)
            {
                Assert.InRange(fit.Gap, -1e-6 * fit.Primal, 5e-3 * fit.Primal);
                Assert.InRange(fit.SupportVectors, fit.BoundVectors, fit.Rows);
            }

            var closer = (options with { Tolerance = 1e-6 }).Fit(set);
            Assert.All(closer, fit => Assert.InRange(fit.Gap, -1e-6 * fit.Primal, 1e-5 * fit.Primal));
        }
    }

    // Rows of 40 features, as speech has many: most support vectors end inside their boxes.
    private static TrainingSet Wide() => Toys.Clouds([.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 40).Select(j => j == c ? 1.0 : 0).ToArray())], 1, 210, 5);

    private static TrainingSet Overlapping() => Toys.Clouds([[0, 0, 0], [1, 0, 0], [0, 1, 0]], 1, 210, 5);
}
