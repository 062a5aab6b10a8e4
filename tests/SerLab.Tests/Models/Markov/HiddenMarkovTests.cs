using SerLab.Models;
using SerLab.Models.Markov;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Markov;

public sealed class HiddenMarkovTests
{
    private static readonly MatrixView Sequence = Toys.Frames(2, 0.1f, -0.3f, 0.9f, 1.2f, 2.2f, 0.4f, 1.9f, -1.1f, -0.5f, 0.2f, 1.0f, 1.0f);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_likelihood_is_the_sum_over_all_paths(bool ergodic)
    {
        var expected = Math.Log(new PathEnumeration(Tiny(ergodic), Sequence).Paths().Sum(path => path.Probability));
        Assert.Equal(expected, Tiny(ergodic).LogLikelihood(Sequence), 1e-10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_best_path_is_the_largest_of_all_paths(bool ergodic)
    {
        var (path, probability) = new PathEnumeration(Tiny(ergodic), Sequence).Paths().MaxBy(path => path.Probability);
        var best = Tiny(ergodic).BestPath(Sequence);
        Assert.Equal(path, best.States);
        Assert.Equal(Math.Log(probability), best.LogLikelihood, 1e-10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_iteration_of_training_gives_the_expectations_over_all_paths(bool ergodic)
    {
        var model = Tiny(ergodic);
        var paths = new PathEnumeration(model, Sequence).Paths().ToArray();
        var total = paths.Sum(path => path.Probability);
        var trained = Trained([new FrameBlock(Sequence)], model, new LikeliestEstimate(HmmVariances.PerComponent, [1e-6, 1e-6]), 1).Model;
        for (var s = 0; s < 3; s++)
        {
            Assert.Equal(paths.Where(path => path.Path[0] == s).Sum(path => path.Probability) / total, trained.Initial[s], 1e-10);
            var left = paths.Sum(path => path.Probability * path.Path[..^1].Count(state => state == s));
            for (var next = 0; next < 3; next++)
            {
                var taken = paths.Sum(path => path.Probability * Enumerable.Range(1, 5).Count(t => path.Path[t - 1] == s && path.Path[t] == next));
                Assert.Equal(taken / left, trained.Transition[s * 3 + next], 1e-10);
            }

            AssertComponents(model, trained, s, t => paths.Where(path => path.Path[t] == s).Sum(path => path.Probability) / total);
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void What_training_raises_never_falls(HmmTopology topology, HmmTraining training, HmmVariances variances)
    {
        MatrixView[] examples = [.. Toys.Separable(ExampleInput.Frames).Examples];
        FrameBlock[] blocks = [.. examples.Select(example => new FrameBlock(example))];
        var estimate = new LikeliestEstimate(variances, Spread(4).Floor);
        var start = estimate.Tie(Start(examples, GraphOf(topology), 2));
        AssertRises(Trained(blocks, start, estimate, 25, training));
        AssertRises(Trained(blocks, start, new AdaptedEstimate(start, 5), 25, training));
    }

    public static TheoryData<HmmTopology, HmmTraining, HmmVariances> Trainings()
    {
        var data = new TheoryData<HmmTopology, HmmTraining, HmmVariances>();
        foreach (var topology in Enum.GetValues<HmmTopology>())
            foreach (var training in Enum.GetValues<HmmTraining>())
                foreach (var variances in Enum.GetValues<HmmVariances>()) data.Add(topology, training, variances);
        return data;
    }

    [Fact]
    public void Recovers_the_model_that_sequences_were_drawn_from()
    {
        var random = new RandomSource(8).Open();
        MatrixView[] examples = [.. Enumerable.Range(0, 60).Select(_ =>
        {
            var state = 0;
            return new MatrixView(Enumerable.Range(0, 100).Select(_ =>
            {
                if (random.NextDouble() < (state == 0 ? 0.1 : 0.25)) state = 1 - state;
                return (float)(3 * state + (1 - 0.5 * state) * random.NextGaussian());
            }).ToArray(), 100, 1);
        })];
        var start = Start(examples, StateGraph.Ergodic(2), 1);
        var model = Trained([.. examples.Select(example => new FrameBlock(example))], start, new LikeliestEstimate(HmmVariances.PerComponent, [1e-3]), 50).Model;
        var low = model.Gaussians.Means[0] < model.Gaussians.Means[1] ? 0 : 1;
        Assert.Equal(0, model.Gaussians.Means[low], 0.06);
        Assert.Equal(3, model.Gaussians.Means[1 - low], 0.06);
        Assert.Equal(0.5, Math.Sqrt(model.Gaussians.Variances[1 - low]), 0.05);
        Assert.Equal(0.1, model.Transition[low * 2 + 1 - low], 0.02);
        Assert.Equal(0.25, model.Transition[(1 - low) * 2 + low], 0.03);
    }

    [Fact]
    public void With_one_state_it_is_a_mixture()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var examples = FrameSpread.ExamplesOf(set, 0).ToArray();
        var mixture = new GaussianMixture([0.4, 0.6], new DiagonalGaussians([0, 0, 0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 2, 2, 2, 2], 4));
        var model = new HiddenMarkovModel([1], [1], [0.4, 0.6], mixture.Gaussians);
        foreach (var example in examples) Assert.Equal(mixture.LogLikelihood(example), model.LogLikelihood(example), 1e-9);
    }

    [Fact]
    public void Sequences_shorter_than_the_model_are_learned_and_scored()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var cut = new TrainingSet([.. set.Examples.Select((example, i) => example.Slice(0, 1 + i % 3))], set.Labels, set.Groups, set.ClassCount);
        var model = new HiddenMarkovOptions(States: 5, Topology: HmmTopology.LeftToRight).Train(cut, new RandomSource(1));
        Assert.True(Toys.Accuracy(model, cut) > 0.9);
    }

    [Fact]
    public void States_that_differ_by_thousands_of_nats_lose_no_path()
    {
        // One frame prefers the last state by about 5000 nats, the next four the first by as much: staying in the first is the best path by far.
        var model = new HiddenMarkovModel([1, 0], [0.5, 0.5, 0, 1], [1, 1], new DiagonalGaussians([0, 100], [1, 1], 1));
        var frames = Toys.Frames(1, 0, 100, 0, 0, 0, 0);
        var stay = 5 * Math.Log(0.5) - 6 * 0.5 * Math.Log(2 * Math.PI) - 0.5 * 100 * 100;
        Assert.Equal(stay, model.LogLikelihood(frames), 1e-6);
        Assert.Equal([0, 0, 0, 0, 0, 0], model.BestPath(frames).States);
    }

    [Fact]
    public void Viterbi_refuses_shapes_that_do_not_fit() =>
        Assert.Throws<ArgumentException>(() => Viterbi.Decode([0, 0], [0, 0, 0], [0, 0]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Left_to_right_arcs_skip_as_many_states_as_they_may(int skips)
    {
        var graph = StateGraph.LeftToRight(4, skips);
        for (var s = 0; s < 4; s++)
            for (var next = 0; next < 4; next++) Assert.Equal(next >= s && next <= s + 1 + skips, graph.Arcs[s * 4 + next]);
        Assert.Equal([true, false, false, false], graph.Firsts.ToArray());
    }

    [Fact]
    public void Training_never_takes_an_arc_that_the_topology_lacks()
    {
        int[][] arcs = [[0, 1], [1, 2, 0], [2]];
        var set = Toys.Separable(ExampleInput.Frames);
        foreach (var training in Enum.GetValues<HmmTraining>())
        {
            var model = (HiddenMarkovClassifier)new HiddenMarkovOptions(3, HmmTopology.Custom, 2, Arcs: arcs, StartStates: [1, 0], Training: training).Train(set, new RandomSource(1));
            var transition = model.Weights.Get("class0.transition", 3, 3).Values;
            for (var s = 0; s < 3; s++)
                for (var next = 0; next < 3; next++) Assert.True(arcs[s].Contains(next) || transition[s * 3 + next] == 0);
            Assert.Equal(0, model.Weights.Get("class0.initial", 3).Values[2]);
            Assert.True(Toys.Accuracy(model, set) > 0.95);
            foreach (var example in set.Examples)
            {
                var path = model.BestPath(example, 1).States;
                for (var t = 1; t < path.Count; t++) Assert.Contains(path[t], arcs[path[t - 1]]);
            }
        }
    }

    [Fact]
    public void Segmental_k_means_finds_where_the_states_change()
    {
        // 10 frames near 0, then 30 near 4: equal stretches put the change at frame 20.
        var random = new RandomSource(5).Open();
        MatrixView[] examples = [.. Enumerable.Range(0, 8).Select(_ => new MatrixView(Enumerable.Range(0, 40).Select(t => (float)((t < 10 ? 0 : 4) + random.NextGaussian())).ToArray(), 40, 1))];
        var equal = Start(examples, StateGraph.LeftToRight(2, 0), 1);
        var found = Start(examples, StateGraph.LeftToRight(2, 0), 1, rounds: 10);
        Assert.True(equal.Gaussians.Means[0] > 1.5);
        Assert.Equal(0, found.Gaussians.Means[0], 0.4);
        Assert.Equal(4, found.Gaussians.Means[1], 0.2);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e9)]
    public void A_background_that_counts_for_much_is_kept_and_one_that_counts_for_nothing_is_left(double relevance)
    {
        var background = new HiddenMarkovModel([1], [1], [1], new DiagonalGaussians([5, 5], [1, 2], 2));
        var adapted = Trained([new FrameBlock(Sequence)], background, new AdaptedEstimate(background, relevance), 3).Model;
        for (var d = 0; d < 2; d++)
        {
            var own = Enumerable.Range(0, Sequence.Rows).Average(t => (double)Sequence.Row(t)[d]);
            Assert.Equal(relevance > 1 ? 5 : own, adapted.Gaussians.Means[d], 1e-5);
        }
    }

    [Fact]
    public void Adaptation_weighs_frames_against_the_background_as_the_relevance_says()
    {
        // 3 frames of mean 2 against a background mean of 0 that counts for 6: 3 * 2 / (3 + 6).
        var background = new HiddenMarkovModel([1], [1], [1], new DiagonalGaussians([0], [1], 1));
        var adapted = Trained([new FrameBlock(Toys.Frames(1, 1, 2, 3))], background, new AdaptedEstimate(background, 6), 1).Model;
        Assert.Equal(6.0 / 9, adapted.Gaussians.Means[0], 1e-12);
    }

    [Fact]
    public void Lost_paths_are_seen_and_training_goes_on_in_logarithms()
    {
        var model = new HiddenMarkovModel([1, 0], [0.5, 0.5, 0, 1], [1, 1], new DiagonalGaussians([0, 100], [1, 1], 1));
        var trained = Trained([new FrameBlock(Toys.Frames(1, 0, 100, 0, 0, 0, 0)), new FrameBlock(Toys.Frames(1, 0.1f, 0.2f, 100, 101))], model, new LikeliestEstimate(HmmVariances.PerComponent, [0.1]), 1).Model;
        // The first sequence stays in state 0 for its six frames; the second changes after two.
        Assert.Equal(100.3 / 8, trained.Gaussians.Means[0], 1e-5);
        Assert.Equal(100.5, trained.Gaussians.Means[1], 1e-5);
        Assert.Equal(1.0 / 7, trained.Transition[1], 1e-9);
    }

    // Three states of two components in two features.
    private static HiddenMarkovModel Tiny(bool ergodic) => new(
        ergodic ? [0.5, 0.3, 0.2] : [1, 0, 0],
        ergodic ? [0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.25, 0.25, 0.5] : [0.7, 0.3, 0, 0, 0.6, 0.4, 0, 0, 1],
        [0.5, 0.5, 0.3, 0.7, 0.9, 0.1],
        new DiagonalGaussians([0, 0, 0.5, 0.5, 1, 1, 1.5, 0, 2, -1, 2, 0.5], [1, 0.5, 0.4, 0.6, 0.5, 0.5, 0.8, 0.3, 1, 1, 0.2, 0.9], 2));

    private static void AssertComponents(HiddenMarkovModel model, HiddenMarkovModel trained, int s, Func<int, double> occupied)
    {
        var emission = new PathEnumeration(model, Sequence);
        var shares = Enumerable.Range(0, 2).Select(m => Enumerable.Range(0, 6).Select(t => occupied(t) * emission.ComponentDensity(t, s, m) / emission.Density(t, s)).ToArray()).ToArray();
        for (var m = 0; m < 2; m++)
        {
            Assert.Equal(shares[m].Sum() / shares.Sum(row => row.Sum()), trained.Shares[s * 2 + m], 1e-10);
            for (var d = 0; d < 2; d++)
            {
                var mean = Enumerable.Range(0, 6).Sum(t => shares[m][t] * Sequence.Row(t)[d]) / shares[m].Sum();
                var variance = Enumerable.Range(0, 6).Sum(t => shares[m][t] * Math.Pow(Sequence.Row(t)[d] - mean, 2)) / shares[m].Sum();
                Assert.Equal(mean, trained.Gaussians.Means[(s * 2 + m) * 2 + d], 1e-9);
                Assert.Equal(variance, trained.Gaussians.Variances[(s * 2 + m) * 2 + d], 1e-9);
            }
        }
    }

    private static HiddenMarkovFit Trained(FrameBlock[] blocks, HiddenMarkovModel start, IHiddenMarkovEstimate estimate, int iterations, HmmTraining training = HmmTraining.BaumWelch) =>
        HiddenMarkovTraining.Train(blocks, start, HiddenMarkovTraining.CounterFor(training, start, blocks), estimate, new TrainingEnd(iterations, 0), CancellationToken.None);

    private static HiddenMarkovModel Start(MatrixView[] examples, StateGraph graph, int mixtures, int rounds = 0) =>
        new HiddenMarkovStart(examples, [.. examples.Select(example => new FrameBlock(example))], Spread(examples[0].Columns), new RandomSource(1), CancellationToken.None)
            .Make(new HiddenMarkovShape(graph, mixtures), rounds);

    private static FrameSpread Spread(int features) => new([.. Enumerable.Repeat(1.0, features)], [.. Enumerable.Repeat(0.1, features)]);

    private static StateGraph GraphOf(HmmTopology topology) => topology switch
    {
        HmmTopology.Ergodic => StateGraph.Ergodic(4),
        HmmTopology.LeftToRight => StateGraph.LeftToRight(4, 1),
        _ => StateGraph.Custom([[0, 1], [1, 0], [2, 3], [2, 3]], [0, 2]),
    };

    private static void AssertRises(HiddenMarkovFit fit)
    {
        for (var i = 1; i < fit.Scores.Count; i++) Assert.True(fit.Scores[i] >= fit.Scores[i - 1] - 1e-12, $"iteration {i}: {fit.Scores[i - 1]:R} to {fit.Scores[i]:R}");
    }
}
