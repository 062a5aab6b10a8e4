using SerLab.Models.Svm;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Many SVM settings on one split: inner products are computed once for all settings, a kernel once per gamma.</summary>
/// <remarks>
/// Predicts by vote of the pairs: no sigmoids are fitted, which a search over C and gamma does not need. One setting then costs about a sixth of
/// <see cref="SvmOptions.Train"/> and of scoring row by row, and the product of the rows with themselves, most of the work with thousands of features, is shared.
/// </remarks>
public static class SvmSearch
{
    /// <summary>The class that each setting, trained on the set, gives each held-out row.</summary>
    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="heldOut">Rows of the same width, normalised with what was learned from the set; only read.</param>
    /// <param name="candidates">Settings to compare.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <returns>Classes, shape [candidates][held-out rows].</returns>
    /// <exception cref="OptionsException">A setting cannot work, or set and held-out rows together are more than 8000.</exception>
    public static IReadOnlyList<int[]> Predict(TrainingSet set, IReadOnlyList<MatrixView> heldOut, IReadOnlyList<SvmOptions> candidates, CancellationToken cancel = default)
    {
        foreach (var candidate in candidates) candidate.Validate();
        foreach (var row in heldOut) ScoreArguments.CheckRow(row, set.FeatureCount, new double[set.ClassCount], set.ClassCount);
        var problem = new SvmProblem(set, heldOut, cancel);
        var predicted = new int[candidates.Count][];

        // Candidates of one kernel stand together, so that only one kernel matrix is alive at a time.
        foreach (var alike in Enumerable.Range(0, candidates.Count).GroupBy(i => (candidates[i].Kernel, Gamma: candidates[i].GammaFor(set.FeatureCount))))
        {
            var kernel = problem.Gram.Kernel(alike.Key.Kernel, alike.Key.Gamma);
            foreach (var i in alike)
            {
                var machines = problem.Train(kernel, problem.Boxes(candidates[i], _ => false), candidates[i].Tolerance, cancel);
                predicted[i] = [.. heldOut.Select((_, row) => problem.Vote(kernel, machines, set.Examples.Count + row))];
            }
        }

        return predicted;
    }
}
