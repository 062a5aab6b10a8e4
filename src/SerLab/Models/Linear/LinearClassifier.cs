using SerLab.Models.Svm;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Linear;

/// <summary>Linear machines with a sigmoid each. Immutable.</summary>
internal sealed class LinearClassifier : IClassifier
{
    // As in LIBSVM: a machine's probabilities stay this far from 0 and 1, so that coupling has one solution.
    private const double LeastProbability = 1e-7;

    private readonly IReadOnlyList<(int Positive, int Negative)> machines;
    private readonly int classCount;
    private readonly int featureCount;
    private readonly double[] weights;
    private readonly double[] biases;
    private readonly double[] sigmoids;

    private LinearClassifier(IReadOnlyList<(int Positive, int Negative)> machines, int classCount, double[] weights, double[] biases, double[] sigmoids, double[] gaps)
    {
        (this.machines, this.classCount, this.weights, this.biases, this.sigmoids) = (machines, classCount, weights, biases, sigmoids);
        featureCount = weights.Length / biases.Length;
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["biases"] = new([biases.Length], biases),
            ["duality_gaps"] = new([biases.Length], gaps),
            ["sigmoids"] = new([biases.Length, 2], sigmoids),
            ["weights"] = new([biases.Length, featureCount], weights),
        });
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount => classCount;

    public Weights Weights { get; }

    /// <summary>Trains the machines and their sigmoids.</summary>
    /// <param name="settings">How.</param>
    /// <param name="set">Labels and groups.</param>
    /// <param name="examples">What the machines look at, one matrix [1 x features] for each example of the set.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops.</param>
    public static LinearClassifier Train(LinearSettings settings, TrainingSet set, IReadOnlyList<MatrixView> examples, RandomSource random, CancellationToken cancel)
    {
        var training = new LinearTraining(set, examples, settings);
        var solutions = training.Solve(settings.C, _ => false, null, 0, random, cancel);
        var sigmoids = training.FitSigmoids(random, cancel);
        return new LinearClassifier(
            training.Machines,
            set.ClassCount,
            [.. solutions.SelectMany(solution => solution.Weights[..^1])],
            [.. solutions.Select(solution => settings.BiasScale * solution.Weights[^1])],
            [.. sigmoids.SelectMany(sigmoid => new[] { sigmoid.Slope, sigmoid.Offset })],
            [.. solutions.Select(solution => solution.Gap)]);
    }

    /// <summary>The class that each of several C gives each row that training has not seen, by the machines' values or votes: no sigmoids are fitted.</summary>
    /// <param name="settings">How, whichever C.</param>
    /// <param name="costs">Values of C; solved from the smallest on, each from the solution of the one before.</param>
    /// <param name="set">Labels and groups.</param>
    /// <param name="examples">What the machines look at.</param>
    /// <param name="judged">Rows to be judged, [1 x features] each.</param>
    /// <param name="random">Where chance comes from; every C draws the same.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Classes, shape [costs][judged rows].</returns>
    public static int[][] Search(
        LinearSettings settings, IReadOnlyList<double> costs, TrainingSet set, IReadOnlyList<MatrixView> examples, IReadOnlyList<MatrixView> judged, RandomSource random, CancellationToken cancel)
    {
        var training = new LinearTraining(set, examples, settings);
        var rows = new LinearRows(judged.Count > 0 ? judged : examples, settings.BiasScale);
        var predicted = new int[costs.Count][];
        LinearSolution[]? solutions = null;
        var previousC = 0.0;
        foreach (var index in Enumerable.Range(0, costs.Count).OrderBy(i => costs[i]))
        {
            solutions = training.Solve(costs[index], _ => false, solutions, previousC, random, cancel);
            previousC = costs[index];
            var found = solutions;
            predicted[index] = [.. Enumerable.Range(0, judged.Count).Select(row => Decide(training.Machines, set.ClassCount, [.. found.Select(solution => rows.Dot(row, solution.Weights))]))];
        }

        return predicted;
    }

    /// <exception cref="BadInputException">The weights are not of such machines.</exception>
    public static LinearClassifier Restore(MachineStrategy strategy, Weights weights)
    {
        var biases = weights.Get("biases", -1).Values;
        var classCount = 2;
        while (LinearTraining.MachinesOf(classCount, strategy).Count < biases.Length) classCount++;
        var machines = LinearTraining.MachinesOf(classCount, strategy);
        if (machines.Count != biases.Length)
            throw new BadInputException("weights", "biases", $"{biases.Length} machines are not those of any number of classes; the model file is damaged, so train it again.");
        var rows = weights.Get("weights", biases.Length, -1);
        if (rows.Values.Length == 0) throw new BadInputException("weights", "weights", "the machines have no features; the model file is damaged, so train it again.");
        return new LinearClassifier(machines, classCount, rows.Values, biases, weights.Get("sigmoids", biases.Length, 2).Values, weights.Get("duality_gaps", biases.Length).Values);
    }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, featureCount, logPosterior, classCount);
        var probabilities = new double[machines.Count];
        for (var m = 0; m < probabilities.Length; m++)
        {
            var decision = MixedProducts.Dot(example.Span, weights.AsSpan(m * featureCount, featureCount)) + biases[m];
            probabilities[m] = Math.Clamp(new PlattSigmoid(sigmoids[2 * m], sigmoids[2 * m + 1]).Probability(decision), LeastProbability, 1 - LeastProbability);
        }

        if (machines[0].Negative == -1) probabilities.CopyTo(logPosterior);
        else Couple(probabilities, logPosterior);
        for (var c = 0; c < classCount; c++) logPosterior[c] = Math.Log(logPosterior[c]);
        LogMath.Normalise(logPosterior);
    }

    private void Couple(ReadOnlySpan<double> probabilities, Span<double> posterior)
    {
        var pairwise = new double[classCount * classCount];
        for (var m = 0; m < machines.Count; m++)
        {
            var (a, b) = machines[m];
            (pairwise[a * classCount + b], pairwise[b * classCount + a]) = (probabilities[m], 1 - probabilities[m]);
        }

        PairwiseCoupling.Couple(pairwise, classCount, posterior);
    }

    // The largest value of the machines of single classes, the most votes of the machines of pairs; the lowest class of equals.
    private static int Decide(IReadOnlyList<(int Positive, int Negative)> machines, int classCount, double[] decisions)
    {
        if (machines[0].Negative == -1) return LogMath.ArgMax(decisions);
        var votes = new double[classCount];
        for (var m = 0; m < decisions.Length; m++) votes[decisions[m] > 0 ? machines[m].Positive : machines[m].Negative]++;
        return LogMath.ArgMax(votes);
    }
}
