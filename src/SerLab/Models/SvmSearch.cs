using SerLab.Models.Svm;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Many SVM settings on one split: inner products are computed once for all settings, a kernel once per gamma, and C is raised step by step from solution to solution.</summary>
/// <remarks>
/// Predicts by vote of the pairs: no sigmoids are fitted, which a search over C and gamma does not need. With <see cref="TrainingSet.Shared"/> rows no product is computed at all
/// but the first time. What a search costs beside scikit-learn: tests/SerLab.Benchmarks, study svm-search.
/// </remarks>
public static class SvmSearch
{
    // Held-out rows whose products are computed together.
    private const int BatchRows = 256;

    /// <summary>The class that each setting, trained on the set, gives each held-out row; candidates in another order give the same classes.</summary>
    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="heldOut">Rows of the same width, normalised with what was learned from the set; only read.</param>
    /// <param name="candidates">Settings to compare.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <returns>Classes, shape [candidates][held-out rows].</returns>
    /// <exception cref="OptionsException">A setting cannot work, or there are more rows than its memory allows.</exception>
    public static IReadOnlyList<int[]> Predict(TrainingSet set, HeldOutRows heldOut, IReadOnlyList<SvmOptions> candidates, CancellationToken cancel = default)
    {
        foreach (var candidate in candidates) candidate.Validate();
        foreach (var row in heldOut.Rows) ScoreArguments.CheckRow(row, set.FeatureCount, new double[set.ClassCount], set.ClassCount);
        var predicted = new int[candidates.Count][];
        for (var i = 0; i < predicted.Length; i++) predicted[i] = new int[heldOut.Rows.Count];
        foreach (var problems in Enumerable.Range(0, candidates.Count).GroupBy(i => candidates[i].Kernel == SvmKernel.Precomputed))
        {
            var problem = new SvmProblem(set, problems.Key, problems.Max(i => candidates[i].CacheMegabytes), cancel);
            KernelMachines[] solved = [.. problems.GroupBy(i => candidates[i].FunctionFor(set.FeatureCount)).Select(alike =>
                new KernelMachines(alike.Key, [.. alike], SvmTrainer.SolvePaths(problem, [.. alike.Select(i => candidates[i])], cancel)))];
            Vote(problem, heldOut, solved, predicted, cancel);
        }

        return predicted;
    }

    private static void Vote(SvmProblem problem, HeldOutRows heldOut, KernelMachines[] solved, int[][] predicted, CancellationToken cancel)
    {
        float[] norms = [.. Enumerable.Range(0, problem.Order.Count).Select(problem.NormOf)];
        var pairs = problem.Pairs;
        Workers.ForEach((heldOut.Rows.Count + BatchRows - 1) / BatchRows, problem.Threads, batch =>
        {
            var first = batch * BatchRows;
            var own = new float[Math.Min(BatchRows, heldOut.Rows.Count - first)];
            var kernel = new float[norms.Length];
            using var products = new Scratch(own.Length * norms.Length);
            problem.Products(heldOut, first, products.Span, own);
            for (var i = 0; i < own.Length; i++)
                foreach (var machines in solved)
                {
                    products.Span.Slice(i * norms.Length, norms.Length).CopyTo(kernel);
                    machines.Function.Evaluate(kernel, own[i], norms);
                    for (var c = 0; c < machines.Candidates.Length; c++)
                        predicted[machines.Candidates[c]][first + i] = Winner(problem, pairs, machines.PerPair, c, kernel);
                }
        }, cancel);
    }

    // The class that most machines vote for; the lowest of equals, as in LIBSVM.
    private static int Winner(SvmProblem problem, (int A, int B)[] pairs, SmoSolution[][] machines, int candidate, ReadOnlySpan<float> kernel)
    {
        Span<int> votes = stackalloc int[problem.ClassCount];
        for (var p = 0; p < pairs.Length; p++)
        {
            var ((startA, countA), (startB, countB), machine) = (problem.RowsOf(pairs[p].A), problem.RowsOf(pairs[p].B), machines[p][candidate]);
            var coefficients = machine.Coefficients.AsSpan();
            var decision = machine.Bias + WideSums.Dot(coefficients[..countA], kernel.Slice(startA, countA)) + WideSums.Dot(coefficients[countA..], kernel.Slice(startB, countB));
            votes[decision > 0 ? pairs[p].A : pairs[p].B]++;
        }

        var winner = 0;
        for (var c = 1; c < votes.Length; c++)
            if (votes[c] > votes[winner]) winner = c;
        return winner;
    }

    private sealed record KernelMachines(KernelFunction Function, int[] Candidates, SmoSolution[][] PerPair);
}
