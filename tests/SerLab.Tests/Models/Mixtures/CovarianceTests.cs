using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerLab.Models;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Mixtures;

/// <summary>Every form of covariance: against scikit-learn, against its floor, on any number of threads.</summary>
public sealed class CovarianceTests
{
    private const int Features = 5, Components = 3;

    public static TheoryData<Covariance> Forms => [.. Enum.GetValues<Covariance>()];

    [PythonFact]
    public void Reaches_the_likelihood_of_scikit_learn_from_the_same_start_for_every_form()
    {
        foreach (var (form, theirs) in new[] { (Covariance.Diagonal, "diag"), (Covariance.Full, "full"), (Covariance.Tied, "tied"), (Covariance.Spherical, "spherical") })
        {
            var frames = Draw(1500, 4, offset: 100); // Far from 0, where a square of sums loses digits.
            var start = StartOf(frames, form);
            var history = MixtureTraining.Train(BlocksOf(frames), start, Floor(1e-9), 15, double.NegativeInfinity, CancellationToken.None).LogLikelihoods;
            Assert.Equal(ScikitLearn(frames, start, theirs, 15), history[15], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_likelihood_never_falls_though_the_floor_binds(Covariance form)
    {
        var frames = Draw(1000, 2);
        var history = MixtureTraining.Train(BlocksOf(frames), StartOf(frames, form), Floor(0.5), 30, double.NegativeInfinity, CancellationToken.None).LogLikelihoods;
        for (var i = 1; i < history.Count; i++) Assert.True(history[i] >= history[i - 1] - 1e-11, $"iteration {i}: {history[i - 1]:R} to {history[i]:R}");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Any_number_of_threads_gives_the_same_bits(Covariance form)
    {
        var frames = Draw(3 * FrameBlock.UsualCount + 77, 3);
        var alone = Train(1);
        foreach (var threads in new[] { 2, 3 })
        {
            var together = Train(threads);
            Assert.Equal(alone.LogLikelihoods, together.LogLikelihoods);
            foreach (var (name, tensor) in alone.Mixture.Save("m")) Assert.Equal(tensor.Values, together.Mixture.Save("m").Single(pair => pair.Key == name).Value.Values);
        }

        MixtureFit Train(int threads) => MixtureTraining.Train(BlocksOf(frames), StartOf(frames, form), Floor(1e-3), 4, double.NegativeInfinity, CancellationToken.None, threads);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Frames_in_a_plane_get_the_floor_across_it(Covariance form)
    {
        // The last feature is the sum of the first two: one direction of variance 0.
        var random = new RandomSource(8).Open();
        var values = Enumerable.Range(0, 400).SelectMany(_ =>
        {
            var (a, b) = ((float)random.NextGaussian(), (float)random.NextGaussian());
            return new[] { a, b, a + b };
        }).ToArray();
        FrameBlock[] blocks = [.. FrameBlock.Cut(new MatrixView(values, 400, 3))];
        var spread = new FrameSpread([1, 1, 2], [0.01, 0.01, 0.02]);
        var fit = MixtureTraining.Train(blocks, MixtureStarts.Of(MixtureStart.KMeans, blocks, 2, form, spread, new RandomSource(1), CancellationToken.None), spread.Floor, 10, 0, CancellationToken.None);
        Assert.True(double.IsFinite(fit.LogLikelihoods[^1]));
        Assert.True(fit.LogLikelihoods[^1] < 1, "a direction without variance would make the likelihood grow without bound");
    }

    [Theory]
    [InlineData(MixtureStart.KMeans)]
    [InlineData(MixtureStart.RandomFrames)]
    [InlineData(MixtureStart.Splitting)]
    public void Every_start_makes_as_many_components_as_asked_for_and_leads_to_the_same_likelihood(MixtureStart start)
    {
        var frames = Draw(2000, 6);
        foreach (var form in Enum.GetValues<Covariance>())
        {
            var blocks = BlocksOf(frames);
            var spread = new FrameSpread([.. Enumerable.Repeat(4.0, Features)], Floor(1e-3));
            var mixture = MixtureStarts.Of(start, blocks, Components, form, spread, new RandomSource(2), CancellationToken.None);
            Assert.Equal((Components, form), (mixture.Components.Count, mixture.Components.Covariance));
            Assert.Equal(1, mixture.Weights.ToArray().Sum(), 1e-12);
            var fit = MixtureTraining.Train(blocks, mixture, spread.Floor, 200, 1e-8, CancellationToken.None);
            Assert.InRange(fit.LogLikelihoods[^1], fit.LogLikelihoods[0], 0);
            Assert.True(fit.LogLikelihoods[^1] > TrueLikelihoodOf(form) - 0.15, $"{form}: {fit.LogLikelihoods[^1]}");
        }

        double TrueLikelihoodOf(Covariance form) =>
            MixtureTraining.Train(BlocksOf(frames), TruthOf(form), Floor(1e-3), 200, 1e-8, CancellationToken.None).LogLikelihoods[^1];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_information_criterion_finds_how_many_there_are(int trueCount)
    {
        var frames = Draw(4000, 9, count: trueCount);
        var spread = new FrameSpread([.. Enumerable.Repeat(4.0, Features)], Floor(1e-3));
        var mixture = new MixtureSettings(3, MixtureSize.Bic, Covariance.Full, MixtureStart.KMeans, 100, 1e-6).Fit(BlocksOf(frames), spread, new RandomSource(1), CancellationToken.None);
        Assert.Equal(trueCount, mixture.Components.Count);
    }

    [Theory]
    [InlineData("""{"covariance": "full", "components": 3}""")]
    [InlineData("""{"covariance": "tied", "components": 3, "start": "random-frames"}""")]
    [InlineData("""{"covariance": "spherical", "size": "bic"}""")]
    [InlineData("""{"covariance": "diagonal", "start": "splitting", "size": "bic"}""")]
    public void Every_form_solves_the_toy_and_comes_back_from_its_weights(string settings)
    {
        var options = RecipeJson.BuiltIn.Read<ClassifierOptions>(settings.Replace("{", """{"kind": "gmm", """), "test");
        var model = options.Train(Toys.Separable(ExampleInput.Frames), new RandomSource(3));
        var (unseen, restored) = (Toys.Separable(ExampleInput.Frames, seed: 2), options.Restore(model.Weights));
        Assert.True(Toys.Accuracy(model, unseen) > 0.95);
        var (before, after) = (new double[3], new double[3]);
        foreach (var example in unseen.Examples)
        {
            model.Score(example, before);
            restored.Score(example, after);
            Assert.Equal(before, after);
        }
    }

    private static double[] Floor(double value) => [.. Enumerable.Repeat(value, Features)];

    private static FrameBlock[] BlocksOf(MatrixView frames) => [.. FrameBlock.Cut(frames)];

    // Components at (0, ...), (6, ...) and (12, ...), whose features go together more or less.
    private static MatrixView Draw(int frames, ulong seed, double offset = 0, int count = Components)
    {
        var random = new RandomSource(seed).For("covariances").Open();
        var values = new float[frames * Features];
        for (var t = 0; t < frames; t++)
        {
            var (k, shared) = (random.NextInt(count), random.NextGaussian());
            for (var d = 0; d < Features; d++) values[t * Features + d] = (float)(offset + 3 * k * (d % 3) + 0.5 * k * shared + (1 + 0.2 * d) * random.NextGaussian());
        }

        return new MatrixView(values, frames, Features);
    }

    private static GaussianMixture StartOf(MatrixView frames, Covariance form)
    {
        double[] means = [.. Enumerable.Range(0, Components * Features).Select(place => (double)frames.Row(place / Features * 7)[place % Features])];
        return new GaussianMixture([0.5, 0.25, 0.25], Gaussians.Uncorrelated(form, means, [.. Enumerable.Repeat(1.0, means.Length)], Features));
    }

    private static GaussianMixture TruthOf(Covariance form)
    {
        double[] means = [.. Enumerable.Range(0, Components * Features).Select(place => 3.0 * (place / Features) * (place % Features % 3))];
        return new GaussianMixture([1.0 / 3, 1.0 / 3, 1.0 / 3], Gaussians.Uncorrelated(form, means, [.. Enumerable.Repeat(1.5, means.Length)], Features));
    }

    private static double ScikitLearn(MatrixView frames, GaussianMixture start, string form, int iterations, [CallerFilePath] string here = "")
    {
        using var folder = new TempFolder();
        double[] learned = [.. start.Weights, .. start.Components.Means];
        File.WriteAllBytes(folder.File("frames.f32"), MemoryMarshal.AsBytes(frames.Span).ToArray());
        File.WriteAllBytes(folder.File("start.f64"), MemoryMarshal.AsBytes(learned.AsSpan()).ToArray());
        var script = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "gaussian_mixture.py"));
        return double.Parse(Python.Run(script, folder.Path, $"{Features}", $"{Components}", form, $"{iterations}"), CultureInfo.InvariantCulture);
    }
}
