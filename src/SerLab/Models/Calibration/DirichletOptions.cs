using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Calibration;

/// <summary>Calibrates by multinomial logistic regression on the log posteriors, p' = softmax(W log p + b): it also mends that two classes are confused one way more than the other.</summary>
/// <remarks>
/// <para>M. Kull, M. Perello Nieto, M. Kängsepp, T. Silva Filho, H. Song, P. Flach, "Beyond temperature scaling: obtaining well-calibrated multi-class probabilities with Dirichlet
/// calibration", NeurIPS 2019, with off-diagonal and intercept regularisation (ODIR) and Newton's method. Starts from W = I, b = 0 and never has a larger log-loss on what it
/// learned from.</para>
/// <para>The default pulls are strong because a few hundred utterances determine few of classes x (classes + 1) numbers: on EMO-DB the log-loss of unheard speakers rose above that of
/// no calibration with these, and more with weaker ones (study calibration), so prefer "temperature" there. With many thousands of utterances use 1.</para>
/// </remarks>
/// <param name="OffDiagonal">Lambda, above 0: pull of W off its diagonal to 0, and a hundredth of it of the diagonal to 1.</param>
/// <param name="Intercept">Mu, above 0: pull of b to 0.</param>
/// <param name="ClassWeights">How much the examples of each class count.</param>
[Kind("dirichlet", "logistic regression on log posteriors, pulled to changing nothing")]
public sealed record DirichletOptions(double OffDiagonal = 100, double Intercept = 10, ClassWeights ClassWeights = ClassWeights.None) : CalibrationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(OffDiagonal > 0 && double.IsFinite(OffDiagonal), $"OffDiagonal is {OffDiagonal}; use a number above 0, such as 100.")
        .Unless(Intercept > 0 && double.IsFinite(Intercept), $"Intercept is {Intercept}; use a number above 0, such as 10.");

    /// <inheritdoc/>
    public override ICalibrator Fit(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> labels)
    {
        Validate();
        var classCount = logPosteriors.Count == 0 ? 0 : logPosteriors[0].Length;
        var judged = Judgements.Check(logPosteriors, labels, classCount);
        var loss = new DirichletLogLoss(judged, labels, Judgements.Shares(labels, classCount, ClassWeights), OffDiagonal, Intercept);
        var start = DirichletLogLoss.Identity(classCount);
        double[] bound = [.. Enumerable.Repeat(double.PositiveInfinity, start.Length)];
        return new DirichletCalibrator(BoundedNewton.Minimise(loss.Evaluate, start, Array.ConvertAll(bound, value => -value), bound), classCount);
    }

    /// <inheritdoc/>
    public override ICalibrator Restore(Weights weights)
    {
        var shape = weights.Get("weights", -1, -1).Shape;
        if (shape[0] < 2 || shape[1] != shape[0] + 1)
            throw new BadInputException("weights", "weights", $"its shape is [{shape[0]} x {shape[1]}], not [classes x (classes + 1)]; the model file is damaged, so train it again.");
        return new DirichletCalibrator(weights.Get("weights", -1, -1).Values, shape[0]);
    }
}

/// <summary>softmax(W log p + b). Immutable.</summary>
internal sealed class DirichletCalibrator : ICalibrator
{
    private readonly double[] parameters;
    private readonly int classCount;

    /// <param name="parameters">[W b], shape [classes x (classes + 1)].</param>
    /// <param name="classCount">Number of classes.</param>
    public DirichletCalibrator(double[] parameters, int classCount)
    {
        (this.parameters, this.classCount) = (parameters, classCount);
        Weights = new Weights(new Dictionary<string, Tensor> { ["weights"] = new([classCount, classCount + 1], parameters) });
    }

    public Weights Weights { get; }

    public void Apply(Span<double> logPosterior)
    {
        Judgements.CheckWidth(logPosterior, classCount);
        Judgements.MakeFinite(logPosterior);
        DirichletLogLoss.Apply(logPosterior.ToArray(), parameters, logPosterior);
    }
}
