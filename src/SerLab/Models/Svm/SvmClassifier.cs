using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>Support vectors of all pairs of classes and what each pair makes of them. Immutable.</summary>
internal sealed class SvmClassifier : IClassifier
{
    // As in LIBSVM: pairwise probabilities stay this far from 0 and 1, so that coupling has one solution.
    private const double LeastProbability = 1e-7;

    private readonly SvmOptions options;
    private readonly int classCount;
    private readonly int featureCount;
    private readonly float[] vectors;
    private readonly float[] norms;
    private readonly double[] coefficients;
    private readonly double[] biases;
    private readonly double[] sigmoids;

    /// <param name="options">Kernel and gamma.</param>
    /// <param name="vectors">Support vectors of any pair, shape [vectors x features].</param>
    /// <param name="coefficients">y alpha in each pair, shape [pairs x vectors].</param>
    /// <param name="biases">Shape [pairs].</param>
    /// <param name="sigmoids">Slope and offset, shape [pairs x 2].</param>
    /// <param name="classCount">Number of classes.</param>
    private SvmClassifier(SvmOptions options, float[] vectors, double[] coefficients, double[] biases, double[] sigmoids, int classCount)
    {
        (this.options, this.vectors, this.coefficients, this.biases, this.sigmoids, this.classCount) = (options, vectors, coefficients, biases, sigmoids, classCount);
        var vectorCount = coefficients.Length / biases.Length;
        featureCount = vectors.Length / vectorCount;
        norms = new float[vectorCount];
        for (var v = 0; v < vectorCount; v++) norms[v] = TensorPrimitives.SumOfSquares(vectors.AsSpan(v * featureCount, featureCount));
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["biases"] = new([biases.Length], biases),
            ["coefficients"] = new([biases.Length, vectorCount], coefficients),
            ["sigmoids"] = new([biases.Length, 2], sigmoids),
            ["vectors"] = new([vectorCount, featureCount], Array.ConvertAll(vectors, value => (double)value)),
        });
    }

    public Weights Weights { get; }

    /// <summary>Keeps the rows that some pair gives a coefficient.</summary>
    public static SvmClassifier Of(SvmOptions options, TrainingSet set, SvmProblem problem, SmoSolution[] machines, PlattSigmoid[] sigmoids)
    {
        var dense = new double[machines.Length, problem.Order.Count];
        var machine = 0;
        foreach (var (a, b) in problem.Pairs)
        {
            var ((startA, countA), (startB, _), solution) = (problem.RowsOf(a), problem.RowsOf(b), machines[machine]);
            for (var t = 0; t < solution.Coefficients.Length; t++) dense[machine, t < countA ? startA + t : startB + t - countA] = solution.Coefficients[t];
            machine++;
        }

        var kept = Enumerable.Range(0, problem.Order.Count).Where(row => Enumerable.Range(0, machines.Length).Any(p => dense[p, row] != 0)).ToArray();
        var vectors = new float[kept.Length * set.FeatureCount];
        var coefficients = new double[machines.Length * kept.Length];
        for (var v = 0; v < kept.Length; v++)
        {
            set.Examples[problem.Order[kept[v]]].Span.CopyTo(vectors.AsSpan(v * set.FeatureCount));
            for (var p = 0; p < machines.Length; p++) coefficients[p * kept.Length + v] = dense[p, kept[v]];
        }

        double[] slopesAndOffsets = [.. sigmoids.SelectMany(sigmoid => new[] { sigmoid.Slope, sigmoid.Offset })];
        return new SvmClassifier(options, vectors, coefficients, [.. machines.Select(solution => solution.Bias)], slopesAndOffsets, set.ClassCount);
    }

    /// <exception cref="BadInputException">The weights are not of such machines.</exception>
    public static SvmClassifier Restore(SvmOptions options, Weights weights)
    {
        var biases = weights.Get("biases", -1).Values;
        var classCount = (int)Math.Round((1 + Math.Sqrt(1 + 8.0 * biases.Length)) / 2);
        if (biases.Length == 0 || classCount * (classCount - 1) / 2 != biases.Length)
            throw new BadInputException("weights", "biases", $"{biases.Length} machines are not those of all pairs of some number of classes (1, 3, 6, 10, ...); the model file is damaged, so train it again.");
        var vectors = weights.Get("vectors", -1, -1);
        if (vectors.Values.Length == 0) throw new BadInputException("weights", "vectors", "there are no support vectors; the model file is damaged, so train it again.");
        var coefficients = weights.Get("coefficients", biases.Length, vectors.Shape[0]).Values;
        var sigmoids = weights.Get("sigmoids", biases.Length, 2).Values;
        return new SvmClassifier(options, Array.ConvertAll(vectors.Values, value => (float)value), coefficients, biases, sigmoids, classCount);
    }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, featureCount, logPosterior, classCount);
        var pairwise = new double[classCount * classCount];
        var decisions = Decide(example);
        var p = 0;
        foreach (var (a, b) in SvmProblem.PairsOf(classCount))
        {
            var probability = Math.Clamp(new PlattSigmoid(sigmoids[2 * p], sigmoids[2 * p + 1]).Probability(decisions[p]), LeastProbability, 1 - LeastProbability);
            (pairwise[a * classCount + b], pairwise[b * classCount + a]) = (probability, 1 - probability);
            p++;
        }

        PairwiseCoupling.Couple(pairwise, classCount, logPosterior);
        for (var c = 0; c < classCount; c++) logPosterior[c] = Math.Log(logPosterior[c]);
    }

    /// <summary>Decision value of every pair (a, b), a before b: above 0 votes for a. Shape [pairs].</summary>
    /// <param name="example">Shape [1 x features].</param>
    internal double[] Decide(MatrixView example)
    {
        var kernel = new float[norms.Length];
        for (var v = 0; v < kernel.Length; v++) kernel[v] = TensorPrimitives.Dot(example.Span, vectors.AsSpan(v * featureCount, featureCount)); // A matrix product lays all vectors out anew, more work than one row.
        if (options.Kernel == SvmKernel.Rbf) KernelMatrix.Radial(kernel, TensorPrimitives.SumOfSquares(example.Span), norms, (float)options.GammaFor(featureCount));
        var decisions = new double[biases.Length];
        for (var p = 0; p < decisions.Length; p++)
        {
            var sum = biases[p];
            var row = coefficients.AsSpan(p * kernel.Length, kernel.Length);
            for (var v = 0; v < row.Length; v++) sum += row[v] * kernel[v];
            decisions[p] = sum;
        }

        return decisions;
    }
}
