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
        var best = Tiny(ergodic).BestPath(new FrameBlock(Sequence));
        Assert.Equal(path, best.States);
        Assert.Equal(Math.Log(probability), best.LogProbability, 1e-10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_iteration_of_training_gives_the_expectations_over_all_paths(bool ergodic)
    {
        var model = Tiny(ergodic);
        var paths = new PathEnumeration(model, Sequence).Paths().ToArray();
        var total = paths.Sum(path => path.Probability);
        var trained = BaumWelch.Train([new FrameBlock(Sequence)], model, [1e-6, 1e-6], 1, 0, CancellationToken.None).Model;
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
    [InlineData(HmmTopology.Ergodic)]
    [InlineData(HmmTopology.LeftToRight)]
    public void The_likelihood_never_falls(HmmTopology topology)
    {
        MatrixView[] examples = [.. Toys.Separable(ExampleInput.Frames).Examples];
        var spread = new FrameSpread([1, 1, 1, 1], [0.1, 0.1, 0.1, 0.1]);
        var shape = new MixtureShape(4, 2);
        var start = topology == HmmTopology.Ergodic
            ? HiddenMarkovStart.Ergodic(examples, shape, spread, new RandomSource(1), CancellationToken.None)
            : HiddenMarkovStart.LeftToRight(examples, shape, spread, new RandomSource(1), CancellationToken.None);
        var history = BaumWelch.Train([.. examples.Select(example => new FrameBlock(example))], start, spread.Floor, 25, 0, CancellationToken.None).LogLikelihoods;
        for (var i = 1; i < history.Count; i++) Assert.True(history[i] >= history[i - 1] - 1e-12, $"iteration {i}: {history[i - 1]:R} to {history[i]:R}");
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
        var spread = new FrameSpread([1], [1e-3]);
        var start = HiddenMarkovStart.Ergodic(examples, new MixtureShape(2, 1), spread, new RandomSource(1), CancellationToken.None);
        var model = BaumWelch.Train([.. examples.Select(example => new FrameBlock(example))], start, spread.Floor, 50, 1e-9, CancellationToken.None).Model;
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
        Assert.Equal([0, 0, 0, 0, 0, 0], model.BestPath(new FrameBlock(frames)).States);
    }

    [Fact]
    public void Viterbi_refuses_shapes_that_do_not_fit() =>
        Assert.Throws<ArgumentException>(() => Viterbi.Decode([0, 0], [0, 0, 0], [0, 0]));

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
}
