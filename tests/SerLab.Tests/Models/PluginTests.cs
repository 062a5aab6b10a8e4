using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>The centre of each class: what a plug-in assembly might bring.</summary>
[Kind("test-nearest-mean", "only in the tests: nearest class mean")]
public sealed record NearestMeanOptions(double Sharpness = 1) : ClassifierOptions
{
    public override ExampleInput Input => ExampleInput.Functionals;

    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        var means = new double[set.ClassCount * set.FeatureCount];
        var counts = set.CountPerClass();
        for (var i = 0; i < set.Examples.Count; i++)
            for (var j = 0; j < set.FeatureCount; j++) means[set.Labels[i] * set.FeatureCount + j] += set.Examples[i].Span[j] / counts[set.Labels[i]];
        return Restore(new Weights([new("means", new Tensor([set.ClassCount, set.FeatureCount], means))]));
    }

    public override IClassifier Restore(Weights weights) => new NearestMean(weights, Sharpness);

    private sealed class NearestMean(Weights weights, double sharpness) : IClassifier
    {
        private readonly double sharpness = sharpness;

        public Weights Weights { get; } = weights;

        public void Score(MatrixView example, Span<double> logPosterior)
        {
            var means = Weights.Get("means", -1, -1);
            for (var c = 0; c < logPosterior.Length; c++)
            {
                logPosterior[c] = 0;
                for (var j = 0; j < example.Columns; j++) logPosterior[c] -= sharpness * Math.Pow(example.Span[j] - means.Values[c * example.Columns + j], 2);
            }

            LogMath.Normalise(logPosterior);
        }
    }
}

public sealed class PluginTests
{
    private static readonly Catalog WithPlugin = Catalog.BuiltIn.With(typeof(NearestMeanOptions).Assembly);

    [Fact]
    public void A_classifier_of_another_assembly_is_picked_up_by_its_kind()
    {
        Assert.DoesNotContain(Catalog.BuiltIn.KindsOf(typeof(ClassifierOptions)), entry => entry.Name == "test-nearest-mean");
        Assert.Equal(typeof(NearestMeanOptions), WithPlugin.Find(typeof(ClassifierOptions), "test-nearest-mean").Recipe);
    }

    [Fact]
    public void It_is_read_from_a_spec_trained_and_restored_like_a_built_in_one()
    {
        var options = new RecipeJson(WithPlugin).Read<ClassifierOptions>("""{ "kind": "test-nearest-mean", "sharpness": 2 }""", "spec");
        var model = options.Train(Toys.Separable(ExampleInput.Functionals), new RandomSource(1));
        Assert.True(Toys.Accuracy(options.Restore(model.Weights), Toys.Separable(ExampleInput.Functionals, seed: 2)) > 0.95);
    }
}
