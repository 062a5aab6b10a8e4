using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>A trained hidden Markov model per class. Beside posteriors it shows what the states did: best paths and durations. Immutable.</summary>
/// <remarks>
/// What <see cref="HiddenMarkovOptions"/> trains and restores: <c>(HiddenMarkovClassifier)model.Classifier</c>. States of different members are different states, so of a class with
/// several models the first is shown.
/// </remarks>
public sealed class HiddenMarkovClassifier : IClassifier
{
    private readonly HiddenMarkovModel[][] models;
    private readonly VisitLengths[] visits;
    private readonly HiddenMarkovModel largest;
    private readonly int featureCount;
    private readonly double effectiveFrames;
    private readonly double[] logPrior;

    /// <param name="models">Shape [classes][members], as many members in every class.</param>
    /// <param name="visits">Durations on the training sequences' best paths through each class's first model, one per class.</param>
    /// <param name="effectiveFrames">How many independent frames an utterance counts for, above 0.</param>
    /// <param name="logPrior">Log prior of each class, shape [classes].</param>
    internal HiddenMarkovClassifier(HiddenMarkovModel[][] models, VisitLengths[] visits, double effectiveFrames, double[] logPrior)
    {
        (this.models, this.visits, this.effectiveFrames, this.logPrior) = (models, visits, effectiveFrames, logPrior);
        (featureCount, largest) = (models[0][0].Gaussians.FeatureCount, models.SelectMany(ofClass => ofClass).MaxBy(model => model.Gaussians.Count)!);
        var saved = models.SelectMany((ofClass, c) => ofClass.SelectMany((model, m) => model.Save(Ensemble.Prefix(c, m))).Append(visits[c].Save(Ensemble.Prefix(c, 0))));
        Weights = new Weights([.. saved, new("log_prior", new Tensor([logPrior.Length], logPrior))]);
    }

    /// <inheritdoc/>
    public Weights Weights { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => models.Length;

    /// <inheritdoc/>
    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.Check(example, featureCount, logPosterior, models.Length);
        var sequence = new FrameBlock(example);
        var paths = new AllPaths(largest, sequence.Stride);
        Span<double> ofMembers = stackalloc double[models[0].Length];
        for (var c = 0; c < models.Length; c++)
        {
            for (var m = 0; m < ofMembers.Length; m++) ofMembers[m] = effectiveFrames * paths.LogLikelihood(sequence, models[c][m]) / example.Rows;
            logPosterior[c] = logPrior[c] + Ensemble.Mean(ofMembers);
        }

        LogMath.Normalise(logPosterior);
    }

    /// <summary>The most probable path of states of one class's model through an example.</summary>
    /// <param name="example">Shape [frames x features], scaled as in training, at least one frame; only read.</param>
    /// <param name="classIndex">The class.</param>
    /// <exception cref="ArgumentException">The example has no frames or another width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public StatePath BestPath(MatrixView example, int classIndex)
    {
        ScoreArguments.Check(example, featureCount, logPrior, models.Length);
        return ModelOf(classIndex).BestPath(example);
    }

    /// <summary>How long one class's model stays in each of its states, by its transitions and on the best paths of its training sequences.</summary>
    /// <param name="classIndex">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public IReadOnlyList<StateDuration> Durations(int classIndex)
    {
        var model = ModelOf(classIndex);
        return [.. Enumerable.Range(0, model.StateCount).Select(s => visits[classIndex].Of(s, model.Transition[s * model.StateCount + s]))];
    }

    private HiddenMarkovModel ModelOf(int classIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, models.Length);
        return models[classIndex][0];
    }
}
