using SerLab.Models.Linear;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>What a linear machine pays for a row with margin m = y f(x).</summary>
public enum LinearLoss
{
    /// <summary>max(0, 1 - m): the loss of the kernel machine.</summary>
    Hinge,

    /// <summary>max(0, 1 - m)^2: smooth, so that it can also be solved in the primal.</summary>
    SquaredHinge,
}

/// <summary>Which side of a linear machine's problem is solved.</summary>
public enum LinearSolver
{
    /// <summary>The primal for the squared hinge with more than 10 rows per column, the dual otherwise.</summary>
    Auto,

    /// <summary>Coordinate descent on one variable per row: for wide data.</summary>
    Dual,

    /// <summary>Newton's method on one variable per column: for very many rows.</summary>
    Primal,
}

/// <summary>Which classes a machine tells apart, where there are more than two.</summary>
public enum MachineStrategy
{
    /// <summary>Each class from all others.</summary>
    OneVersusRest,

    /// <summary>Each pair of classes.</summary>
    OneVersusOne,
}

/// <summary>Linear support vector machine for wide data and for many rows: no kernel matrix, memory and time grow with the number of rows.</summary>
/// <remarks>
/// Minimises |w|^2 / 2 + sum_i C_i loss(y_i (w'x_i + b)) with the bias b as weight of an added column, by dual coordinate descent (Hsieh et al., ICML 2008) or
/// a trust region Newton method (Lin, Weng, Keerthi, JMLR 9, 2008). Sigmoids learn from decision values of examples held out with their whole group (speaker);
/// those of one class against the rest are scaled to sum to one, those of pairs coupled (Wu, Lin, Weng, JMLR 5, 2004). The dual's random order changes
/// nothing beyond the tolerance. The learned <c>duality_gaps</c> say how far each machine's objective is from its minimum at most.
/// </remarks>
/// <param name="C">Cost of an error, above 0; null is 1 / features, about the inverse squared length of a row of features of variance 1.</param>
/// <param name="Loss">What an error costs by its size.</param>
/// <param name="Solver">Which side of the problem is solved.</param>
/// <param name="Strategy">Which classes a machine tells apart.</param>
/// <param name="ClassWeights">How much an error on each class costs.</param>
/// <param name="BiasScale">Value of the added column, at least 0: the larger, the less the bias is held near 0; 0 is no bias.</param>
/// <param name="Tolerance">Largest relative duality gap, 1e-8 to 1: the objective is at most by this share above its minimum.</param>
/// <param name="PosteriorFolds">Most folds for the sigmoids, at least 2.</param>
[Kind("linear-svm", "linear support vector machine (coordinate descent or Newton) for wide data or many rows")]
public sealed record LinearSvmOptions(
    double? C = null,
    LinearLoss Loss = LinearLoss.SquaredHinge,
    LinearSolver Solver = LinearSolver.Auto,
    MachineStrategy Strategy = MachineStrategy.OneVersusRest,
    ClassWeights ClassWeights = ClassWeights.Balanced,
    double BiasScale = 1,
    double Tolerance = 1e-3,
    int PosteriorFolds = 5) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Functionals;

    /// <inheritdoc/>
    public override void Check(Problems problems) => SettingsFor(1).Check(problems);

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        ScoreArguments.CheckRows(set);
        return LinearClassifier.Train(SettingsFor(set.FeatureCount), set, set.Examples, random, cancel);
    }

    /// <inheritdoc/>
    /// <remarks>Settings that differ in C alone are solved from the smallest on, each from the solution of the one before; no sigmoids are fitted.</remarks>
    public override IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, HeldOutRows heldOut, RandomSource random, CancellationToken cancel = default)
    {
        LinearSvmOptions[] all = [.. candidates.Cast<LinearSvmOptions>()];
        foreach (var candidate in all) candidate.Validate();
        ScoreArguments.CheckRows(set);
        foreach (var row in heldOut.Rows) ScoreArguments.CheckRow(row, set.FeatureCount, new double[set.ClassCount], set.ClassCount);
        var predicted = new int[all.Length][];
        foreach (var alike in Enumerable.Range(0, all.Length).GroupBy(i => all[i] with { C = null }))
        {
            int[] positions = [.. alike];
            double[] costs = [.. positions.Select(i => all[i].SettingsFor(set.FeatureCount).C)];
            var found = LinearClassifier.Search(alike.Key.SettingsFor(set.FeatureCount), costs, set, set.Examples, heldOut.Rows, random, cancel);
            for (var i = 0; i < positions.Length; i++) predicted[positions[i]] = found[i];
        }

        return predicted;
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => LinearClassifier.Restore(Strategy, weights);

    /// <summary>The settings for some number of features.</summary>
    internal LinearSettings SettingsFor(int featureCount) => new(C ?? 1.0 / featureCount, Loss, Solver, Strategy, ClassWeights, BiasScale, Tolerance, PosteriorFolds);
}
