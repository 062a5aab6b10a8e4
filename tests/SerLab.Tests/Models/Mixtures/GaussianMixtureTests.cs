using System.Diagnostics;
using System.Globalization;
using SerLab.Models;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Mixtures;

public sealed class GaussianMixtureTests
{
    [Fact]
    public void Recovers_the_mixture_that_frames_were_drawn_from()
    {
        // Shares 0.3 and 0.7, means (0, 0) and (3, 1), deviations (1, 0.5) and (0.5, 1.5).
        var fit = Fit(Draw(8000, 1), 2);
        var gaussians = fit.Mixture.Gaussians;
        var first = gaussians.Means[0] < gaussians.Means[2] ? 0 : 1;
        Assert.Equal(0.3, fit.Mixture.Weights[first], 0.02);
        AssertNear([0, 0], gaussians.Means.Slice(2 * first, 2), 0.06);
        AssertNear([3, 1], gaussians.Means.Slice(2 - 2 * first, 2), 0.06);
        AssertNear([1, 0.25], gaussians.Variances.Slice(2 * first, 2), 0.08);
        AssertNear([0.25, 2.25], gaussians.Variances.Slice(2 - 2 * first, 2), 0.12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_likelihood_never_falls(int components)
    {
        var history = Fit(Draw(1000, 2), components, iterations: 40, tolerance: 0, floor: 0.3).LogLikelihoods; // The floor binds.
        for (var i = 1; i < history.Count; i++) Assert.True(history[i] >= history[i - 1] - 1e-12, $"iteration {i}: {history[i - 1]:R} to {history[i]:R}");
    }

    [Fact]
    public void No_variance_lies_below_its_floor()
    {
        var fit = Fit([.. Draw(200, 3).Select(example => example), Toys.Frames(2, [.. Enumerable.Repeat(50f, 60)])], 4, floor: 0.01);
        foreach (var variance in fit.Mixture.Gaussians.Variances) Assert.True(variance >= 0.01 - 1e-15);
    }

    [Fact]
    public void Equal_frames_make_no_component_vanish_into_nan()
    {
        var fit = Fit([Toys.Frames(2, [.. Enumerable.Repeat(1f, 40)])], 3);
        foreach (var value in fit.Mixture.Gaussians.Means) Assert.Equal(1, value, 1e-9);
        Assert.True(double.IsFinite(fit.LogLikelihoods[^1]));
    }

    [Fact]
    public void An_utterance_said_twice_scores_the_same()
    {
        var model = new GaussianMixtureOptions(Components: 2).Train(Toys.Separable(ExampleInput.Frames), new RandomSource(1));
        var once = Toys.Separable(ExampleInput.Frames, seed: 2).Examples[0];
        MatrixView twice = new((float[])[.. once.Values.ToArray(), .. once.Values.ToArray()], 2 * once.Rows, once.Columns);
        var (first, second) = (new double[3], new double[3]);
        model.Score(once, first);
        model.Score(twice, second);
        for (var c = 0; c < 3; c++) Assert.Equal(first[c], second[c], 1e-9);
    }

    [Fact]
    public void The_training_prior_is_added_to_the_score()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var (uniform, training) = (new double[3], new double[3]);
        new GaussianMixtureOptions(Components: 2).Train(set, new RandomSource(1)).Score(set.Examples[0], uniform);
        new GaussianMixtureOptions(Components: 2, Prior: ClassPrior.Training).Train(set, new RandomSource(1)).Score(set.Examples[0], training);
        Assert.Equal(Math.Log(16.0 / 8), training[0] - training[2] - (uniform[0] - uniform[2]), 1e-9);
    }

    [ProgramFact("/usr/bin/python3")]
    public void Reaches_the_likelihood_of_scikit_learn_from_the_same_start()
    {
        var examples = Draw(600, 5);
        double[] means = [0.5, 0.5, 2, 0, 4, 3], variances = [1, 1, 2, 1, 1, 3];
        var start = new GaussianMixture([0.5, 0.25, 0.25], new DiagonalGaussians(means, variances, 2));
        var history = MixtureTraining.Train(BlocksOf(examples), start, [1e-9, 1e-9], 12, 0, CancellationToken.None).LogLikelihoods;
        if (ScikitLearnScore(examples) is { } theirs) Assert.Equal(theirs, history[12], 1e-6);
    }

    private static MixtureFit Fit(IReadOnlyList<MatrixView> examples, int components, int iterations = 100, double tolerance = 1e-9, double floor = 1e-4)
    {
        var (variance, floors) = (new double[] { 1, 1 }, new[] { floor, floor });
        var blocks = BlocksOf(examples);
        var start = MixtureTraining.Start(blocks, components, variance, floors, new RandomSource(1), CancellationToken.None);
        return MixtureTraining.Train(blocks, start, floors, iterations, tolerance, CancellationToken.None);
    }

    private static FrameBlock[] BlocksOf(IReadOnlyList<MatrixView> examples) => [.. examples.SelectMany(FrameBlock.Cut)];

    private static MatrixView[] Draw(int count, ulong seed)
    {
        var random = new RandomSource(seed).For("mixture").Open();
        var values = Enumerable.Range(0, count).SelectMany(_ => random.NextDouble() < 0.3
            ? new[] { (float)random.NextGaussian(), (float)(0.5 * random.NextGaussian()) }
            : [(float)(3 + 0.5 * random.NextGaussian()), (float)(1 + 1.5 * random.NextGaussian())]).ToArray();
        return [new MatrixView(values, count, 2)];
    }

    private static void AssertNear(double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }

    // Null where Python has no scikit-learn.
    private static double? ScikitLearnScore(MatrixView[] examples)
    {
        const string Script = """
            import sys, warnings; warnings.filterwarnings("ignore")
            try: import numpy as np; from sklearn.mixture import GaussianMixture
            except ImportError: print("absent"); sys.exit()
            x = np.array(sys.stdin.read().split(), dtype=np.float32).astype(float).reshape(-1, 2)
            g = GaussianMixture(3, covariance_type="diag", weights_init=[.5, .25, .25], means_init=[[.5, .5], [2, 0], [4, 3]],
                                precisions_init=1 / np.array([[1, 1], [2, 1], [1, 3]]), reg_covar=0, tol=0, max_iter=12).fit(x)
            print(repr(float(g.score(x))))
            """;
        using var run = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        run.StandardInput.Write(string.Join(' ', examples.SelectMany(example => example.Values.ToArray()).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        run.StandardInput.Close();
        var answer = run.StandardOutput.ReadToEnd().Trim();
        run.WaitForExit();
        return answer == "absent" ? null : double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
