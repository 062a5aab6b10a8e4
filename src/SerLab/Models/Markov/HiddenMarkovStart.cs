using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>Size of a hidden Markov model.</summary>
/// <param name="Graph">The states and what may follow what.</param>
/// <param name="Mixtures">Components of each state.</param>
internal readonly record struct HiddenMarkovShape(StateGraph Graph, int Mixtures);

/// <summary>
/// Where training starts: every frame is given to a state, each state's frames make its mixture, and the steps between frames its arcs; then best paths may give the
/// frames out anew (segmental k-means; B.-H. Juang and L. Rabiner, IEEE Trans. ASSP 38(9), 1990).
/// </summary>
internal sealed class HiddenMarkovStart
{
    private readonly IReadOnlyList<MatrixView> examples;
    private readonly FrameBlock[] sequences;
    private readonly FrameSpread spread;
    private readonly RandomSource random;
    private readonly CancellationToken cancel;

    /// <param name="examples">Sequences of one class, at least one.</param>
    /// <param name="sequences">The same, turned on their side.</param>
    /// <param name="spread">Unit of distance and floors.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops the work.</param>
    public HiddenMarkovStart(IReadOnlyList<MatrixView> examples, FrameBlock[] sequences, FrameSpread spread, RandomSource random, CancellationToken cancel) =>
        (this.examples, this.sequences, this.spread, this.random, this.cancel) = (examples, sequences, spread, random, cancel);

    /// <summary>The start.</summary>
    /// <param name="shape">States and components.</param>
    /// <param name="rounds">Most rounds of segmental k-means; it ends when no frame changes its state.</param>
    public HiddenMarkovModel Make(HiddenMarkovShape shape, int rounds)
    {
        var paths = FirstPaths(shape.Graph);
        var model = Fit(paths, shape, random);
        for (var round = 0; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var decoder = new BestPaths(model, sequences.Max(sequence => sequence.Stride));
            int[][] next = [.. sequences.Select(sequence => decoder.Path(sequence, model).ToArray())];
            if (next.Zip(paths).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))) break;
            (paths, model) = (next, Fit(next, shape, random.For("round", round)));
        }

        return model;
    }

    // Each sequence is cut into as many equal stretches as the graph has layers; states that share a layer share its frames by clusters.
    private int[][] FirstPaths(StateGraph graph)
    {
        var layers = graph.Layers.ToArray();
        var layerCount = layers.Max() + 1;
        var layerOf = Array.ConvertAll(sequences, sequence => Enumerable.Range(0, sequence.Count).Select(t => (int)((long)t * layerCount / sequence.Count)).ToArray());
        var paths = Array.ConvertAll(layerOf, path => new int[path.Length]);
        for (var layer = 0; layer < layerCount; layer++)
        {
            int[] states = [.. Enumerable.Range(0, layers.Length).Where(s => layers[s] == layer)];
            var choice = states.Length == 1 ? null : Nearest(layerOf, layer, states.Length);
            for (var i = 0; i < paths.Length; i++)
                for (var t = 0; t < paths[i].Length; t++)
                    if (layerOf[i][t] == layer) paths[i][t] = states[choice is null ? 0 : choice[i][t]];
        }

        return paths;
    }

    private int[][] Nearest(int[][] layerOf, int layer, int count)
    {
        var clusters = MixtureTraining.Start([.. BlocksOf(layerOf, layer)], count, spread.Variance, spread.Floor, random.For("states", layer), cancel);
        return Array.ConvertAll(sequences, sequence => LikeliestOf(clusters, sequence));
    }

    private HiddenMarkovModel Fit(int[][] paths, HiddenMarkovShape shape, RandomSource source)
    {
        var (shares, means, variances) = (new List<double>(), new List<double>(), new List<double>());
        for (var s = 0; s < shape.Graph.StateCount; s++)
        {
            var mixture = MixtureTraining.Start([.. BlocksOf(paths, s)], shape.Mixtures, spread.Variance, spread.Floor, source.For("state", s), cancel);
            shares.AddRange(mixture.Weights);
            means.AddRange(mixture.Gaussians.Means);
            variances.AddRange(mixture.Gaussians.Variances);
        }

        var (initial, transition) = Counted(paths, shape.Graph);
        return new HiddenMarkovModel(initial, transition, [.. shares], new DiagonalGaussians([.. means], [.. variances], spread.Variance.Length));
    }

    // Every first state and arc that may be counts once more than it was seen, the others never.
    private static (double[] Initial, double[] Transition) Counted(int[][] paths, StateGraph graph)
    {
        var states = graph.StateCount;
        double[] initial = [.. graph.Firsts.ToArray().Select(may => may ? 1.0 : 0)], transition = [.. graph.Arcs.ToArray().Select(may => may ? 1.0 : 0)];
        foreach (var path in paths)
        {
            if (graph.Firsts[path[0]]) initial[path[0]]++;
            for (var t = 1; t < path.Length; t++)
                if (graph.Arcs[path[t - 1] * states + path[t]]) transition[path[t - 1] * states + path[t]]++;
        }

        Normalise(initial);
        for (var s = 0; s < states; s++) Normalise(transition.AsSpan(s * states, states));
        return (initial, transition);
    }

    private static void Normalise(Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        foreach (ref var value in values) value /= sum;
    }

    // The frames of one state; a state that no frame was given to (every sequence shorter than the model) starts from all of them.
    private IEnumerable<FrameBlock> BlocksOf(int[][] paths, int state)
    {
        var own = new List<float>();
        for (var i = 0; i < examples.Count; i++)
            for (var t = 0; t < examples[i].Rows; t++)
                if (paths[i][t] == state) own.AddRange(examples[i].Row(t));
        var features = examples[0].Columns;
        return own.Count > 0 ? FrameBlock.Cut(new MatrixView(own.ToArray(), own.Count / features, features)) : examples.SelectMany(FrameBlock.Cut);
    }

    private static int[] LikeliestOf(GaussianMixture clusters, FrameBlock block)
    {
        var responsibilities = new double[clusters.Gaussians.Count * block.Stride];
        clusters.ShareOut(block, responsibilities, new double[block.Stride]);
        return [.. Enumerable.Range(0, block.Count).Select(t => Enumerable.Range(0, clusters.Gaussians.Count).MaxBy(k => responsibilities[k * block.Stride + t]))];
    }
}
