using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Models;
using SerLab.Tests.Architecture;

namespace SerLab.Tests.Contributing;

/// <summary>The recipes of CONTRIBUTING.md compile, work, and keep the rules of the room they are written for.</summary>
public class ContributingTests
{
    private static readonly Type[] Examples = [typeof(NearestMeanOptions), typeof(NearestMean), typeof(CrestFactorOptions), typeof(CrestFactor), typeof(StudioOptions)];

    [Theory]
    [InlineData("NearestMeanOptions.cs")]
    [InlineData("CrestFactor.cs")]
    [InlineData("StudioOptions.cs")]
    public void The_guide_shows_the_compiled_file(string name)
    {
        var code = File.ReadAllText(Path.Combine(Repository.Root, "tests", "SerLab.Tests", "Contributing", "Examples", name)).ReplaceLineEndings("\n");
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md")).ReplaceLineEndings("\n");
        Assert.True(guide.Contains($"```csharp\n{code}```\n", StringComparison.Ordinal), $"CONTRIBUTING.md does not show {name} as it is compiled; copy the file into its code block");
    }

    [Fact]
    public void The_examples_keep_the_rules()
    {
        var entries = Examples.Where(type => type.IsSubclassOf(typeof(Recipe))).Select(type => new CatalogEntry(KindAttribute.Of(type).Name, type, KindAttribute.Of(type).Summary)).ToArray();
        Assert.Equal(3, entries.Length);
        Rule.Holds(Examples.Select(type => type.Namespace!).Distinct().SelectMany(space => RoomRules.Uses(CompiledCode.References(GetType().Assembly.Location, space), "SerLab")));
        Rule.Holds(ShapeRules.OpenClasses(Examples));
        Rule.Holds(ShapeRules.WritableProducts(Examples, [typeof(IClassifier), typeof(IDescriptor)]));
        Rule.Holds(RecipeRules.Names(entries));
        Rule.Holds(RecipeRules.Defaults(entries, new RecipeJson(Catalog.BuiltIn.With(GetType().Assembly))));
    }

    [Fact]
    public void The_example_classifier_tells_separate_classes_apart_and_comes_back_from_its_weights()
    {
        var stream = new RandomSource(1).For("toy").Open();
        var labels = Enumerable.Range(0, 60).Select(i => i % 3).ToArray();
        var rows = labels.Select(label => MatrixView.OfRow(new[] { 5f * label + (float)stream.NextGaussian(), (float)stream.NextGaussian() })).ToArray();
        var options = new NearestMeanOptions();
        var trained = options.Train(new TrainingSet(rows, labels, labels, 3), new RandomSource(1));
        var restored = options.Restore(trained.Weights);
        double[] posterior = new double[3], again = new double[3];
        var right = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            trained.Score(rows[i], posterior);
            restored.Score(rows[i], again);
            Assert.Equal(posterior, again);
            Assert.Equal(1, posterior.Sum(Math.Exp), 1e-12);
            if (posterior.Max() == posterior[labels[i]]) right++;
        }

        Assert.InRange(right, 57, 60);
    }

    // The peak of a sine is sqrt(2) of its root mean square, of a square wave equal to it.
    [Fact]
    public void The_example_descriptor_measures_sine_square_and_silence()
    {
        const int Rate = 16_000;
        Assert.Equal(20 * Math.Log10(Math.Sqrt(2)), Crest(n => 0.3f * MathF.Sin(2 * MathF.PI * 200 * n / Rate)), 0.01);
        Assert.Equal(0, Crest(n => n / 40 % 2 == 0 ? 0.3f : -0.3f), 0.01);
        Assert.Equal(0, Crest(_ => 0));

        double Crest(Func<int, float> sound)
        {
            var clip = new Clip(Enumerable.Range(0, Rate).Select(sound).ToArray(), Rate);
            var analysis = new ClipAnalysis(clip, new AnalysisPlan(Rate, new PitchTrackerOptions()));
            var values = new float[analysis.Grid.Count];
            new CrestFactorOptions().Prepare(Rate).Describe(analysis, values);
            return values[values.Length / 2];
        }
    }

    [Fact]
    public void The_example_corpus_reads_names()
    {
        var folder = Directory.CreateTempSubdirectory("serlab-studio-");
        try
        {
            foreach (var name in new[] { "anna_anger_01", "ben_joy_02" }) File.WriteAllBytes(Path.Combine(folder.FullName, name + ".wav"), []);
            var corpus = new StudioOptions(folder.FullName).Load();
            Assert.Equal([("anna_anger_01", "anger", "studio/anna"), ("ben_joy_02", "happiness", "studio/ben")], corpus.Utterances.Select(one => (one.Id, one.Label, one.Speaker)));
            File.WriteAllBytes(Path.Combine(folder.FullName, "take five.wav"), []);
            Assert.Contains("Expected speaker_emotion_take", Assert.Throws<BadInputException>(() => new StudioOptions(folder.FullName).Load()).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
