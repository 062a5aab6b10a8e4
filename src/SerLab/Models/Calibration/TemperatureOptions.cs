using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Calibration;

/// <summary>Divides all log posteriors by one temperature and normalises anew: how sure the classifier is changes, which class it holds likeliest does not.</summary>
/// <remarks>
/// C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks", ICML 2017, equation 9. T is the least log-loss between 0.1 and 10 000: judgements that
/// are all right would ask for T = 0, and then one error of another speaker costs an infinite log-loss; scores summed over thousands of frames do ask for hundreds.
/// </remarks>
/// <param name="ClassWeights">How much the examples of each class count.</param>
[Kind("temperature", "one temperature for all classes: more or less sure, never another class")]
public sealed record TemperatureOptions(ClassWeights ClassWeights = ClassWeights.None) : CalibrationOptions
{
    private const double LeastTemperature = 0.1;
    private const double MostTemperature = 10_000;

    /// <inheritdoc/>
    public override ICalibrator Fit(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> labels)
    {
        Validate();
        var classCount = logPosteriors.Count == 0 ? 0 : logPosteriors[0].Length;
        var judged = Judgements.Check(logPosteriors, labels, classCount);
        var loss = new PooledLogLoss(judged, labels, Judgements.Shares(labels, classCount, ClassWeights), classCount, ridge: 0, [1]);
        var inverse = BoundedNewton.Minimise(loss.Evaluate, [1], [1 / MostTemperature], [1 / LeastTemperature])[0];
        return new TemperatureCalibrator(1 / inverse);
    }

    /// <inheritdoc/>
    public override ICalibrator Restore(Weights weights)
    {
        var temperature = weights.Get("temperature", 1).Values[0];
        if (temperature <= 0) throw new BadInputException("weights", "temperature", $"it is {temperature}, not above 0; the model file is damaged, so train it again.");
        return new TemperatureCalibrator(temperature);
    }
}

/// <summary>Softmax of log posteriors divided by a temperature. Immutable.</summary>
internal sealed class TemperatureCalibrator : ICalibrator
{
    private readonly double temperature;

    public TemperatureCalibrator(double temperature)
    {
        this.temperature = temperature;
        Weights = new Weights(new Dictionary<string, Tensor> { ["temperature"] = new([1], [temperature]) });
    }

    public Weights Weights { get; }

    public void Apply(Span<double> logPosterior)
    {
        Judgements.MakeFinite(logPosterior);
        for (var c = 0; c < logPosterior.Length; c++) logPosterior[c] /= temperature;
        LogMath.Normalise(logPosterior);
    }
}
