using SerLab.Models;

namespace SerLab.Tests.Models;

public sealed class BaselineTests
{
    [Fact]
    public void Majority_gives_the_training_frequencies()
    {
        var model = new MajorityOptions().Train(SetOf([1, 2, 3, 4], [1, 0, 1, 1]), new RandomSource(1));
        Assert.Equal([0.25, 0.75], Posterior(model, 5), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Duration_only_follows_bayes_rule_with_equal_priors()
    {
        // Class 0: 1 3 1 3 (mean 2, variance 1); class 1: 6 10 (mean 8, variance 4).
        var model = new DurationOnlyOptions().Train(SetOf([1, 3, 1, 3, 6, 10], [0, 0, 0, 0, 1, 1]), new RandomSource(1));
        var (p0, p1) = (Math.Exp(-0.5 * 4), Math.Exp(-0.5 * 16 / 4) / 2); // at 4
        Assert.Equal([p0 / (p0 + p1), p1 / (p0 + p1)], Posterior(model, 4), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Loudness_only_is_usable_when_all_values_are_equal()
    {
        var model = new LoudnessOnlyOptions().Train(SetOf([-20, -20, -20], [0, 1, 1]), new RandomSource(1));
        Assert.Equal([0.5, 0.5], Posterior(model, -30), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Speaker_prior_smooths_known_speakers_and_falls_back_for_unknown_ones()
    {
        // Speaker 7: class 0 twice; speaker 9: class 1 once, class 0 once.
        var model = new SpeakerPriorOptions().Train(SetOf([7, 7, 9, 9], [0, 0, 1, 0]), new RandomSource(1));
        Assert.Equal([3 / 4.0, 1 / 4.0], Posterior(model, 7), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2 / 4.0, 2 / 4.0], Posterior(model, 9), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([3 / 4.0, 1 / 4.0], Posterior(model, 8), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_baselines_are_marked_as_such()
    {
        var baselines = Catalog.BuiltIn.KindsOf(typeof(ClassifierOptions)).Where(entry => RecipeJson.BuiltIn.Read<ClassifierOptions>($"\"{entry.Name}\"", "test").IsBaseline);
        Assert.Equal(["duration-only", "loudness-only", "majority", "speaker-prior"], baselines.Select(entry => entry.Name));
    }

    private static TrainingSet SetOf(float[] values, int[] labels) => new([.. values.Select(value => Toys.Row(value))], labels, new int[labels.Length], labels.Max() + 1);

    private static double[] Posterior(IClassifier model, float value)
    {
        var posterior = new double[2];
        model.Score(Toys.Row(value), posterior);
        return Array.ConvertAll(posterior, Math.Exp);
    }
}
