using SerLab.Models.Linear;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>How the frequencies of random Fourier features are drawn.</summary>
public enum FourierFrequencies
{
    /// <summary>At right angles to one another, in blocks of as many as there are features: the smaller error (Yu et al., 2016).</summary>
    Orthogonal,

    /// <summary>Each on its own (Rahimi and Recht, 2007).</summary>
    Independent,
}

/// <summary>Support vector machine with an approximate Gaussian kernel: random Fourier features before linear machines, for more rows than a kernel matrix can hold.</summary>
/// <remarks>
/// Rows are mapped to cosines and sines of random frequencies, whose inner products approximate exp(-Gamma |x - z|^2) with an error near 1 / sqrt(Dimensions)
/// (Rahimi and Recht, NIPS 2007); the machines and posteriors are those of <see cref="LinearSvmOptions"/>. Memory: rows times Dimensions times 4 bytes.
/// </remarks>
/// <param name="Gamma">Inverse squared width of the Gaussian, above 0; null is 1 / features, right for features of variance 1.</param>
/// <param name="Dimensions">Numbers that a row is mapped to, even, at least 2.</param>
/// <param name="Frequencies">How the frequencies are drawn.</param>
/// <param name="C">Cost of an error, above 0; mapped rows have length 1.</param>
/// <param name="Loss">What an error costs by its size.</param>
/// <param name="Solver">Which side of the problem is solved.</param>
/// <param name="Strategy">Which classes a machine tells apart.</param>
/// <param name="ClassWeights">How much an error on each class costs.</param>
/// <param name="BiasScale">Value of the added column, at least 0: the larger, the less the bias is held near 0; 0 is no bias.</param>
/// <param name="Tolerance">Largest relative duality gap, 1e-8 to 1: the objective is at most by this share above its minimum.</param>
/// <param name="PosteriorFolds">Most folds for the sigmoids, at least 2.</param>
[Kind("fourier-svm", "support vector machine with an approximate Gaussian kernel (random Fourier features) for many rows")]
public sealed record FourierSvmOptions(
    double? Gamma = null,
    int Dimensions = 1024,
    FourierFrequencies Frequencies = FourierFrequencies.Orthogonal,
    double C = 3,
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
    public override void Check(Problems problems)
    {
        problems
            .Unless(Gamma is null or > 0 && double.IsFinite(Gamma ?? 1), $"Gamma is {Gamma}; use a number above 0, or leave it out for 1 / features.")
            .Unless(Dimensions >= 2 && Dimensions % 2 == 0, $"Dimensions is {Dimensions}; use an even number from 2, such as 1024: every frequency gives a cosine and a sine.");
        Settings.Check(problems);
    }

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        ScoreArguments.CheckRows(set);
        var features = Draw(set.FeatureCount, random);
        return new FourierClassifier(features, LinearClassifier.Train(Settings, set, features.Map(set.Examples, cancel), random, cancel));
    }

    /// <inheritdoc/>
    /// <remarks>Rows are mapped once for all settings that differ in C alone; these are solved from the smallest C on, each from the solution of the one before.</remarks>
    public override IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, HeldOutRows heldOut, RandomSource random, CancellationToken cancel = default)
    {
        FourierSvmOptions[] all = [.. candidates.Cast<FourierSvmOptions>()];
        foreach (var candidate in all) candidate.Validate();
        ScoreArguments.CheckRows(set);
        foreach (var row in heldOut.Rows) ScoreArguments.CheckRow(row, set.FeatureCount, new double[set.ClassCount], set.ClassCount);
        var predicted = new int[all.Length][];
        foreach (var alike in Enumerable.Range(0, all.Length).GroupBy(i => all[i] with { C = 1 }))
        {
            var features = alike.Key.Draw(set.FeatureCount, random);
            int[] positions = [.. alike];
            double[] costs = [.. positions.Select(i => all[i].C)];
            var found = LinearClassifier.Search(alike.Key.Settings, costs, set, features.Map(set.Examples, cancel), features.Map(heldOut.Rows, cancel), random, cancel);
            for (var i = 0; i < positions.Length; i++) predicted[positions[i]] = found[i];
        }

        return predicted;
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var frequencies = weights.Get("frequencies", -1, -1);
        if (frequencies.Values.Length == 0 || Math.Abs(frequencies.Values.Max(Math.Abs)) > float.MaxValue)
            throw new BadInputException("weights", "frequencies", "there are none, or one is no single-precision number; the model file is damaged, so train it again.");
        weights.Get("weights", -1, 2 * frequencies.Shape[0]);
        return new FourierClassifier(new FourierFeatures(Array.ConvertAll(frequencies.Values, value => (float)value), frequencies.Shape[1]), LinearClassifier.Restore(Strategy, weights));
    }

    private LinearSettings Settings => new(C, Loss, Solver, Strategy, ClassWeights, BiasScale, Tolerance, PosteriorFolds);

    private FourierFeatures Draw(int featureCount, RandomSource random) =>
        FourierFeatures.Draw(featureCount, Dimensions, Gamma ?? 1.0 / featureCount, Frequencies, random.For("frequencies").Open());
}

/// <summary>Random Fourier features before linear machines. Immutable.</summary>
internal sealed class FourierClassifier : IClassifier
{
    private readonly FourierFeatures features;
    private readonly LinearClassifier machines;

    public FourierClassifier(FourierFeatures features, LinearClassifier machines)
    {
        (this.features, this.machines) = (features, machines);
        double[] frequencies = [.. features.Frequencies.Select(value => (double)value)];
        Weights = new Weights(machines.Weights.Tensors.Append(new("frequencies", new([features.Dimensions / 2, features.FeatureCount], frequencies))));
    }

    public Weights Weights { get; }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, features.FeatureCount, logPosterior, machines.ClassCount);
        machines.Score(features.Map([example], CancellationToken.None)[0], logPosterior);
    }
}
