using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>Where Baum-Welch starts: every frame is given to a state, then each state's frames make its mixture and the steps between frames its arcs.</summary>
internal static class HiddenMarkovStart
{
    /// <summary>Left to right: each sequence is cut into as many equal pieces as there are states (segmental start; B.-H. Juang and L. Rabiner, 1990).</summary>
    /// <param name="examples">Sequences of one class, at least one.</param>
    /// <param name="shape">States and components.</param>
    /// <param name="spread">Unit of distance and floors.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops the work.</param>
    public static HiddenMarkovModel LeftToRight(IReadOnlyList<MatrixView> examples, MixtureShape shape, FrameSpread spread, RandomSource random, CancellationToken cancel)
    {
        var states = shape.States;
        var transition = new double[states * states];
        var framesPerState = Math.Max(2, examples.Average(example => example.Rows) / states);
        for (var s = 0; s < states - 1; s++) (transition[s * states + s], transition[s * states + s + 1]) = (1 - 1 / framesPerState, 1 / framesPerState);
        transition[^1] = 1;
        var initial = new double[states];
        initial[0] = 1;
        var stateOf = examples.Select(example => Enumerable.Range(0, example.Rows).Select(t => (int)((long)t * states / example.Rows)).ToArray()).ToArray();
        return WithMixtures(examples, stateOf, initial, transition, shape, spread, random, cancel);
    }

    /// <summary>Ergodic: the frames are clustered, a cluster to each state; arcs are counted between clusters, every arc once more than seen.</summary>
    /// <inheritdoc cref="LeftToRight"/>
    public static HiddenMarkovModel Ergodic(IReadOnlyList<MatrixView> examples, MixtureShape shape, FrameSpread spread, RandomSource random, CancellationToken cancel)
    {
        var states = shape.States;
        FrameBlock[] blocks = [.. examples.SelectMany(FrameBlock.Cut)];
        var clusters = MixtureTraining.Start(blocks, states, spread.Variance, spread.Floor, random.For("states"), cancel);
        var stateOf = examples.Select(example => LikeliestOf(clusters, example)).ToArray();
        var initial = Enumerable.Repeat(1.0, states).ToArray();
        var transition = Enumerable.Repeat(1.0, states * states).ToArray();
        foreach (var path in stateOf)
        {
            initial[path[0]]++;
            for (var t = 1; t < path.Length; t++) transition[path[t - 1] * states + path[t]]++;
        }

        var sum = initial.Sum();
        for (var s = 0; s < states; s++)
        {
            initial[s] /= sum;
            var row = transition.AsSpan(s * states, states);
            var rowSum = 0.0;
            foreach (var value in row) rowSum += value;
            foreach (ref var value in row) value /= rowSum;
        }

        return WithMixtures(examples, stateOf, initial, transition, shape, spread, random, cancel);
    }

    private static HiddenMarkovModel WithMixtures(
        IReadOnlyList<MatrixView> examples, int[][] stateOf, double[] initial, double[] transition, MixtureShape shape, FrameSpread spread, RandomSource random, CancellationToken cancel)
    {
        var (shares, means, variances) = (new List<double>(), new List<double>(), new List<double>());
        for (var s = 0; s < shape.States; s++)
        {
            var mixture = MixtureTraining.Start([.. BlocksOf(examples, stateOf, s)], shape.Mixtures, spread.Variance, spread.Floor, random.For("state", s), cancel);
            shares.AddRange(mixture.Weights);
            means.AddRange(mixture.Gaussians.Means);
            variances.AddRange(mixture.Gaussians.Variances);
        }

        return new HiddenMarkovModel(initial, transition, [.. shares], new DiagonalGaussians([.. means], [.. variances], spread.Variance.Length));
    }

    // The frames of one state; a state that no frame was given to (every sequence shorter than the model) starts from all of them.
    private static IEnumerable<FrameBlock> BlocksOf(IReadOnlyList<MatrixView> examples, int[][] stateOf, int state)
    {
        var own = new List<float>();
        for (var i = 0; i < examples.Count; i++)
            for (var t = 0; t < examples[i].Rows; t++)
                if (stateOf[i][t] == state) own.AddRange(examples[i].Row(t));
        var features = examples[0].Columns;
        return own.Count > 0 ? FrameBlock.Cut(new MatrixView(own.ToArray(), own.Count / features, features)) : examples.SelectMany(FrameBlock.Cut);
    }

    private static int[] LikeliestOf(GaussianMixture clusters, MatrixView example)
    {
        var block = new FrameBlock(example);
        var responsibilities = new double[clusters.Gaussians.Count * block.Stride];
        clusters.ShareOut(block, responsibilities, new double[block.Stride]);
        return [.. Enumerable.Range(0, block.Count).Select(t => Enumerable.Range(0, clusters.Gaussians.Count).MaxBy(k => responsibilities[k * block.Stride + t]))];
    }
}

/// <summary>Size of a hidden Markov model.</summary>
/// <param name="States">Number of states.</param>
/// <param name="Mixtures">Components of each state.</param>
internal readonly record struct MixtureShape(int States, int Mixtures);
