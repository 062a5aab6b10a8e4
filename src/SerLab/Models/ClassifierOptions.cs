using System.Text.Json.Serialization;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>What a classifier looks at.</summary>
public enum ExampleInput
{
    /// <summary>The feature set's one row per utterance: [1 x features].</summary>
    Functionals,

    /// <summary>The feature set's frames: [frames x features].</summary>
    Frames,

    /// <summary>The utterance's duration in seconds: [1 x 1].</summary>
    Duration,

    /// <summary>The utterance's level in dB relative to full scale: [1 x 1].</summary>
    Loudness,

    /// <summary>The speaker's number, 0 ... speakers - 1: [1 x 1].</summary>
    Speaker,

    /// <summary>Log posteriors that other models, the stack, gave the utterance: [1 x (models x classes)], model after model.</summary>
    Scores,
}

/// <summary>Settings of a classifier; training it gives a finished, immutable one.</summary>
public abstract record ClassifierOptions : Recipe
{
    /// <summary>What the classifier looks at.</summary>
    [JsonIgnore]
    public abstract ExampleInput Input { get; }

    /// <summary>True for a classifier that is only there to be beaten.</summary>
    [JsonIgnore]
    public virtual bool IsBaseline => false;

    /// <summary>What else than the label the classifier learns to tell; null for nothing.</summary>
    [JsonIgnore]
    public virtual AuxiliaryTarget? AuxiliaryTarget => null;

    /// <summary>Trains on examples; the same set and source give the same classifier, bit for bit.</summary>
    /// <param name="set">Checked examples; only read.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops the training.</param>
    /// <exception cref="OptionsException">The settings cannot work, or not with this set.</exception>
    public abstract IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default);

    /// <summary>The class that each of several settings, trained on one set, gives held-out examples: what tuning asks. A kind that can share work between settings overrides it.</summary>
    /// <param name="candidates">Settings to compare, all of one kind; this one among them.</param>
    /// <param name="set">Training examples; only read.</param>
    /// <param name="heldOut">Examples that training has not seen, scaled like the set's; only read.</param>
    /// <param name="random">Where chance comes from; every candidate draws the same.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Classes, shape [candidates][examples].</returns>
    public virtual IReadOnlyList<int[]> PredictHeldOut(
        IReadOnlyList<ClassifierOptions> candidates, TrainingSet set, HeldOutRows heldOut, RandomSource random, CancellationToken cancel = default)
    {
        var predicted = new int[candidates.Count][];
        var logPosterior = new double[set.ClassCount];
        for (var candidate = 0; candidate < predicted.Length; candidate++)
        {
            cancel.ThrowIfCancellationRequested();
            var classifier = candidates[candidate].Train(set, random, cancel);
            predicted[candidate] = new int[heldOut.Rows.Count];
            for (var i = 0; i < heldOut.Rows.Count; i++)
            {
                classifier.Score(heldOut.Rows[i], logPosterior);
                predicted[candidate][i] = LogMath.ArgMax(logPosterior);
            }
        }

        return predicted;
    }

    /// <summary>Makes a classifier of weights that <see cref="IClassifier.Weights"/> gave.</summary>
    /// <exception cref="BadInputException">The weights do not fit these settings.</exception>
    public abstract IClassifier Restore(Weights weights);
}

/// <summary>A trained classifier. Immutable: one instance serves every thread.</summary>
public interface IClassifier
{
    /// <summary>Everything that was learned, by name.</summary>
    Weights Weights { get; }

    /// <summary>Log posterior probability of every class given one example; they sum to one.</summary>
    /// <param name="example">Shape [frames x features], finite, at least one row; only read.</param>
    /// <param name="logPosterior">Natural logarithms, shape [classes].</param>
    void Score(MatrixView example, Span<double> logPosterior);
}
