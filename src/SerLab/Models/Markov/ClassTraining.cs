using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>From some sequences to a model, as the settings say. Immutable.</summary>
internal sealed class ClassTraining
{
    private readonly HiddenMarkovOptions options;
    private readonly FrameSpread spread;
    private readonly StateGraph graph;
    private readonly CancellationToken cancel;

    /// <param name="options">Settings that were checked.</param>
    /// <param name="spread">Unit of distance and floors.</param>
    /// <param name="cancel">Stops the training.</param>
    public ClassTraining(HiddenMarkovOptions options, FrameSpread spread, CancellationToken cancel)
    {
        (this.options, this.spread, this.cancel) = (options, spread, cancel);
        graph = options.Topology switch
        {
            HmmTopology.Ergodic => StateGraph.Ergodic(options.States),
            HmmTopology.Custom => StateGraph.Custom(options.Arcs!, options.StartStates ?? [0]),
            _ => StateGraph.LeftToRight(options.States, options.Skips),
        };
    }

    /// <summary>A model of maximum likelihood.</summary>
    /// <param name="examples">Sequences, at least one.</param>
    /// <param name="sequences">The same, turned on their side.</param>
    /// <param name="random">Where chance comes from.</param>
    public HiddenMarkovModel Learn(IReadOnlyList<MatrixView> examples, FrameBlock[] sequences, RandomSource random)
    {
        var frames = sequences.Sum(sequence => (long)sequence.Count);
        var mixtures = (int)Math.Clamp(frames / (GaussianMixtureOptions.FramesPerComponent * options.States), 1, options.Mixtures);
        var estimate = new LikeliestEstimate(options.Variances, spread.Floor);
        var start = new HiddenMarkovStart(examples, sequences, spread, random, cancel).Make(new HiddenMarkovShape(graph, mixtures), options.StartRounds);
        return Train(sequences, estimate.Tie(start), estimate);
    }

    /// <summary>A background model whose means move towards some sequences.</summary>
    /// <param name="background">The model of all classes.</param>
    /// <param name="sequences">Sequences of one class, at least one.</param>
    public HiddenMarkovModel Adapt(HiddenMarkovModel background, FrameBlock[] sequences) =>
        Train(sequences, background, new AdaptedEstimate(background, options.Relevance));

    private HiddenMarkovModel Train(FrameBlock[] sequences, HiddenMarkovModel start, IHiddenMarkovEstimate estimate)
    {
        var paths = HiddenMarkovTraining.CounterFor(options.Training, start, sequences);
        return HiddenMarkovTraining.Train(sequences, start, paths, estimate, new TrainingEnd(options.Iterations, options.Tolerance), cancel).Model;
    }
}
