using SerLab.Models;
using SerLab.Models.Markov;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Mixtures;

/// <summary>Several independently started models per class, of the kinds that have them.</summary>
public sealed class EnsembleTests
{
    private const int MemberCount = 3;

    public static TheoryData<string> Variants => [
        """{ "kind": "gmm", "components": 3 }""",
        """{ "kind": "gmm", "components": 2, "covariance": "full", "prior": "training" }""",
        """{ "kind": "hmm", "mixtures": 3 }""",
        """{ "kind": "hmm", "topology": "ergodic", "background": true, "mixtures": 3 }""",
    ];

    [Fact]
    public void The_mean_is_that_of_the_likelihoods()
    {
        Assert.Equal(Math.Log(2), Ensemble.Mean([0, Math.Log(3)]), 1e-15);
        Assert.Equal(-1000 + Math.Log((1 + Math.Exp(-1) + Math.Exp(-2)) / 3), Ensemble.Mean([-1001, -1000, -1002]), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void One_member_is_the_first_of_many_bit_for_bit(string json)
    {
        var (alone, many) = (Train(json, 1).Weights.Tensors, Train(json, MemberCount).Weights.Tensors);
        Assert.DoesNotContain(alone.Keys, name => name.Contains("member", StringComparison.Ordinal));
        foreach (var (name, tensor) in alone) Assert.Equal(tensor.Values, many[name].Values);
        for (var c = 0; c < Toys.ClassCount; c++)
            for (var m = 1; m < MemberCount; m++) Assert.NotEqual(alone[$"class{c}.means"].Values, many[$"class{c}.member{m}.means"].Values);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_score_is_the_mean_of_what_the_members_say(string json)
    {
        foreach (var count in new[] { 1, MemberCount })
        {
            var model = Train(json, count);
            var logPrior = model.Weights.Get("log_prior", Toys.ClassCount).Values;
            foreach (var example in Toys.Separable(ExampleInput.Frames, seed: 2).Examples.Take(6))
            {
                double[] scores = new double[Toys.ClassCount], expected = new double[Toys.ClassCount];
                model.Score(example, scores);
                for (var c = 0; c < expected.Length; c++) // Two effective frames. One member: Bayes's rule and nothing else.
                    expected[c] = logPrior[c] + (count == 1 ? PerFrame(model, json, example, c, 0) : Math.Log(Enumerable.Range(0, count).Average(m => Math.Exp(PerFrame(model, json, example, c, m)))));
                LogMath.Normalise(expected);
                for (var c = 0; c < expected.Length; c++) Assert.Equal(expected[c], scores[c], count == 1 ? 0 : 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void All_members_are_saved_and_restored(string json)
    {
        var model = Train(json, MemberCount);
        var restored = OptionsOf(RecipeJson.BuiltIn.Write(With(json, MemberCount))).Restore(new Weights(model.Weights.Tensors));
        Assert.Equal(model.Weights.Tensors.Keys, restored.Weights.Tensors.Keys);
        var (before, after) = (new double[Toys.ClassCount], new double[Toys.ClassCount]);
        foreach (var example in Toys.Separable(ExampleInput.Frames, seed: 2).Examples)
        {
            model.Score(example, before);
            restored.Score(example, after);
            Assert.Equal(before, after);
        }

        var damaged = new Weights(model.Weights.Tensors.Where(pair => pair.Key != "class1.member2.means"));
        Assert.Contains("train it again", Assert.Throws<BadInputException>(() => With(json, MemberCount).Restore(damaged)).Message);
    }

    [Theory]
    [InlineData("""{ "kind": "gmm", "components": 8 }""")]
    [InlineData("""{ "kind": "hmm", "states": 2, "mixtures": 5 }""")]
    public void More_members_leave_less_to_the_start(string json)
    {
        var alone = SpreadOverSeeds(With(json, 1));
        var together = SpreadOverSeeds(With(json, 8));
        Assert.True(alone > 0, "the start decides nothing");
        Assert.True(together < 0.6 * alone, $"standard deviation of the log odds over seeds: {alone} alone, {together} together"); // Of independent draws, 0.35.
    }

    [Theory]
    [InlineData("""{ "kind": "gmm", "members": 0 }""", "use 1 (a single model per class)")]
    [InlineData("""{ "kind": "hmm", "members": 65 }""", "Members is 65")]
    [InlineData("""{ "kind": "gmm", "members": 2, "start": "splitting" }""", "draws nothing")]
    public void A_number_that_cannot_work_is_refused_with_a_cure(string json, string cure) =>
        Assert.Contains(cure, Assert.Throws<OptionsException>(OptionsOf(json).Validate).Message);

    // Two classes of utterances whose frames lie in overlapping heaps, so that there are many optima: root mean square over unheard utterances of the deviation over six seeds.
    private static double SpreadOverSeeds(ClassifierOptions options)
    {
        const int Seeds = 6;
        var (train, test) = (Heaps(24, 1), Heaps(12, 2));
        var odds = new double[Seeds][];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = options.Train(train, new RandomSource((ulong)seed));
            odds[seed] = [.. test.Examples.Select(example =>
            {
                var posterior = new double[2];
                model.Score(example, posterior);
                return posterior[1] - posterior[0];
            })];
        }

        return Math.Sqrt(Enumerable.Range(0, test.Examples.Count).Average(i => odds.Average(of => of[i] * of[i]) - Math.Pow(odds.Average(of => of[i]), 2)));
    }

    private static TrainingSet Heaps(int count, ulong seed)
    {
        const int Frames = 40, Features = 3, HeapCount = 20;
        var (places, random) = (new RandomSource(9).For("places").Open(), new RandomSource(seed).For("frames").Open());
        double[] centres = [.. Enumerable.Range(0, 2 * HeapCount * Features).Select(_ => 2 * places.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        MatrixView[] examples = [.. labels.Select(label => new MatrixView((float[])[.. Enumerable.Range(0, Frames).SelectMany(_ =>
        {
            var first = (label * HeapCount + random.NextInt(HeapCount)) * Features;
            return Enumerable.Range(first, Features).Select(place => (float)(centres[place] + 0.7 * random.NextGaussian())).ToArray();
        })], Frames, Features))];
        return new TrainingSet(examples, labels, [.. labels.Select((_, i) => i % 4)], 2);
    }

    private static double PerFrame(IClassifier model, string json, MatrixView example, int classIndex, int member)
    {
        var prefix = member == 0 ? $"class{classIndex}" : $"class{classIndex}.member{member}";
        var logLikelihood = OptionsOf(json) switch
        {
            GaussianMixtureOptions options => GaussianMixture.Restore(model.Weights, prefix, example.Columns, options.Covariance).LogLikelihood(example),
            HiddenMarkovOptions options => HiddenMarkovModel.Restore(model.Weights, prefix, options.States, example.Columns).LogLikelihood(example),
            var other => throw new InvalidOperationException($"{other.Kind} has no members."),
        };
        return 2 * logLikelihood / example.Rows;
    }

    private static IClassifier Train(string json, int members) => With(json, members).Train(Toys.Separable(ExampleInput.Frames), new RandomSource(3));

    private static ClassifierOptions With(string json, int members) => OptionsOf(json) switch
    {
        GaussianMixtureOptions options => options with { Members = members },
        HiddenMarkovOptions options => options with { Members = members },
        var other => throw new InvalidOperationException($"{other.Kind} has no members."),
    };

    private static ClassifierOptions OptionsOf(string json) => RecipeJson.BuiltIn.Read<ClassifierOptions>(json, "members");
}
