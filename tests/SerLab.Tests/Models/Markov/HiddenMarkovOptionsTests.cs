using SerLab.Models;
using SerLab.Models.Markov;

namespace SerLab.Tests.Models.Markov;

public sealed class HiddenMarkovOptionsTests
{
    public static TheoryData<string> Variants => [
        """{ "kind": "hmm", "skips": 1, "states": 4 }""",
        """{ "kind": "hmm", "topology": "ergodic", "training": "viterbi", "variances": "per-state", "startRounds": 5 }""",
        """{ "kind": "hmm", "topology": "custom", "states": 3, "arcs": [[0, 1], [1, 2], [2, 0]], "startStates": [0, 2], "variances": "per-model" }""",
        """{ "kind": "hmm", "background": true, "relevance": 8, "mixtures": 1, "states": 2 }""",
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_learns_and_is_restored_with_paths_and_durations(string json)
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var options = RecipeJson.BuiltIn.Read<ClassifierOptions>(json, "variant");
        var model = (HiddenMarkovClassifier)options.Train(set, new RandomSource(3));
        Assert.True(Toys.Accuracy(model, Toys.Separable(ExampleInput.Frames, seed: 2)) > 0.95);
        var again = RecipeJson.BuiltIn.Read<ClassifierOptions>(RecipeJson.BuiltIn.Write(options), "again");
        var restored = (HiddenMarkovClassifier)again.Restore(new Weights(model.Weights.Tensors));
        var (before, after) = (new double[set.ClassCount], new double[set.ClassCount]);
        foreach (var example in set.Examples)
        {
            model.Score(example, before);
            restored.Score(example, after);
            Assert.Equal(before, after);
            Assert.Equal(model.BestPath(example, 1).States, restored.BestPath(example, 1).States);
        }

        for (var c = 0; c < set.ClassCount; c++) Assert.Equal(model.Durations(c), restored.Durations(c));
    }

    [Fact]
    public void Durations_are_those_of_the_training_paths_and_of_the_transitions()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var model = (HiddenMarkovClassifier)new HiddenMarkovOptions(3, HmmTopology.Ergodic, 1).Train(set, new RandomSource(3));
        var visits = Enumerable.Range(0, set.Examples.Count).Where(i => set.Labels[i] == 2).SelectMany(i => model.BestPath(set.Examples[i], 2).Visits()).ToArray();
        var transition = model.Weights.Get("class2.transition", 3, 3).Values;
        foreach (var duration in model.Durations(2))
        {
            var lengths = visits.Where(visit => visit.State == duration.State).Select(visit => (double)visit.FrameCount).ToArray();
            Assert.Equal(lengths.Length, duration.VisitCount);
            if (lengths.Length > 0) Assert.Equal(lengths.Average(), duration.MeanFrames, 1e-9);
            if (lengths.Length > 0) Assert.Equal(Math.Sqrt(lengths.Average(x => x * x) - lengths.Average() * lengths.Average()), duration.DeviationFrames, 1e-6);

            // The sum over k of k a^(k - 1) (1 - a), and of (k - mean)^2, written out.
            var stay = transition[duration.State * 3 + duration.State];
            var share = Enumerable.Range(1, 5000).Select(k => (Frames: k, Probability: Math.Pow(stay, k - 1) * (1 - stay))).ToArray();
            var mean = share.Sum(point => point.Frames * point.Probability);
            Assert.Equal(mean, duration.ExpectedMeanFrames, 1e-6);
            Assert.Equal(Math.Sqrt(share.Sum(point => Math.Pow(point.Frames - mean, 2) * point.Probability)), duration.ExpectedDeviationFrames, 1e-6);
        }
    }

    [Fact]
    public void Visits_are_the_stretches_of_a_path()
    {
        var visits = new StatePath([0, 0, 2, 1, 1, 1, 0], -1).Visits();
        Assert.Equal([new StateVisit(0, 0, 2), new StateVisit(2, 2, 1), new StateVisit(1, 3, 3), new StateVisit(0, 6, 1)], visits);
    }

    [Theory]
    [InlineData("""{ "topology": "custom", "states": 2 }""", "list for each state")]
    [InlineData("""{ "topology": "custom", "states": 2, "arcs": [[0, 2], [1]] }""", "numbered from 0")]
    [InlineData("""{ "topology": "custom", "states": 2, "arcs": [[0, 1], []] }""", "let it follow itself: [1]")]
    [InlineData("""{ "topology": "custom", "states": 3, "arcs": [[0, 1], [1], [2]] }""", "state 2 is reached from no start state")]
    [InlineData("""{ "states": 2, "arcs": [[0, 1], [1]] }""", "use the topology custom")]
    [InlineData("""{ "topology": "ergodic", "skips": 1 }""", "use 0, or list arcs")]
    [InlineData("""{ "background": true, "relevance": 0 }""", "Relevance is 0")]
    [InlineData("""{ "startRounds": -1 }""", "StartRounds is -1")]
    public void A_setting_that_cannot_work_is_refused_with_a_cure(string settings, string cure)
    {
        var options = RecipeJson.BuiltIn.Read<ClassifierOptions>("""{ "kind": "hmm",""" + settings.Trim()[1..], "settings");
        Assert.Contains(cure, Assert.Throws<OptionsException>(options.Validate).Message);
    }

    [Fact]
    public void A_path_of_an_unknown_class_or_width_is_refused()
    {
        var set = Toys.Separable(ExampleInput.Frames);
        var model = (HiddenMarkovClassifier)new HiddenMarkovOptions(2, Mixtures: 1).Train(set, new RandomSource(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.BestPath(set.Examples[0], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Durations(-1));
        Assert.Throws<ArgumentException>(() => model.BestPath(Toys.Frames(1, 0, 1), 0));
    }
}
