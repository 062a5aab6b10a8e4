using SerLab.Models;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Mixtures;

/// <summary>Background models, what is adapted from them, and supervectors, against formulas worked out by hand.</summary>
public sealed class BackgroundMixtureTests
{
    // One component of mean 1 and variance 4; three frames of mean 5 and mean square 26.
    private static readonly BackgroundMixture Single = new(new GaussianMixture([1], new DiagonalGaussians([1], [4], 1)), [1e-3]);
    private static readonly FrameBlock[] ThreeFrames = [.. FrameBlock.Cut(Toys.Frames(1, 4, 5, 6))];

    [Fact]
    public void Adapted_means_lie_between_the_background_and_the_frames()
    {
        var adapted = Single.Adapt(ThreeFrames, relevance: 1, adaptWeights: false, adaptVariances: false).Gaussians;
        Assert.Equal(0.75 * 5 + 0.25 * 1, adapted.Means[0], 1e-12); // alpha = 3 / (3 + 1)
        Assert.Equal(4, adapted.Variances[0]);
    }

    [Fact]
    public void Adapted_variances_follow_equation_13_of_the_paper()
    {
        var adapted = Single.Adapt(ThreeFrames, relevance: 3, adaptWeights: true, adaptVariances: true);
        var meanSquare = (16 + 25 + 36) / 3.0;
        Assert.Equal(3, adapted.Gaussians.Means[0], 1e-12);
        Assert.Equal(0.5 * meanSquare + 0.5 * (4 + 1) - 9, adapted.Gaussians.Variances[0], 1e-12);
        Assert.Equal(1, adapted.Weights[0]);
    }

    [Fact]
    public void Without_relevance_the_frames_decide_and_with_endless_relevance_the_background_does()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var background = new BackgroundMixtureSettings(Components: 4).Train(set, new RandomSource(1), CancellationToken.None);
        FrameBlock[] blocks = [.. FrameBlock.Pack(FrameSpread.ExamplesOf(set, 1))];
        var likeliest = MixtureTraining.Estimate(MixtureTraining.Expect(blocks, background.Mixture), background.Mixture.Gaussians, background.Floor);
        AssertNear(likeliest, background.Adapt(blocks, 1e-12, true, true), 1e-6);
        AssertNear(background.Mixture, background.Adapt(blocks, 1e12, true, true), 1e-6);
    }

    [Fact]
    public void A_balanced_background_leans_to_no_class()
    {
        // 90 frames near 0, 10 near 10: the mean of one component is 1 as they come and 5 when both classes count alike.
        var set = new TrainingSet([Toys.Frames(1, [.. Enumerable.Range(0, 90).Select(i => i % 2 - 0.5f)]), Toys.Frames(1, [.. Enumerable.Range(0, 10).Select(i => i % 2 + 9.5f)])], [0, 1], [0, 0], 2);
        Assert.Equal(5, new BackgroundMixtureSettings(Components: 1).Train(set, new RandomSource(1), CancellationToken.None).Mixture.Gaussians.Means[0], 1e-9);
        Assert.Equal(1, new BackgroundMixtureSettings(Components: 1, Balanced: false).Train(set, new RandomSource(1), CancellationToken.None).Mixture.Gaussians.Means[0], 1e-9);
    }

    [Fact]
    public void With_all_components_the_score_is_the_exact_likelihood_ratio()
    {
        var (set, unseen) = (Toys.Separable(ExampleInput.Frames), Toys.Separable(ExampleInput.Frames, seed: 2));
        var settings = new BackgroundMixtureSettings(Components: 6);
        var background = settings.Train(set, new RandomSource(1), CancellationToken.None);
        var model = new AdaptedMixtureOptions(BestComponents: 100, AdaptWeights: false, AdaptVariances: true, EffectiveFrames: 3) { Background = settings }.Train(set, new RandomSource(1));
        GaussianMixture[] classes = [.. Enumerable.Range(0, 3).Select(c => background.Adapt([.. FrameBlock.Pack(FrameSpread.ExamplesOf(set, c))], 16, false, true))];
        var (expected, actual) = (new double[3], new double[3]);
        foreach (var example in unseen.Examples)
        {
            for (var c = 0; c < 3; c++) expected[c] = 3 * (classes[c].LogLikelihood(example) - background.Mixture.LogLikelihood(example)) / example.Rows;
            LogMath.Normalise(expected);
            model.Score(example, actual);
            for (var c = 0; c < 3; c++) Assert.Equal(expected[c], actual[c], 1e-9);
        }
    }

    [Fact]
    public void The_best_five_components_say_nearly_what_all_say()
    {
        var (set, unseen) = (Toys.Separable(ExampleInput.Frames), Toys.Separable(ExampleInput.Frames, seed: 2));
        var settings = new BackgroundMixtureSettings(Components: 32);
        var all = new AdaptedMixtureOptions(BestComponents: 32) { Background = settings }.Train(set, new RandomSource(1));
        var best = new AdaptedMixtureOptions(BestComponents: 5) { Background = settings }.Train(set, new RandomSource(1));
        var (exact, near) = (new double[3], new double[3]);
        foreach (var example in unseen.Examples)
        {
            all.Score(example, exact);
            best.Score(example, near);
            for (var c = 0; c < 3; c++) Assert.Equal(Math.Exp(exact[c]), Math.Exp(near[c]), 0.05);
        }
    }

    [Fact]
    public void A_supervector_is_where_the_means_go_in_units_of_the_deviations()
    {
        // Two components too far apart to share a frame: (0, variance 4, weight 0.36) gets 2, 2; (100, variance 1, weight 0.64) gets nothing.
        var background = new GaussianMixture([0.36, 0.64], new DiagonalGaussians([0, 100], [4, 1], 1));
        var row = new Supervectors(background, relevance: 2, adaptWeights: true, scale: 1).Of(Toys.Frames(1, 2, 2));
        Assert.Equal((1, 4), (row.Rows, row.Columns));
        Assert.Equal(0.6 * (0.5 * 2) / 2, row.Span[0], 1e-6); // sqrt(weight) alpha (2 - 0) / deviation
        Assert.Equal(0, row.Span[1], 1e-6);
        Assert.Equal(2 * (Math.Sqrt(0.5 * 1 + 0.5 * 0.36) - 0.6), row.Span[2], 1e-6); // 2 (sqrt(alpha share + (1 - alpha) weight) - sqrt(weight))
        Assert.Equal(0, row.Span[3], 1e-6); // no frame, alpha 0: the weight stays
    }

    [Fact]
    public void Supervectors_of_the_training_examples_have_a_mean_square_length_of_one()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        foreach (var relevance in new[] { 1.0, 100 })
        {
            var rows = Supervectors.Of(new BackgroundMixtureSettings(Components: 4).Train(set, new RandomSource(1), CancellationToken.None).Mixture, relevance, true, set).Rows;
            Assert.Equal(1, rows.Examples.Average(row => row.Values.ToArray().Sum(value => (double)value * value)), 1e-5);
        }
    }

    [Theory]
    [InlineData("gmm-ubm", """{"relevance": 4}""", """{"relevance": 64, "adaptVariances": true}""", """{"background": {"components": 8}}""")]
    [InlineData("gmm-svm", """{"relevance": 4}""", """{"svm": {"kernel": "linear", "c": 0.1}}""", """{"background": {"components": 8}}""")]
    public void Tuning_predicts_what_each_candidate_alone_would(string kind, params string[] settings)
    {
        ClassifierOptions[] candidates = [.. settings.Select(text => RecipeJson.BuiltIn.Read<ClassifierOptions>(text.Insert(1, $"\"kind\": \"{kind}\", "), "test"))];
        var (set, unseen) = (Toys.Separable(ExampleInput.Frames), Toys.Separable(ExampleInput.Frames, seed: 2));
        var together = candidates[0].PredictHeldOut(candidates, set, new HeldOutRows(unseen.Examples), new RandomSource(5));
        for (var i = 0; i < candidates.Length; i++)
        {
            Assert.Equal(candidates[i].PredictHeldOut([candidates[i]], set, new HeldOutRows(unseen.Examples), new RandomSource(5))[0], together[i]);
            var model = candidates[i].Train(set, new RandomSource(5));
            var agreed = unseen.Examples.Where((example, e) => Toys.Predict(model, example, 3) == together[i][e]).Count();
            Assert.True(agreed > 0.95 * unseen.Examples.Count, $"{agreed} of {unseen.Examples.Count}"); // votes of pairs may differ from coupled posteriors
        }
    }

    [Fact]
    public void A_machine_of_a_nested_recipe_is_checked_with_the_rest()
    {
        var wrong = new SupervectorSvmOptions(Relevance: 0) { Svm = new SvmOptions(C: -1), Background = new BackgroundMixtureSettings(Components: 0) };
        var message = Assert.Throws<OptionsException>(wrong.Validate).Message;
        Assert.Contains("Relevance is 0; use a number of frames above 0, such as 16.", message);
        Assert.Contains("C is -1; use a number above 0, such as 3.", message);
        Assert.Contains("Components is 0; use 1 to 4096", message);
    }

    private static void AssertNear(GaussianMixture expected, GaussianMixture actual, double tolerance)
    {
        for (var k = 0; k < expected.Weights.Length; k++) Assert.Equal(expected.Weights[k], actual.Weights[k], tolerance);
        for (var place = 0; place < expected.Gaussians.Means.Length; place++)
        {
            Assert.Equal(expected.Gaussians.Means[place], actual.Gaussians.Means[place], tolerance);
            Assert.Equal(expected.Gaussians.Variances[place], actual.Gaussians.Variances[place], tolerance);
        }
    }
}
