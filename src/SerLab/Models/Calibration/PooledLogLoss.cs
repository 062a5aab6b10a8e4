using SerLab.Numerics;

namespace SerLab.Models.Calibration;

/// <summary>
/// Log-loss of a log-linear pool, log p_c = sum_m w_m s_mc + b_c - log sum, over judged examples, and (ridge / 2) times the squared distance of the parameters from where they start.
/// </summary>
/// <remarks>Immutable. A pool of one model is temperature scaling with T = 1 / w. Convex: logits are linear in the parameters.</remarks>
internal sealed class PooledLogLoss
{
    private readonly double[][] scores;
    private readonly IReadOnlyList<int> labels;
    private readonly double[] shares;
    private readonly int classCount;
    private readonly int modelCount;
    private readonly double ridge;
    private readonly double[] start;

    /// <param name="scores">Finite log posteriors, model after model, shape [examples][models x classes]; kept.</param>
    /// <param name="labels">True classes, shape [examples].</param>
    /// <param name="shares">How much each example counts, shape [examples].</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="ridge">Strength of the pull to the start, at least 0.</param>
    /// <param name="start">Weights of the models and, when there are biases, biases of the classes: shape [models] or [models + classes].</param>
    public PooledLogLoss(double[][] scores, IReadOnlyList<int> labels, double[] shares, int classCount, double ridge, double[] start)
    {
        (this.scores, this.labels, this.shares, this.classCount, this.ridge, this.start) = (scores, labels, shares, classCount, ridge, start);
        modelCount = scores[0].Length / classCount;
    }

    /// <summary>Value and derivatives: a <see cref="ConvexLoss"/>.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        var (posterior, deviations) = (new double[classCount], new double[modelCount * classCount]);
        var loss = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            Apply(scores[i], parameters, posterior);
            loss -= shares[i] * posterior[labels[i]];
            if (gradient.IsEmpty) continue;
            for (var c = 0; c < classCount; c++) posterior[c] = Math.Exp(posterior[c]);
            Centre(scores[i], posterior, deviations);
            AddGradient(i, posterior, deviations, gradient);
            AddHessian(shares[i], posterior, deviations, parameters.Length, hessian);
        }

        for (var j = 0; j < parameters.Length; j++)
        {
            var distance = parameters[j] - start[j];
            loss += ridge / 2 * distance * distance;
            if (gradient.IsEmpty) continue;
            gradient[j] += ridge * distance;
            hessian[j * parameters.Length + j] += ridge;
        }

        return loss;
    }

    /// <summary>Pools one example's scores.</summary>
    /// <param name="scores">Shape [models x classes], finite; only read.</param>
    /// <param name="parameters">Weights of the models and, when there are biases, biases of the classes.</param>
    /// <param name="logPosterior">Shape [classes].</param>
    public static void Apply(ReadOnlySpan<double> scores, ReadOnlySpan<double> parameters, Span<double> logPosterior)
    {
        var models = scores.Length / logPosterior.Length;
        for (var c = 0; c < logPosterior.Length; c++)
        {
            var sum = parameters.Length > models ? parameters[models + c] : 0;
            for (var m = 0; m < models; m++) sum += parameters[m] * scores[m * logPosterior.Length + c];
            logPosterior[c] = sum;
        }

        LogMath.Normalise(logPosterior);
    }

    // s_mc less its mean under the posterior: derivatives are about these, and log posteriors of thousands cancel here instead of in sums of squares.
    private void Centre(double[] example, double[] posterior, double[] deviations)
    {
        for (var m = 0; m < modelCount; m++)
        {
            var mean = 0.0;
            for (var c = 0; c < classCount; c++) mean += posterior[c] * example[m * classCount + c];
            for (var c = 0; c < classCount; c++) deviations[m * classCount + c] = example[m * classCount + c] - mean;
        }
    }

    private void AddGradient(int example, double[] posterior, double[] deviations, Span<double> gradient)
    {
        var label = labels[example];
        for (var m = 0; m < modelCount; m++) gradient[m] -= shares[example] * deviations[m * classCount + label];
        for (var j = modelCount; j < gradient.Length; j++) gradient[j] += shares[example] * (posterior[j - modelCount] - (j - modelCount == label ? 1 : 0));
    }

    private void AddHessian(double share, double[] posterior, double[] deviations, int size, Span<double> hessian)
    {
        for (var m = 0; m < modelCount; m++)
            for (var c = 0; c < classCount; c++)
            {
                var weighted = share * posterior[c] * deviations[m * classCount + c];
                for (var other = 0; other < modelCount; other++) hessian[m * size + other] += weighted * deviations[other * classCount + c];
                if (size == modelCount) continue;
                hessian[m * size + modelCount + c] += weighted;
                hessian[(modelCount + c) * size + m] += weighted;
            }

        for (var a = modelCount; a < size; a++)
            for (var b = modelCount; b < size; b++)
                hessian[a * size + b] += share * posterior[a - modelCount] * ((a == b ? 1 : 0) - posterior[b - modelCount]);
    }
}
