using SerLab.Models.Svm;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>How a support vector machine compares two rows.</summary>
public enum SvmKernel
{
    /// <summary>The inner product x'z.</summary>
    Linear,

    /// <summary>The Gaussian exp(-Gamma |x - z|^2).</summary>
    Rbf,
}

/// <summary>How much an error on each class costs.</summary>
public enum ClassWeights
{
    /// <summary>C for every example.</summary>
    None,

    /// <summary>C times examples / (classes x examples of the class): all classes cost alike, as MacroAccuracy counts them.</summary>
    Balanced,
}

/// <summary>Support vector machine: soft margin, one machine per pair of classes, posteriors by Platt's sigmoids and pairwise coupling.</summary>
/// <remarks>
/// <para>SMO after Fan, Chen, Lin (JMLR 6, 2005), sigmoids after Lin, Lin, Weng (Machine Learning 68, 2007), coupling after Wu, Lin, Weng (JMLR 5, 2004).
/// The predicted class is that of the largest posterior. It is nearly always the class that most pairs vote for, but need not be: sigmoids shift the
/// threshold of a pair and coupling weighs how sure each pair is (Wu, Lin and Weng find the two equally accurate).</para>
/// <para>Sigmoids learn from decision values of examples held out with their whole group (speaker); with fewer than two groups, of stratified folds.
/// Nothing here is random. A fit costs one product of the rows with themselves, shared by all pairs and folds, and needs at most 8000 examples.</para>
/// </remarks>
/// <param name="Kernel">How two rows are compared.</param>
/// <param name="C">Cost of an error, above 0; with normalised features 0.3 to 30 matters.</param>
/// <param name="Gamma">Inverse squared width of the Gaussian, above 0; null is 1 / features, right for features of variance 1. Not used by the linear kernel.</param>
/// <param name="ClassWeights">How much an error on each class costs.</param>
/// <param name="Tolerance">Largest violation of the optimality conditions left over, above 0.</param>
/// <param name="PosteriorFolds">Most folds for the sigmoids, at least 2.</param>
[Kind("svm", "support vector machine (SMO), one against one, with posteriors")]
public sealed record SvmOptions(
    SvmKernel Kernel = SvmKernel.Rbf,
    double C = 3,
    double? Gamma = null,
    ClassWeights ClassWeights = ClassWeights.Balanced,
    double Tolerance = 1e-3,
    int PosteriorFolds = 5) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Functionals;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(C > 0 && double.IsFinite(C), $"C is {C}; use a number above 0, such as 3.")
        .Unless(Gamma is null or > 0 && double.IsFinite(Gamma ?? 1), $"Gamma is {Gamma}; use a number above 0, or leave it out for 1 / features.")
        .Unless(Tolerance > 0 && double.IsFinite(Tolerance), $"Tolerance is {Tolerance}; use a number above 0, such as 0.001.")
        .Unless(PosteriorFolds >= 2, $"PosteriorFolds is {PosteriorFolds}; use at least 2, such as 5.");

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var problem = new SvmProblem(set, [], cancel);
        var kernel = problem.Gram.Kernel(Kernel, GammaFor(set.FeatureCount));
        var machines = problem.Train(kernel, problem.Boxes(this, _ => false), Tolerance, cancel);
        return SvmClassifier.Of(this, set, problem, machines, FitSigmoids(set, problem, kernel, cancel));
    }

    /// <inheritdoc/>
    /// <remarks>Inner products are computed once for all settings and a kernel once per gamma; classes are those that most pairs vote for, so no sigmoids are fitted.</remarks>
    public override IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, IReadOnlyList<MatrixView> heldOut, RandomSource random, CancellationToken cancel = default) =>
        SvmSearch.Predict(set, heldOut, [.. candidates.Cast<SvmOptions>()], cancel);

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => SvmClassifier.Restore(this, weights);

    /// <summary>The gamma that is used for some number of features.</summary>
    internal double GammaFor(int featureCount) => Gamma ?? 1.0 / featureCount;

    // Every pair sees each of its rows judged once by a machine that was trained without that row's fold.
    private PlattSigmoid[] FitSigmoids(TrainingSet set, SvmProblem problem, KernelMatrix kernel, CancellationToken cancel)
    {
        var folds = HeldOutFolds.Deal(set.Labels, set.Groups, set.ClassCount, PosteriorFolds);
        var pairs = problem.Pairs.ToArray();
        var decisions = pairs.Select(pair => new double[problem.RowsOf(pair.A).Count + problem.RowsOf(pair.B).Count]).ToArray();
        for (var fold = 0; fold <= folds.Max(); fold++)
        {
            var held = fold;
            var machines = problem.Train(kernel, problem.Boxes(this, row => folds[problem.Order[row]] == held), Tolerance, cancel);
            for (var p = 0; p < pairs.Length; p++)
            {
                var ((startA, countA), (startB, _)) = (problem.RowsOf(pairs[p].A), problem.RowsOf(pairs[p].B));
                for (var t = 0; t < decisions[p].Length; t++)
                    if (folds[problem.Order[t < countA ? startA + t : startB + t - countA]] == held) decisions[p][t] = machines[p].Decisions[t];
            }
        }

        return [.. pairs.Select((pair, p) => PlattSigmoid.Fit(decisions[p], problem.RowsOf(pair.A).Count))];
    }
}
