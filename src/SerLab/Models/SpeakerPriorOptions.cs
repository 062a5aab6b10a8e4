using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Baseline: the class frequencies of the example's speaker. Beats chance only where a split leaks speakers or speakers differ in what they say.</summary>
/// <remarks>
/// A speaker seen in training has P(class) = (count + 1) / (examples + classes), add-one smoothing (Laplace); one never seen has the frequencies
/// of all training examples. The speaker's number is the example's one value, a whole number from 0 to 16 777 215 (exact in single precision).
/// </remarks>
[Kind("speaker-prior", "baseline: the class frequencies of the example's own speaker")]
public sealed record SpeakerPriorOptions : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Speaker;

    /// <inheritdoc/>
    public override bool IsBaseline => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        OneValue.Check(set);
        var counts = new SortedDictionary<double, double[]>();
        for (var i = 0; i < set.Examples.Count; i++)
        {
            var speaker = set.Examples[i].Span[0];
            if (!counts.TryGetValue(speaker, out var ofSpeaker)) counts[speaker] = ofSpeaker = new double[set.ClassCount];
            ofSpeaker[set.Labels[i]]++;
        }

        foreach (var ofSpeaker in counts.Values)
        {
            var total = ofSpeaker.Sum();
            for (var c = 0; c < ofSpeaker.Length; c++) ofSpeaker[c] = Math.Log((ofSpeaker[c] + 1) / (total + set.ClassCount));
        }

        return new SpeakerPriorClassifier(ClassPriors.Of(set), [.. counts.Keys], [.. counts.Values.SelectMany(row => row)]);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights)
    {
        var prior = ClassPriors.Of(weights);
        var speakers = weights.Get("speakers", -1).Values;
        return new SpeakerPriorClassifier(prior, speakers, weights.Get("log_prior_of_speaker", speakers.Length, prior.Length).Values);
    }
}

/// <summary>Looks up the speaker. Immutable.</summary>
internal sealed class SpeakerPriorClassifier : IClassifier
{
    private readonly double[] logPrior;
    private readonly double[] logPriorOfSpeaker;
    private readonly Dictionary<double, int> rowOfSpeaker = [];

    /// <param name="logPrior">For speakers not seen in training, shape [classes].</param>
    /// <param name="speakers">The speakers seen, shape [speakers].</param>
    /// <param name="logPriorOfSpeaker">Shape [speakers x classes].</param>
    public SpeakerPriorClassifier(double[] logPrior, double[] speakers, double[] logPriorOfSpeaker)
    {
        (this.logPrior, this.logPriorOfSpeaker) = (logPrior, logPriorOfSpeaker);
        for (var s = 0; s < speakers.Length; s++) rowOfSpeaker[speakers[s]] = s;
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["log_prior"] = new([logPrior.Length], logPrior),
            ["log_prior_of_speaker"] = new([speakers.Length, logPrior.Length], logPriorOfSpeaker),
            ["speakers"] = new([speakers.Length], speakers),
        });
    }

    public Weights Weights { get; }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.CheckRow(example, 1, logPosterior, logPrior.Length);
        var row = rowOfSpeaker.TryGetValue(example.Span[0], out var s) ? logPriorOfSpeaker.AsSpan(s * logPrior.Length, logPrior.Length) : logPrior;
        row.CopyTo(logPosterior);
        LogMath.Normalise(logPosterior);
    }
}
