using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>Support vectors of all pairs of classes and what each pair makes of them. Immutable.</summary>
internal sealed class SvmClassifier : IClassifier
{
    // As in LIBSVM: pairwise probabilities stay this far from 0 and 1, so that coupling has one solution.
    private const double LeastProbability = 1e-7;

    private readonly KernelFunction function;
    private readonly int classCount;
    private readonly int featureCount;
    private readonly float[] vectors;
    private readonly int[] columns;
    private readonly float[] norms;
    private readonly double[] coefficients;
    private readonly double[] biases;
    private readonly double[] sigmoids;

    /// <param name="options">The kernel.</param>
    /// <param name="featureCount">Number of features.</param>
    /// <param name="vectors">Support vectors of any pair, shape [vectors x features]; none for a precomputed kernel.</param>
    /// <param name="columns">For a precomputed kernel: feature that each support vector is, shape [vectors].</param>
    /// <param name="coefficients">y alpha in each pair, shape [pairs x vectors].</param>
    /// <param name="biases">Shape [pairs].</param>
    /// <param name="sigmoids">Slope and offset, shape [pairs x 2].</param>
    /// <param name="classCount">Number of classes.</param>
    private SvmClassifier(SvmOptions options, int featureCount, float[] vectors, int[] columns, double[] coefficients, double[] biases, double[] sigmoids, int classCount)
    {
        (this.featureCount, this.vectors, this.columns, this.coefficients, this.biases, this.sigmoids, this.classCount) = (featureCount, vectors, columns, coefficients, biases, sigmoids, classCount);
        function = options.FunctionFor(featureCount);
        norms = new float[coefficients.Length / biases.Length];
        var tensors = new Dictionary<string, Tensor>
        {
            ["biases"] = new([biases.Length], biases),
            ["coefficients"] = new([biases.Length, norms.Length], coefficients),
            ["sigmoids"] = new([biases.Length, 2], sigmoids),
        };
        if (options.Kernel == SvmKernel.Precomputed)
        {
            tensors["columns"] = new([columns.Length], Array.ConvertAll(columns, column => (double)column));
            tensors["width"] = new([1], [featureCount]);
        }
        else
        {
            for (var v = 0; v < norms.Length; v++) norms[v] = TensorPrimitives.SumOfSquares(vectors.AsSpan(v * featureCount, featureCount));
            tensors["vectors"] = new([norms.Length, featureCount], Array.ConvertAll(vectors, value => (double)value));
        }

        Weights = new Weights(tensors);
    }

    public Weights Weights { get; }

    /// <summary>Keeps the rows that some pair gives a coefficient.</summary>
    public static SvmClassifier Of(SvmOptions options, TrainingSet set, SvmProblem problem, SmoSolution[] machines, PlattSigmoid[] sigmoids)
    {
        var pairs = problem.Pairs;
        var isKept = new bool[problem.Order.Count];
        for (var p = 0; p < pairs.Length; p++)
            for (var t = 0; t < machines[p].Coefficients.Length; t++) isKept[problem.RowOf(pairs[p], t)] |= machines[p].Coefficients[t] != 0;
        int[] kept = [.. Enumerable.Range(0, isKept.Length).Where(row => isKept[row])];
        var placeOf = new int[isKept.Length];
        for (var v = 0; v < kept.Length; v++) placeOf[kept[v]] = v;
        var coefficients = new double[machines.Length * kept.Length];
        for (var p = 0; p < pairs.Length; p++)
            for (var t = 0; t < machines[p].Coefficients.Length; t++)
                if (machines[p].Coefficients[t] is not 0 and var value) coefficients[p * kept.Length + placeOf[problem.RowOf(pairs[p], t)]] = value;

        var vectors = new float[problem.IsPrecomputed ? 0 : kept.Length * set.FeatureCount];
        for (var v = 0; v < kept.Length && !problem.IsPrecomputed; v++) set.Examples[problem.Order[kept[v]]].Span.CopyTo(vectors.AsSpan(v * set.FeatureCount));
        int[] columns = problem.IsPrecomputed ? [.. kept.Select(row => problem.Columns[row])] : [];
        double[] slopesAndOffsets = [.. sigmoids.SelectMany(sigmoid => new[] { sigmoid.Slope, sigmoid.Offset })];
        return new SvmClassifier(options, set.FeatureCount, vectors, columns, coefficients, [.. machines.Select(solution => solution.Bias)], slopesAndOffsets, set.ClassCount);
    }

    /// <exception cref="BadInputException">The weights are not of such machines.</exception>
    public static SvmClassifier Restore(SvmOptions options, Weights weights)
    {
        var biases = weights.Get("biases", -1).Values;
        var classCount = (int)Math.Round((1 + Math.Sqrt(1 + 8.0 * biases.Length)) / 2);
        if (biases.Length == 0 || classCount * (classCount - 1) / 2 != biases.Length)
            throw new BadInputException("weights", "biases", $"{biases.Length} machines are not those of all pairs of some number of classes (1, 3, 6, 10, ...); the model file is damaged, so train it again.");
        var sigmoids = weights.Get("sigmoids", biases.Length, 2).Values;
        if (options.Kernel == SvmKernel.Precomputed)
        {
            var (columns, width) = (Array.ConvertAll(weights.Get("columns", -1).Values, value => (int)value), (int)weights.Get("width", 1).Values[0]);
            if (columns.Length == 0 || columns.Any(column => column < 0 || column >= width))
                throw new BadInputException("weights", "columns", $"they are not {columns.Length} of 0 ... {width - 1}; the model file is damaged, so train it again.");
            return new SvmClassifier(options, width, [], columns, weights.Get("coefficients", biases.Length, columns.Length).Values, biases, sigmoids, classCount);
        }

        var vectors = weights.Get("vectors", -1, -1);
        if (vectors.Values.Length == 0) throw new BadInputException("weights", "vectors", "there are no support vectors; the model file is damaged, so train it again.");
        var coefficients = weights.Get("coefficients", biases.Length, vectors.Shape[0]).Values;
        return new SvmClassifier(options, vectors.Shape[1], Array.ConvertAll(vectors.Values, value => (float)value), [], coefficients, biases, sigmoids, classCount);
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
        if (columns.Length > 0)
            for (var v = 0; v < kernel.Length; v++) kernel[v] = example.Span[columns[v]];
        else
            for (var v = 0; v < kernel.Length; v++) kernel[v] = TensorPrimitives.Dot(example.Span, vectors.AsSpan(v * featureCount, featureCount)); // A matrix product lays all vectors out anew, more work than one row.
        function.Evaluate(kernel, columns.Length > 0 ? 0 : TensorPrimitives.SumOfSquares(example.Span), norms);
        var decisions = new double[biases.Length];
        for (var p = 0; p < decisions.Length; p++) decisions[p] = biases[p] + WideSums.Dot(coefficients.AsSpan(p * kernel.Length, kernel.Length), kernel);
        return decisions;
    }
}
