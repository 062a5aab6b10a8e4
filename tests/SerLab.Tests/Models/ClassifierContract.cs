using System.Collections.Concurrent;
using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>What every classifier in the catalog promises; a new kind is listed here by being there.</summary>
public sealed class ClassifierContract
{
    private static readonly ConcurrentDictionary<string, Lazy<IClassifier>> Trained = new();

    private static IEnumerable<string> Names => Catalog.BuiltIn.KindsOf(typeof(ClassifierOptions)).Select(entry => entry.Name);

    public static TheoryData<string> Kinds => [.. Names];

    public static TheoryData<string> NoBaselines => [.. Names.Where(kind => !Defaults(kind).IsBaseline)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_model(string kind)
    {
        var again = Defaults(kind).Train(ToyFor(kind), new RandomSource(7));
        AssertSameBits(TrainedOf(kind).Weights, again.Weights);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_on_several_threads_at_once_gives_the_same_model(string kind)
    {
        var models = new IClassifier[3];
        var set = ToyFor(kind);
        Workers.ForEach(models.Length, models.Length, i => models[i] = Defaults(kind).Train(set, new RandomSource(7)), CancellationToken.None);
        foreach (var model in models) AssertSameBits(TrainedOf(kind).Weights, model.Weights);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inputs_are_only_read(string kind)
    {
        var set = ToyFor(kind);
        var before = set.Examples.Select(example => example.Values.ToArray()).ToArray();
        var model = Defaults(kind).Train(set, new RandomSource(7));
        foreach (var example in set.Examples) model.Score(example, new double[set.ClassCount]);
        for (var i = 0; i < before.Length; i++) Assert.True(set.Examples[i].Span.SequenceEqual(before[i]), $"example {i} was changed");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Posteriors_are_finite_and_sum_to_one(string kind)
    {
        var set = ToyFor(kind, seed: 2);
        var posterior = new double[set.ClassCount];
        foreach (var example in set.Examples)
        {
            Array.Fill(posterior, double.NaN);
            TrainedOf(kind).Score(example, posterior);
            Assert.All(posterior, value => Assert.True(double.IsFinite(value) && value <= 1e-9, $"{value} is not a log probability"));
            Assert.Equal(1, posterior.Sum(Math.Exp), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scoring_at_once_equals_scoring_one_by_one(string kind)
    {
        var set = ToyFor(kind, seed: 2);
        var alone = ScoresOf(TrainedOf(kind), set);
        var together = new double[alone.Length][];
        Workers.ForEach(set.Examples.Count, 4, i => TrainedOf(kind).Score(set.Examples[i], together[i] = new double[set.ClassCount]), CancellationToken.None);
        for (var i = 0; i < alone.Length; i++) Assert.True(alone[i].AsSpan().SequenceEqual(together[i]), $"example {i} was scored otherwise");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_saved_model_predicts_the_same(string kind)
    {
        var set = ToyFor(kind, seed: 2);
        var options = RecipeJson.BuiltIn.Read<ClassifierOptions>(RecipeJson.BuiltIn.Write(Defaults(kind)), "saved");
        Assert.Equal(Defaults(kind), options);
        var restored = options.Restore(new Weights(TrainedOf(kind).Weights.Tensors));
        AssertSameBits(TrainedOf(kind).Weights, restored.Weights);
        foreach (var (before, after) in ScoresOf(TrainedOf(kind), set).Zip(ScoresOf(restored, set))) Assert.Equal(before, after);
    }

    [Theory]
    [MemberData(nameof(NoBaselines))]
    public void Solves_a_separable_toy(string kind) =>
        Assert.True(Toys.Accuracy(TrainedOf(kind), ToyFor(kind, seed: 2)) > 0.95, $"accuracy {Toys.Accuracy(TrainedOf(kind), ToyFor(kind, seed: 2))}");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Renaming_the_classes_renames_the_predictions(string kind)
    {
        int[] renamed = [2, 0, 1];
        var model = Defaults(kind).Train(Toys.Separable(Defaults(kind).Input, seed: 1, renamed), new RandomSource(7));
        var (before, after) = (ToyFor(kind, seed: 2).Examples, Toys.Separable(Defaults(kind).Input, seed: 2, renamed).Examples);
        for (var i = 0; i < before.Count; i++)
            Assert.Equal(renamed[Toys.Predict(TrainedOf(kind), before[i], Toys.ClassCount)], Toys.Predict(model, after[i], Toys.ClassCount));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_example_of_another_width_is_refused(string kind)
    {
        var width = ToyFor(kind).FeatureCount;
        Assert.Throws<ArgumentException>(() => TrainedOf(kind).Score(new MatrixView(new float[width + 1], 1, width + 1), new double[Toys.ClassCount]));
        Assert.Throws<ArgumentException>(() => TrainedOf(kind).Score(new MatrixView(new float[width], 1, width), new double[Toys.ClassCount + 1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_weights_are_refused_with_a_cure(string kind)
    {
        AssertRefused(new Weights([]));
        var tensors = TrainedOf(kind).Weights.Tensors;
        foreach (var (name, tensor) in tensors)
        {
            AssertRefused(new Weights(tensors.Where(pair => pair.Key != name)));
            AssertRefused(With(name, tensor with { Shape = [.. tensor.Shape, 2] }));
            AssertRefused(With(name, tensor with { Values = [.. tensor.Values, 1] }));
            AssertRefused(With(name, tensor with { Values = [double.NaN, .. tensor.Values.Skip(1)] }));
        }

        Weights With(string name, Tensor tensor) => new(tensors.Select(pair => pair.Key == name ? new(name, tensor) : pair));

        void AssertRefused(Weights weights) => Assert.Contains("train it again", Assert.Throws<BadInputException>(() => Defaults(kind).Restore(weights)).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cancelling_stops_the_training(string kind)
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Defaults(kind).Train(ToyFor(kind), new RandomSource(7), cancel.Token));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_class_of_one_example_is_usable(string kind)
    {
        var set = ToyFor(kind);
        var single = Enumerable.Range(0, set.Examples.Count).First(i => set.Labels[i] == 2);
        var few = set.Subset([.. Enumerable.Range(0, set.Examples.Count).Where(i => set.Labels[i] != 2 || i == single)]);
        var model = Defaults(kind).Train(few, new RandomSource(7));
        Assert.All(ScoresOf(model, few), posterior => Assert.Equal(1, posterior.Sum(Math.Exp), 1e-9));
    }

    private static ClassifierOptions Defaults(string kind) => RecipeJson.BuiltIn.Read<ClassifierOptions>($"\"{kind}\"", "contract");

    private static TrainingSet ToyFor(string kind, ulong seed = 1) => Toys.Separable(Defaults(kind).Input, seed);

    private static IClassifier TrainedOf(string kind) =>
        Trained.GetOrAdd(kind, _ => new Lazy<IClassifier>(() => Defaults(kind).Train(ToyFor(kind), new RandomSource(7)))).Value;

    private static double[][] ScoresOf(IClassifier model, TrainingSet set) => [.. set.Examples.Select(example =>
    {
        var posterior = new double[set.ClassCount];
        model.Score(example, posterior);
        return posterior;
    })];

    private static void AssertSameBits(Weights expected, Weights actual)
    {
        Assert.Equal(expected.Tensors.Keys, actual.Tensors.Keys);
        foreach (var (name, tensor) in expected.Tensors)
        {
            Assert.Equal(tensor.Shape, actual.Tensors[name].Shape);
            Assert.Equal(tensor.Values.Select(BitConverter.DoubleToInt64Bits), actual.Tensors[name].Values.Select(BitConverter.DoubleToInt64Bits));
        }
    }
}
