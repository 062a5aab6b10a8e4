using SerLab.Models;
using SerLab.Models.Markov;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Markov;

/// <summary>Likelihoods, best paths and trained models beside an independent implementation in NumPy.</summary>
public sealed class HiddenMarkovAgainstNumpyTests
{
    private const int Features = 13, Iterations = 6;
    private static readonly double[] Floor = [.. Enumerable.Repeat(0.02, Features)];

    public static TheoryData<HmmTopology, int, int> Topologies => new()
    {
        { HmmTopology.LeftToRight, 5, 1 }, { HmmTopology.LeftToRight, 4, 3 }, { HmmTopology.Ergodic, 5, 1 }, { HmmTopology.Ergodic, 3, 2 }, { HmmTopology.Custom, 4, 2 },
    };

    [NumpyTheory]
    [MemberData(nameof(Topologies))]
    public void Likelihoods_best_paths_and_trained_models_are_numpys(HmmTopology topology, int states, int mixtures)
    {
        var (sequences, blocks, start) = Drawn(topology, states, mixtures);
        var reference = new HiddenMarkovReference(start, sequences, Iterations, Floor);
        for (var i = 0; i < sequences.Length; i++)
        {
            AssertNear(reference.LogLikelihoods[i], start.LogLikelihood(sequences[i]), 1e-8);
            var path = start.BestPath(sequences[i]);
            AssertNear(reference.PathLogs[i], path.LogLikelihood, 1e-8);
            Assert.Equal(reference.Paths[i], path.States);
        }

        AssertSame(reference, Trained(blocks, start, new LikeliestEstimate(HmmVariances.PerComponent, Floor)));
    }

    [NumpyTheory]
    [InlineData(HmmVariances.PerComponent)]
    [InlineData(HmmVariances.PerState)]
    [InlineData(HmmVariances.PerModel)]
    public void Shared_variances_are_numpys_on_all_paths_and_on_best_paths(HmmVariances variances)
    {
        var (sequences, blocks, start) = Drawn(HmmTopology.LeftToRight, 4, 2);
        foreach (var training in Enum.GetValues<HmmTraining>())
            AssertSame(new HiddenMarkovReference(start, sequences, Iterations, Floor, training, variances), Trained(blocks, start, new LikeliestEstimate(variances, Floor), training));
    }

    [NumpyTheory]
    [InlineData(HmmTraining.BaumWelch)]
    [InlineData(HmmTraining.Viterbi)]
    public void Adapted_means_are_numpys(HmmTraining training)
    {
        var (sequences, blocks, start) = Drawn(HmmTopology.Ergodic, 3, 2);
        AssertSame(new HiddenMarkovReference(start, sequences, Iterations, Floor, training, relevance: 10), Trained(blocks, start, new AdaptedEstimate(start, 10), training));
    }

    private static HiddenMarkovFit Trained(FrameBlock[] blocks, HiddenMarkovModel start, IHiddenMarkovEstimate estimate, HmmTraining training = HmmTraining.BaumWelch) =>
        HiddenMarkovTraining.Train(blocks, start, HiddenMarkovTraining.CounterFor(training, start, blocks), estimate, new TrainingEnd(Iterations, -1), CancellationToken.None);

    // Sequences of a wandering mean, and a start that no symmetry holds back.
    private static (MatrixView[] Sequences, FrameBlock[] Blocks, HiddenMarkovModel Start) Drawn(HmmTopology topology, int states, int mixtures)
    {
        var random = new RandomSource(11).Open();
        MatrixView[] sequences = [.. Enumerable.Range(0, 6).Select(i =>
        {
            var frames = 40 + 7 * i;
            return new MatrixView(Enumerable.Range(0, frames * Features)
                .Select(j => (float)(1.5 * Math.Sin(6.0 * (j / Features) / frames + j % Features) + (random.NextDouble() < 0.3 ? 1.5 : 0.6) * random.NextGaussian())).ToArray(), frames, Features);
        })];
        FrameBlock[] blocks = [.. sequences.Select(sequence => new FrameBlock(sequence))];
        var graph = topology switch
        {
            HmmTopology.Ergodic => StateGraph.Ergodic(states),
            HmmTopology.LeftToRight => StateGraph.LeftToRight(states, 1),
            _ => StateGraph.Custom([[0, 1, 2], [1, 3], [2, 3], [3, 0]], [0, 2]),
        };
        var spread = new FrameSpread([.. Enumerable.Repeat(1.0, Features)], Floor);
        return (sequences, blocks, new HiddenMarkovStart(sequences, blocks, spread, new RandomSource(1), CancellationToken.None).Make(new HiddenMarkovShape(graph, mixtures), 0));
    }

    private static void AssertSame(HiddenMarkovReference reference, HiddenMarkovFit fit)
    {
        Assert.Equal(reference.Scores.Length, fit.Scores.Count);
        for (var i = 0; i < fit.Scores.Count; i++) AssertNear(reference.Scores[i], fit.Scores[i], 1e-8);
        Compare("initial", fit.Model.Initial);
        Compare("transition", fit.Model.Transition);
        Compare("shares", fit.Model.Shares);
        Compare("means", fit.Model.Gaussians.Means);
        Compare("variances", fit.Model.Gaussians.Variances);

        void Compare(string name, ReadOnlySpan<double> actual)
        {
            var expected = reference.Model(name);
            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-7 * Math.Max(1, Math.Abs(expected[i])), $"{name}[{i}]: {expected[i]:R}, {actual[i]:R}");
        }
    }

    private static void AssertNear(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), $"{expected:R}, {actual:R}");
}
