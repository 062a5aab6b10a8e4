using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Calibration;

/// <summary>Replaces each class's posterior by how often the class was true at such posteriors, a never falling function, and normalises. Free in form, so it wants a thousand examples or more.</summary>
/// <remarks>
/// <para>B. Zadrozny, C. Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002: isotonic regression of each class against the rest.</para>
/// <para>Frequencies of 0 and 1 are kept 1 / (examples + 2) away from 0 and 1 (Laplace's rule: no more can be known from so few). Classes that come out equal keep the order of their
/// posteriors: a billionth of the log posterior is added.</para>
/// </remarks>
/// <param name="ClassWeights">How much the examples of each class count.</param>
[Kind("isotonic", "a never falling curve per class, fitted to how often the class was true")]
public sealed record IsotonicOptions(ClassWeights ClassWeights = ClassWeights.None) : CalibrationOptions
{
    /// <inheritdoc/>
    public override ICalibrator Fit(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> labels)
    {
        Validate();
        var classCount = logPosteriors.Count == 0 ? 0 : logPosteriors[0].Length;
        var judged = Judgements.Check(logPosteriors, labels, classCount);
        var shares = Judgements.Shares(labels, classCount, ClassWeights);
        return new IsotonicCalibrator(
            [.. Enumerable.Range(0, classCount).Select(c => MonotoneSteps.Fit(
                Array.ConvertAll(judged, row => IsotonicCalibrator.Posterior(row[c])), [.. labels.Select(label => label == c ? 1.0 : 0)], shares))],
            labels.Count);
    }

    /// <inheritdoc/>
    public override ICalibrator Restore(Weights weights)
    {
        var counts = weights.Get("knots", -1).Values;
        if (counts.Length < 2 || counts.Any(count => count < 1 || count != Math.Floor(count)))
            throw new BadInputException("weights", "knots", "they are not whole numbers from 1 for at least two classes; the model file is damaged, so train it again.");
        var total = (int)Math.Min(int.MaxValue, counts.Sum());
        var (posteriors, frequencies) = (weights.Get("posteriors", total).Values, weights.Get("frequencies", total).Values);
        var curves = new MonotoneSteps[counts.Length];
        for (var (c, first) = (0, 0); c < curves.Length; first += (int)counts[c++])
        {
            var span = new Range(first, first + (int)counts[c]);
            curves[c] = new MonotoneSteps(posteriors[span], frequencies[span]);
            for (var knot = 1; knot < curves[c].Places.Count; knot++)
                if (curves[c].Places[knot] <= curves[c].Places[knot - 1] || curves[c].Values[knot] < curves[c].Values[knot - 1])
                    throw new BadInputException("weights", $"frequencies, class {c}", "the curve falls; the model file is damaged, so train it again.");
        }

        if (frequencies.Any(frequency => frequency is < 0 or > 1))
            throw new BadInputException("weights", "frequencies", "one is outside 0 ... 1; the model file is damaged, so train it again.");
        return new IsotonicCalibrator(curves, ClassPriors.SizeOf(weights, "examples"));
    }
}

/// <summary>One never falling curve per class, then normalised. Immutable.</summary>
internal sealed class IsotonicCalibrator : ICalibrator
{
    private const double OrderShare = 1e-9;

    private readonly MonotoneSteps[] curves;
    private readonly double least;

    /// <param name="curves">From posterior to frequency, shape [classes].</param>
    /// <param name="examples">Number of examples they were learned from.</param>
    public IsotonicCalibrator(MonotoneSteps[] curves, int examples)
    {
        (this.curves, least) = (curves, 1.0 / (examples + 2));
        double[] posteriors = [.. curves.SelectMany(curve => curve.Places)];
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["examples"] = new([1], [examples]),
            ["frequencies"] = new([posteriors.Length], [.. curves.SelectMany(curve => curve.Values)]),
            ["knots"] = new([curves.Length], Array.ConvertAll(curves, curve => (double)curve.Places.Count)),
            ["posteriors"] = new([posteriors.Length], posteriors),
        });
    }

    public Weights Weights { get; }

    /// <summary>The posterior of a logarithm, which rounding may have left above 0.</summary>
    public static double Posterior(double logPosterior) => Math.Min(1, Math.Exp(logPosterior));

    public void Apply(Span<double> logPosterior)
    {
        Judgements.CheckWidth(logPosterior, curves.Length);
        Judgements.MakeFinite(logPosterior);
        for (var c = 0; c < curves.Length; c++)
            logPosterior[c] = Math.Log(Math.Clamp(curves[c].At(Posterior(logPosterior[c])), least, 1 - least)) + OrderShare * logPosterior[c];
        LogMath.Normalise(logPosterior);
    }
}
