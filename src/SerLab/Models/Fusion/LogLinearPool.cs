using SerLab.Models.Calibration;

namespace SerLab.Models.Fusion;

/// <summary>Joins the posteriors of several models: log p_c = sum_m w_m log p_mc + b_c - log sum, with weights of at least 0. Immutable.</summary>
/// <remarks>
/// The logarithmic opinion pool: G. E. Hinton, "Products of experts", ICANN 1999; T. Heskes, "Selecting weighting factors in logarithmic opinion pools", NIPS 1998.
/// A model that is sure beyond reason (frame scores multiplied as though independent) gets a small weight, which is temperature scaling; calibrate it first when weights are equal.
/// </remarks>
public sealed class LogLinearPool
{
    private readonly double[] parameters; // weights of the models, then biases of the classes

    /// <param name="weights">Weight of each model, finite and at least 0, shape [models].</param>
    /// <param name="biases">Added to each class's logarithm, finite, shape [classes].</param>
    /// <exception cref="ArgumentException">There is no model or fewer than two classes, or a number is not usable.</exception>
    public LogLinearPool(IReadOnlyList<double> weights, IReadOnlyList<double> biases)
    {
        if (weights.Count == 0 || biases.Count < 2) throw new ArgumentException($"{weights.Count} weights and {biases.Count} biases; give at least one weight and two biases.");
        if (weights.Any(weight => !double.IsFinite(weight) || weight < 0)) throw new ArgumentException("A weight is not finite or below 0; give weights of at least 0.", nameof(weights));
        if (biases.Any(bias => !double.IsFinite(bias))) throw new ArgumentException("A bias is not finite; give finite numbers.", nameof(biases));
        (parameters, ModelCount, ClassCount) = ([.. weights, .. biases], weights.Count, biases.Count);
    }

    /// <summary>Number of models.</summary>
    public int ModelCount { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Weight of each model, at least 0, shape [models].</summary>
    public IReadOnlyList<double> ModelWeights => parameters[..ModelCount];

    /// <summary>Added to each class's logarithm, shape [classes].</summary>
    public IReadOnlyList<double> ClassBiases => parameters[ModelCount..];

    /// <summary>The mean of the models' log posteriors: nothing is learned.</summary>
    public static LogLinearPool Equal(int modelCount, int classCount) => new([.. Enumerable.Repeat(1.0 / modelCount, modelCount)], new double[classCount]);

    /// <summary>Learns weights, and biases where asked, by maximum likelihood in which all classes count alike, as MacroAccuracy counts them.</summary>
    /// <remarks>
    /// Minimises -(sum of weighted log p of the true class, the weights adding up to the number of examples) + regularisation / 2 (sum_m (w_m - 1 / models)^2 + sum_c b_c^2):
    /// convex, by Newton's method, nothing random. With few examples the pull wins and the pool is nearly the mean.
    /// </remarks>
    /// <param name="scores">Natural logarithms of posteriors, model after model, shape [examples][models x classes]; judged by models that had not learned from the example. Only read.</param>
    /// <param name="labels">True class of each example, 0 ... classes - 1, shape [examples].</param>
    /// <param name="classCount">Number of classes, at least 2.</param>
    /// <param name="regularisation">Pull to equal weights and no biases, above 0.</param>
    /// <param name="withBiases">True learns a bias for each class too.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a number is no logarithm of a probability.</exception>
    public static LogLinearPool Fit(IReadOnlyList<double[]> scores, IReadOnlyList<int> labels, int classCount, double regularisation = 10, bool withBiases = false)
    {
        if (!(regularisation > 0) || !double.IsFinite(regularisation)) throw new ArgumentOutOfRangeException(nameof(regularisation), regularisation, "Use a number above 0, such as 10.");
        var judged = Judgements.Check(scores, labels, classCount);
        var models = judged[0].Length / classCount;
        double[] start = [.. Enumerable.Repeat(1.0 / models, models), .. new double[withBiases ? classCount : 0]];
        double[] least = [.. start.Select((_, j) => j < models ? 0 : double.NegativeInfinity)];
        double[] most = [.. start.Select(_ => double.PositiveInfinity)];
        var loss = new PooledLogLoss(judged, labels, Judgements.Shares(labels, classCount, ClassWeights.Balanced), classCount, regularisation / labels.Count, start);
        var found = BoundedNewton.Minimise(loss.Evaluate, start, least, most);
        return new LogLinearPool(found[..models], withBiases ? found[models..] : new double[classCount]);
    }

    /// <summary>Joins the models' judgements of one example.</summary>
    /// <param name="scores">Natural logarithms of posteriors, model after model, shape [models x classes]; -infinity counts as the logarithm of the least double. Only read.</param>
    /// <param name="logPosterior">Natural logarithms that sum to one, shape [classes].</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is NaN or +infinity.</exception>
    public void Apply(ReadOnlySpan<double> scores, Span<double> logPosterior)
    {
        if (logPosterior.Length != ClassCount || scores.Length != ModelCount * ClassCount)
            throw new ArgumentException($"{scores.Length} scores and {logPosterior.Length} places; give {ModelCount} models x {ClassCount} classes and {ClassCount} places.", nameof(scores));
        var judged = scores.ToArray();
        Judgements.MakeFinite(judged);
        PooledLogLoss.Apply(judged, parameters, logPosterior);
    }
}
