using SerLab.Corpora;
using SerLab.Enhancement.Augmentation;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Sets;
using SerLab.Models;
using SerLab.Models.Fusion;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Tests.Runs;

/// <summary>Experiments whose models learn from altered copies.</summary>
public sealed class AugmentedComparisonTests
{
    private static readonly TrainingAugmentation Both = new([new SpeedChangeOptions(1.05, 1.2), new AddedNoiseOptions()], 2);

    // Measured in a millisecond; the pitch of the toys lies in their spectrum too.
    private static readonly ModelSpec Plain = Toy.Svm with
    {
        Features = new CustomSetOptions([new EnergyOptions(), new SpectralShapeOptions(), new MfccOptions()], Frames: false, Statistics: [Statistic.Mean, Statistic.Sd]),
    };

    private static readonly ModelSpec Augmented = Plain with { Name = null, Augment = Both };

    private static readonly Lazy<RunRecord> Record = new(() => Comparison.Run(Toy.Spec(Plain, Augmented), Toy.Settings()));

    [Fact]
    public void Test_rows_are_as_they_were_recorded_and_counted_once()
    {
        var (plain, augmented) = (Record.Value.Models.Single(model => model.Name == "SVM"), Named(Record.Value));
        Assert.Equal(plain.Predictions.Select(prediction => (prediction.Id, prediction.Fold, prediction.Label)), augmented.Predictions.Select(prediction => (prediction.Id, prediction.Fold, prediction.Label)));
        Assert.Equal(36, augmented.Predictions.Count);
        Assert.NotEqual(plain.Predictions.SelectMany(prediction => prediction.LogPosterior), augmented.Predictions.SelectMany(prediction => prediction.LogPosterior));
        Assert.Equal(36, Record.Value.Corpus.Utterances.Count);
        Assert.All(Record.Value.Split.Folds, fold => Assert.Equal(27, fold.TrainIds.Count));
    }

    [Fact]
    public void A_model_that_is_not_augmented_is_what_it_is_in_a_run_of_its_own()
    {
        var alone = Comparison.Run(Toy.Spec(Plain), Toy.Settings()).Models.Single(model => model.Name == "SVM");
        Assert.Equal(alone.Predictions.SelectMany(prediction => prediction.LogPosterior), Record.Value.Models.Single(model => model.Name == "SVM").Predictions.SelectMany(prediction => prediction.LogPosterior));
    }

    [Fact]
    public void Record_report_and_tables_say_that_training_was_augmented()
    {
        using var folder = new TempFolder();
        const string words = "2 altered copies of each training utterance (speed, noise)";
        Assert.Equal(words, Named(Record.Value).Augmentation);
        Assert.Contains(Record.Value.Notices, notice => notice.Word == "AUGMENTED" && notice.Sentence.Contains($"\"svm on custom, augmented\" learned from the training recordings and from {words}", StringComparison.Ordinal));
        Assert.Contains(words, MarkdownReport.Render(Record.Value));
        var html = HtmlReport.Render(Record.Value, json: Toy.Json);
        Assert.Contains(words, html);
        Assert.Contains("4 folds, training augmented", html);
        Outputs.WriteLeaderboard(Record.Value, folder.File("l.json"));
        Assert.Contains(words, File.ReadAllText(folder.File("l.json")));
        Assert.DoesNotContain("AUGMENTED", MarkdownReport.Render(Comparison.Run(Toy.Spec(Plain), Toy.Settings())));
    }

    [Fact]
    public void A_stored_run_is_reproduced_bit_for_bit_on_any_number_of_threads()
    {
        using var folder = new TempFolder();
        var store = new RunStore(folder.Path, Toy.Json);
        store.Save(Record.Value, []);
        var read = store.Load(Record.Value.Id);
        var again = Comparison.Run(read.Spec, Toy.Settings(threads: 1));
        Assert.True(Reproduction.Compare(read, again).IsIdentical);
        Assert.False(Reproduction.Compare(read, Comparison.Run(read.Spec with { Seed = 4 }, Toy.Settings())).IsIdentical);
    }

    [Fact]
    public void Copies_follow_from_seed_utterance_and_number_and_take_the_kinds_in_turn()
    {
        var (few, many) = (CopiesOf(Toy.Spec(Augmented)), CopiesOf(Toy.Spec(Plain, Augmented) with { Corpus = new ToyCorpusOptions(5) }));
        Assert.All(few, pair => Assert.Equal(pair.Value, many[pair.Key])); // Neither other models nor other speakers matter.
        Assert.NotEqual(few, CopiesOf(Toy.Spec(Augmented) with { Seed = 4 }));
        Assert.All(few.Values, copies => Assert.Equal(2, copies.Distinct().Count()));

        // One kind twice gives two copies by chance of their own, one of which the two kinds in turn have too. Half of the first copies of two kinds are of the first kind.
        var speed = CopiesOf(Toy.Spec(Augmented with { Augment = new TrainingAugmentation([Both.Kinds[0]], 2) }));
        Assert.InRange(speed.Values.Count(copies => copies.Distinct().Count() == 2), 30, 36); // A speed is one of 38.
        Assert.All(few, pair => Assert.Single(pair.Value.Intersect(speed[pair.Key])));
        Assert.InRange(few.Count(pair => pair.Value[0] == speed[pair.Key][0]), 9, 27);
    }

    [Fact]
    public void The_cache_knows_copies_by_what_was_done_to_them()
    {
        using var folder = new TempFolder();
        var settings = Toy.Settings() with { Cache = new FeatureCache(folder.Path) };
        var louder = Augmented with { Augment = new TrainingAugmentation([new AddedNoiseOptions(0, 0)]) };
        var first = CopiesOf(Toy.Spec(Augmented), settings);
        Assert.Equal(36 * 3, EntriesOf(folder));
        Assert.Equal(first, CopiesOf(Toy.Spec(Augmented), settings));
        Assert.Equal(36 * 3, EntriesOf(folder));
        Assert.Equal(CopiesOf(Toy.Spec(louder)), CopiesOf(Toy.Spec(louder), settings));
        Assert.Equal(36 * 4, EntriesOf(folder));

        static int EntriesOf(TempFolder folder) => Directory.EnumerateFiles(folder.Path, "*.npy", SearchOption.AllDirectories).Count();
    }

    [Fact]
    public void Any_classifier_learns_from_copies_also_when_it_is_tuned_calibrated_and_kept()
    {
        var tuned = Augmented with
        {
            Name = "tuned",
            Normalisation = new SpeakerZNormalisationOptions(),
            Calibration = new SerLab.Models.Calibration.TemperatureOptions(),
            Selection = new SerLab.Models.Selection.AnovaFOptions(20),
            Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["c"] = [0.1, 3] },
        };
        var record = Comparison.Run(Toy.Spec(tuned, Toy.Gmm with { Augment = Both }), Toy.Settings());
        Assert.All(record.Models.Where(model => !model.IsBaseline), model => Assert.True(model.MacroAccuracy > 0.6, $"{model.Name} {model.MacroAccuracy}"));

        using var folder = new TempFolder();
        var trained = ModelTrainer.Train(Toy.Spec(Augmented), null, Toy.Settings());
        ModelFile.Write(trained, folder.File("m.zip"), Toy.Json);
        var read = ModelFile.Read(folder.File("m.zip"), Toy.Json);
        Assert.Equal(Both.Words(), read.Fitted.Recipe.Augment!.Words());
        var clip = new ToyCorpusOptions().Load().Utterances[4].Read(SerLab.Audio.ChannelMix.Mean);
        Assert.Equal(trained.Predict([clip])[0], read.Predict([clip])[0]);
    }

    [Fact]
    public void Shuffled_labels_stay_at_chance_with_copies_in_training_and_rise_where_copies_leak()
    {
        // As in HonestyTests: at chance 1/3, three standard errors of 144 draws are 0.12.
        var faint = new AddedNoiseOptions(40, 40);
        var sharp = Plain with { Classifier = new SvmOptions(C: 100) };
        var shuffled = Toy.Spec(sharp with { Augment = new TrainingAugmentation([faint], 2) }) with { Corpus = new ToyCorpusOptions(6, 8), ShuffleLabels = true };
        Assert.InRange(Comparison.Run(shuffled, Toy.Settings()).Models.Single(model => model.Name == "SVM").MacroAccuracy, 1.0 / 3 - 0.12, 1.0 / 3 + 0.12);

        // The planted fault: the same copies as utterances of speakers of their own, so that one of a test row is in training.
        var corpus = Recordings.Of(shuffled);
        var leaking = corpus.Utterances.Concat(corpus.Utterances.Select(utterance => utterance with
        {
            Id = utterance.Id + "-copy",
            Speaker = utterance.Speaker + "-copy",
            Recording = new SerLab.Audio.MemoryRecording("copy", () => faint.Apply(utterance.Read(SerLab.Audio.ChannelMix.Mean), new RandomSource(1).For(utterance.Id))),
        }));
        var planted = Toy.Spec(sharp) with { Corpus = new GivenCorpusOptions(new Corpus("leaking", leaking, true)), AllowLeak = true };
        Assert.True(Comparison.Run(planted, Toy.Settings()).Models.Single(model => model.Name == "SVM").MacroAccuracy > 0.6);
    }

    [Fact]
    public void A_spec_that_cannot_work_is_refused_with_every_problem()
    {
        Refuses(Augmented with { Augment = new TrainingAugmentation([], 0) }, "models[0].augment.kinds is empty", "models[0].augment.copies is 0; use 1 to 20.");
        Refuses(Augmented with { Augment = new TrainingAugmentation([new SpeedChangeOptions(3, 3)]) }, "models[0].augment.kinds[0] (speed): MinFactor is 3; use 0.5 to 2.");
        Refuses(Augmented with { Name = "on others", Stack = ["GMM"] }, "altered copies have no scores of other models, so augment the models that it is stacked on instead");
        Refuses(new ModelSpec(new NoNormalisationOptions(), new FusionOptions()) { Stack = ["GMM"], Augment = Both }, "altered copies have no scores");
        Refuses(new ModelSpec(new NoNormalisationOptions(), new DurationOnlyOptions()) { Augment = Both }, "\"duration-only\" looks at duration; use it with a classifier of functionals or frames");
        Refuses(Augmented with { Features = new ImportedFeaturesOptions("f.csv") }, "the features are imported; altered copies must be measured");

        static void Refuses(ModelSpec model, params string[] problems)
        {
            var refused = Assert.Throws<OptionsException>(() => Comparison.Run(Toy.Spec(model, Toy.Gmm), Toy.Settings()));
            Assert.All(problems, problem => Assert.Contains(problem, refused.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_spec_names_kinds_by_a_word_or_with_settings_and_the_schema_knows_them()
    {
        var model = Toy.Json.Read<ModelSpec>("""{ "features": "mfcc", "normalisation": "z", "classifier": "gmm", "augment": { "kinds": ["speed", { "kind": "noise", "minSnrDb": 5 }], "copies": 3 } }""", "spec");
        Assert.Equal([new SpeedChangeOptions(), new AddedNoiseOptions(5)], model.Augment!.Kinds);
        Assert.Equal(3, model.Augment.Copies);
        Assert.Contains("did you mean \"speed\"", Assert.Throws<OptionsException>(() => Toy.Json.Read<TrainingAugmentation>("""{ "kinds": ["sped"] }""", "spec")).Message);
        var schema = RecipeSchema.Write(typeof(ComparisonSpec), Catalog.BuiltIn);
        foreach (var word in (string[])["augment", "copies", "minRt60Seconds", "maxSemitones", "minSnrDb", "maxFactor"]) Assert.Contains($"\"{word}\"", schema);
    }

    [Fact]
    public void Copies_that_cannot_be_measured_are_left_out_only_where_the_policy_says_so()
    {
        // The first utterance is just long enough for the features; half of it is not.
        var corpus = new ToyCorpusOptions().Load();
        var tiny = new Corpus("toy", corpus.Utterances.Select((utterance, i) => i == 0 ? Shortest(utterance) : utterance), true);
        var spec = Toy.Spec(Plain with { Augment = new TrainingAugmentation([new SpeedChangeOptions(2, 2)]) }) with { Corpus = new GivenCorpusOptions(tiny) };
        Assert.Contains($"{corpus.Utterances[0].Id}~1", Assert.Throws<BadInputException>(() => Comparison.Run(spec, Toy.Settings())).ToString());
        var record = Comparison.Run(spec with { BadFiles = BadFilePolicy.Skip }, Toy.Settings());
        Assert.Contains(record.Notices, notice => notice.ToString().Contains("1 altered copies of training recordings could not be measured", StringComparison.Ordinal));
        Assert.Equal(36, record.Corpus.Utterances.Count);

        static Utterance Shortest(Utterance utterance)
        {
            var prepared = new FrontEnd(16000, SerLab.Audio.ChannelMix.Mean, [], Plain.Features!).Prepare();
            for (var seconds = 0.005; ; seconds += 0.005)
            {
                var end = seconds;
                var cut = utterance with { Recording = new SerLab.Audio.MemoryRecording("cut", () => utterance.Read(SerLab.Audio.ChannelMix.Mean).Slice(0, end)) };
                try
                {
                    prepared.Measure(cut.Open(SerLab.Audio.ChannelMix.Mean));
                    return cut;
                }
                catch (BadInputException)
                {
                    // Too short still.
                }
            }
        }
    }

    private static ModelResult Named(RunRecord record) => record.Models.Single(model => model.Name == "svm on custom, augmented");

    // Hash of each copy's values, by the utterance's id.
    private static Dictionary<string, string[]> CopiesOf(ComparisonSpec spec, RunSettings? settings = null)
    {
        var tables = ComparisonTables.Build(Recordings.Of(spec), spec, settings ?? Toy.Settings(), default);
        var examples = tables.ExamplesFor(spec.Models.Single(model => model.Augment is not null));
        return tables.Rows.Select((row, i) => (row.Id, Copies: examples.Altered![i].Select(copy => string.Join(' ', copy.Values.ToArray())).ToArray())).ToDictionary(pair => pair.Id, pair => pair.Copies);
    }
}
