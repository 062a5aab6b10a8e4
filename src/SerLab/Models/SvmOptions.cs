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

    /// <summary>The polynomial (Gamma x'z + Coef0)^Degree.</summary>
    Polynomial,

    /// <summary>The hyperbolic tangent tanh(Gamma x'z + Coef0); not an inner product for all Gamma and Coef0, so the solution may be no global optimum.</summary>
    Sigmoid,

    /// <summary>
    /// Feature j of an example is its kernel with training example j (with row j of the experiment, where a training set has <see cref="TrainingSet.Shared"/> rows). To be used
    /// without normalisation, and where training rows are always the same or shared.
    /// </summary>
    Precomputed,
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
/// Nothing here is random. Where CacheMegabytes allows, a fit costs one product of the rows with themselves, shared by all pairs and folds; with more rows a product per pair of
/// classes; with more still, kernel rows are computed when they are asked for. The result is the same, bit for bit.</para>
/// </remarks>
/// <param name="Kernel">How two rows are compared.</param>
/// <param name="C">Cost of an error, above 0; with normalised features 0.3 to 30 matters.</param>
/// <param name="Gamma">Inverse squared width of the Gaussian or factor of the inner product, above 0; null is GammaFactor / features. Not used by the linear kernel.</param>
/// <param name="ClassWeights">How much an error on each class costs.</param>
/// <param name="Tolerance">Largest violation of the optimality conditions left over, above 0.</param>
/// <param name="PosteriorFolds">Most folds for the sigmoids, at least 2.</param>
/// <param name="Degree">Power of the polynomial kernel, 1 to 20.</param>
/// <param name="Coef0">Constant of the polynomial and the sigmoid kernel; a polynomial with 0 sees products of exactly Degree features.</param>
/// <param name="CacheMegabytes">Memory for inner products and kernels of one training, at least 1; folds that run side by side take as much each.</param>
/// <param name="GammaFactor">Gamma times features where Gamma is left out, above 0; 1 is right for features of variance 1. Survives a change of the feature set, so it is what to tune.</param>
[Kind("svm", "support vector machine (SMO), one against one, with posteriors")]
public sealed record SvmOptions(
    SvmKernel Kernel = SvmKernel.Rbf,
    double C = 3,
    double? Gamma = null,
    ClassWeights ClassWeights = ClassWeights.Balanced,
    double Tolerance = 1e-3,
    int PosteriorFolds = 5,
    int Degree = 3,
    double Coef0 = 0,
    int CacheMegabytes = 1024,
    double GammaFactor = 1) : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Functionals;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(C > 0 && double.IsFinite(C), $"C is {C}; use a number above 0, such as 3.")
        .Unless(Gamma is null or > 0 && double.IsFinite(Gamma ?? 1), $"Gamma is {Gamma}; use a number above 0, or leave it out for 1 / features.")
        .Unless(GammaFactor > 0 && double.IsFinite(GammaFactor), $"GammaFactor is {GammaFactor}; use a number above 0, such as 1.")
        .Unless(Gamma is null || GammaFactor == 1, $"Gamma is {Gamma} and GammaFactor is {GammaFactor}; give one of them.")
        .Unless(Tolerance > 0 && double.IsFinite(Tolerance), $"Tolerance is {Tolerance}; use a number above 0, such as 0.001.")
        .Unless(PosteriorFolds >= 2, $"PosteriorFolds is {PosteriorFolds}; use at least 2, such as 5.")
        .Unless(Degree is >= 1 and <= 20, $"Degree is {Degree}; use 1 to 20, such as 3.")
        .Unless(double.IsFinite(Coef0), $"Coef0 is {Coef0}; use a finite number, such as 1.")
        .Unless(CacheMegabytes >= 1, $"CacheMegabytes is {CacheMegabytes}; use at least 1, such as 1024.");

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        var problem = new SvmProblem(set, Kernel == SvmKernel.Precomputed, CacheMegabytes, cancel);
        var foldOf = HeldOutFolds.Deal(set.Labels, set.Groups, set.ClassCount, PosteriorFolds);
        var solved = SvmTrainer.SolveWithSigmoids(problem, this, [.. problem.Order.Select(i => foldOf[i])], cancel);
        return SvmClassifier.Of(this, set, problem, [.. solved.Select(pair => pair.Machine)], [.. solved.Select(pair => pair.Sigmoid)]);
    }

    /// <summary>Solves the machines of all pairs without posteriors, and says how good the solutions are.</summary>
    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>One record per pair of classes, in the order (0, 1), (0, 2), ..., (1, 2), ...</returns>
    /// <exception cref="OptionsException">The settings cannot work, or not with this set.</exception>
    public IReadOnlyList<SvmFit> Fit(TrainingSet set, CancellationToken cancel = default)
    {
        Validate();
        var problem = new SvmProblem(set, Kernel == SvmKernel.Precomputed, CacheMegabytes, cancel);
        var costs = problem.Costs(this, _ => false);
        var machines = SvmTrainer.Solve(problem, this, cancel);
        return [.. problem.Pairs.Select((pair, p) => SvmFit.Of(pair, machines[p], problem.Boxes(pair, costs, _ => false)))];
    }

    /// <inheritdoc/>
    /// <remarks>Inner products are computed once for all settings and a kernel once per gamma; classes are those that most pairs vote for, so no sigmoids are fitted.</remarks>
    public override IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, HeldOutRows heldOut, RandomSource random, CancellationToken cancel = default) =>
        SvmSearch.Predict(set, heldOut, [.. candidates.Cast<SvmOptions>()], cancel);

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => SvmClassifier.Restore(this, weights);

    /// <summary>The kernel that is used for some number of features; settings that it does not look at are left at their defaults.</summary>
    internal KernelFunction FunctionFor(int featureCount)
    {
        var gamma = Gamma ?? GammaFactor / featureCount;
        return Kernel switch
        {
            SvmKernel.Rbf => new KernelFunction(Kernel, gamma),
            SvmKernel.Polynomial => new KernelFunction(Kernel, gamma, Degree, Coef0),
            SvmKernel.Sigmoid => new KernelFunction(Kernel, gamma, Coef0: Coef0),
            _ => new KernelFunction(Kernel),
        };
    }
}
