using SerLab.Numerics;

namespace SerLab.Models.Svm;

/// <summary>Solves the machines of all pairs of classes, pair by pair: a pair's kernel is made once for all folds and for all C.</summary>
internal static class SvmTrainer
{
    /// <summary>One machine per pair of classes, in the order of <see cref="SvmProblem.Pairs"/>.</summary>
    /// <param name="problem">The prepared rows.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancel">Stops.</param>
    public static SmoSolution[] Solve(SvmProblem problem, SvmOptions options, CancellationToken cancel)
    {
        var costs = problem.Costs(options, _ => false);
        return ForEachPair(problem, options, cancel, (pair, kernel) => SmoSolver.Solve(kernel, problem.Boxes(pair, costs, _ => false), options.Tolerance, cancel));
    }

    /// <summary>One machine and one sigmoid per pair; sigmoids learn from decisions on rows that were held out, each once, with their fold.</summary>
    /// <param name="problem">The prepared rows.</param>
    /// <param name="options">The settings.</param>
    /// <param name="folds">Fold of each sorted row.</param>
    /// <param name="cancel">Stops.</param>
    public static (SmoSolution Machine, PlattSigmoid Sigmoid)[] SolveWithSigmoids(SvmProblem problem, SvmOptions options, int[] folds, CancellationToken cancel)
    {
        var costs = problem.Costs(options, _ => false);
        double[][] costsOfFold = [.. Enumerable.Range(0, folds.Max() + 1).Select(fold => problem.Costs(options, row => folds[row] == fold))];
        return ForEachPair(problem, options, cancel, (pair, kernel) =>
        {
            var machine = SmoSolver.Solve(kernel, problem.Boxes(pair, costs, _ => false), options.Tolerance, cancel);
            var decisions = new double[kernel.Count];
            for (var fold = 0; fold < costsOfFold.Length; fold++)
            {
                var without = SmoSolver.Solve(kernel, problem.Boxes(pair, costsOfFold[fold], row => folds[row] == fold), options.Tolerance, cancel);
                for (var t = 0; t < decisions.Length; t++)
                    if (folds[problem.RowOf(pair, t)] == fold) decisions[t] = without.Decisions[t];
            }

            return (machine, PlattSigmoid.Fit(decisions, kernel.PositiveCount));
        });
    }

    /// <summary>Machines for several settings that differ in C and class weights only: in ascending C, each starts from the last one's solution.</summary>
    /// <remarks>
    /// The last solution is feasible as it is, and scaled to the larger boxes; what its rows lack follows either way without a kernel row. The tolerance is the same, so a path
    /// changes solutions within it. Steps saved: study svm-search.
    /// </remarks>
    /// <param name="problem">The prepared rows.</param>
    /// <param name="candidates">Settings of one kernel.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Shape [pairs][candidates].</returns>
    public static SmoSolution[][] SolvePaths(SvmProblem problem, IReadOnlyList<SvmOptions> candidates, CancellationToken cancel)
    {
        double[][] costs = [.. candidates.Select(candidate => problem.Costs(candidate, _ => false))];
        int[][] paths = [.. Enumerable.Range(0, candidates.Count).GroupBy(i => (candidates[i].ClassWeights, candidates[i].Tolerance)).Select(path => path.OrderBy(i => candidates[i].C).ToArray())];
        return ForEachPair(problem, candidates[0], cancel, (pair, kernel) =>
        {
            var solved = new SmoSolution[candidates.Count];
            foreach (var path in paths)
                for (var k = 0; k < path.Length; k++)
                {
                    var (start, growth) = k == 0 ? (null, 1.0) : (solved[path[k - 1]], candidates[path[k]].C / candidates[path[k - 1]].C);
                    solved[path[k]] = SmoSolver.Solve(kernel, problem.Boxes(pair, costs[path[k]], _ => false), candidates[path[k]].Tolerance, cancel, start, growth);
                }

            return solved;
        });
    }

    private static T[] ForEachPair<T>(SvmProblem problem, SvmOptions options, CancellationToken cancel, Func<(int A, int B), PairKernel, T> solve)
    {
        var pairs = problem.Pairs;
        var solved = new T[pairs.Length];
        Workers.ForEach(pairs.Length, problem.Threads, p =>
        {
            using var kernel = problem.KernelOf(options.FunctionFor(problem.FeatureCount), pairs[p]);
            solved[p] = solve(pairs[p], kernel);
        }, cancel);
        return solved;
    }
}
