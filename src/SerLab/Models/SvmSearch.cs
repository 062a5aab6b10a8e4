using SerLab.Models.Svm;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Cross-validation of many SVM settings on one set: inner products are computed once for all, a kernel once per gamma.</summary>
/// <remarks>
/// Predicts by vote of the pairs (no sigmoids are fitted), which is what a search over C and gamma needs and costs a sixth of full training.
/// A class with no examples outside a fold is never given within it. Rows should be normalised beforehand, once for all folds: with statistics of this set only, never of test rows.
/// </remarks>
public static class SvmSearch
{
    /// <summary>The class that each setting gives each example when the example's fold is held out.</summary>
    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="candidates">Settings to compare, at least one.</param>
    /// <param name="folds">Fold of each example, 0 ..., shape [examples].</param>
    /// <param name="cancel">Stops the search.</param>
    /// <returns>Classes, shape [candidates][examples].</returns>
    /// <exception cref="OptionsException">A setting cannot work.</exception>
    public static IReadOnlyList<int[]> PredictHeldOut(TrainingSet set, IReadOnlyList<SvmOptions> candidates, IReadOnlyList<int> folds, CancellationToken cancel = default)
    {
        if (folds.Count != set.Examples.Count) throw new ArgumentException($"{set.Examples.Count} examples and {folds.Count} folds; give one fold per example.", nameof(folds));
        foreach (var candidate in candidates) candidate.Validate();
        var problem = new SvmProblem(set, cancel);
        var predicted = new int[candidates.Count][];

        // Candidates of one kernel stand together, so that only one kernel matrix is alive at a time.
        foreach (var alike in Enumerable.Range(0, candidates.Count).GroupBy(i => (candidates[i].Kernel, candidates[i].GammaFor(set.FeatureCount))))
        {
            var kernel = problem.Gram.Kernel(alike.Key.Kernel, alike.Key.Item2);
            foreach (var i in alike) predicted[i] = PredictHeldOut(problem, kernel, candidates[i], folds, cancel);
        }

        return predicted;
    }

    private static int[] PredictHeldOut(SvmProblem problem, KernelMatrix kernel, SvmOptions options, IReadOnlyList<int> folds, CancellationToken cancel)
    {
        var predicted = new int[folds.Count];
        foreach (var held in folds.Distinct().Order())
        {
            var machines = problem.Train(kernel, problem.Boxes(options, row => folds[problem.Order[row]] == held), options.Tolerance, cancel);
            for (var row = 0; row < folds.Count; row++)
                if (folds[problem.Order[row]] == held) predicted[problem.Order[row]] = problem.Vote(kernel, machines, row);
        }

        return predicted;
    }
}
