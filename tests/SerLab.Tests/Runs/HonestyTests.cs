using SerLab.Corpora;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Store;

namespace SerLab.Tests.Runs;

/// <summary>What the product promises: no test row is looked at before it is tested, and a leak cannot hide.</summary>
public sealed class HonestyTests
{
    /// <summary>Six speakers, three classes that one number tells apart; the rows of the last speaker are moved.</summary>
    private static Examples Rows(float moved = 0)
    {
        var rows = Enumerable.Range(0, 6).SelectMany(speaker => Enumerable.Range(0, 9).Select(i => (Speaker: speaker, Label: i % 3, Take: i / 3))).ToArray();
        return new Examples(
            [.. rows.Select(row => MatrixView.OfRow((float[])[row.Label + 0.1f * row.Take + (row.Speaker == 5 ? moved : 0), row.Speaker, row.Take * row.Label]))],
            [.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Speaker)], 3);
    }

    private static FoldOutcome Judge(ModelSpec model, Examples rows)
    {
        var fold = new Fold(0, "f", [.. Enumerable.Range(0, 45)], [.. Enumerable.Range(45, 9)]);
        string[] ids = [.. Enumerable.Range(0, 54).Select(i => $"u{i:D2}")];
        return FoldTrainer.Run(model, TuningGrid.Of(model, RecipeJson.BuiltIn), rows, ids, fold, new RandomSource(1), wantsInner: true, default);
    }

    // Everything that learns: scaling, selection, tuning, classifier, calibration.
    private static readonly ModelSpec Whole = Toy.Svm with
    {
        Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["c"] = [1, 10], ["gamma"] = [0.1, 1], ["normalisation"] = ["z", "robust"] },
    };

    [Fact]
    public void Tuning_and_training_never_look_at_a_test_row()
    {
        // What the model says of training rows depends on all that it learned; moving the test rows far away may change nothing of it.
        var (before, after) = (Judge(Whole, Rows()), Judge(Whole, Rows(moved: 1e6f)));
        Assert.Equal(before.Result.Tuned, after.Result.Tuned);
        Assert.Equal(before.Result.InnerMacroAccuracy, after.Result.InnerMacroAccuracy);
        Assert.Equal(before.Inner.SelectMany(p => p.LogPosterior), after.Inner.SelectMany(p => p.LogPosterior));
        Assert.NotEqual(before.Predictions.SelectMany(p => p.LogPosterior), after.Predictions.SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void A_training_row_that_moves_is_noticed()
    {
        var rows = Rows();
        var moved = rows with { Inputs = [MatrixView.OfRow(new float[] { 1e3f, 0, 0 }), .. rows.Inputs.Skip(1)] };
        Assert.NotEqual(Judge(Whole, rows).Inner.SelectMany(p => p.LogPosterior), Judge(Whole, moved).Inner.SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void What_is_said_of_a_training_row_comes_from_a_model_that_did_not_hear_its_speaker()
    {
        // With the labels of speaker 0 turned round, a model that had learned them would say so of that speaker's rows.
        var rows = Rows();
        var turned = rows with { Labels = [.. rows.Labels.Select((label, i) => rows.Speakers[i] == 0 ? (label + 1) % 3 : label)] };
        var fixedModel = Toy.Svm with { InnerFolds = 5 }; // Five training speakers, so every inner fold holds out one.
        var (before, after) = (Judge(fixedModel, rows), Judge(fixedModel, turned));
        Assert.Equal(
            before.Inner.Where((_, i) => rows.Speakers[i] == 0).SelectMany(p => p.LogPosterior),
            after.Inner.Where((_, i) => rows.Speakers[i] == 0).SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void Labels_of_test_rows_change_nothing_but_the_score()
    {
        var rows = Rows();
        var relabelled = rows with { Labels = [.. rows.Labels.Select((label, i) => i < 45 ? label : (label + 1) % 3)] };
        Assert.Equal(Judge(Whole, rows).Predictions.SelectMany(p => p.LogPosterior), Judge(Whole, relabelled).Predictions.SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void A_split_with_a_speaker_on_both_sides_is_refused_with_the_cure()
    {
        var wrong = Assert.Throws<BadInputException>(() => Comparison.Run(Toy.Spec() with { Folds = new RandomKFoldOptions(3) }, Toy.Settings()));
        Assert.Contains("shared speaker", wrong.Message);
        Assert.Contains("--allow-leak", wrong.Message);
    }

    [Fact]
    public void A_leak_that_was_asked_for_is_named_in_every_output()
    {
        using var folder = new TempFolder();
        var record = Comparison.Run(Toy.Spec() with { Folds = new RandomKFoldOptions(3), AllowLeak = true }, Toy.Settings());
        Assert.True(record.IsLeaky);
        Assert.Equal(Notice.Leaky, record.Notices[0].Word);
        Outputs.WritePredictions(record, folder.File("p.csv"));
        Outputs.WriteLeaderboard(record, folder.File("l.json"));
        Assert.All(File.ReadAllLines(folder.File("p.csv")).Skip(1), line => Assert.Contains("LEAKY", line));
        Assert.DoesNotContain("\"leaky\": false", File.ReadAllText(folder.File("l.json")));
        Assert.Contains("LEAKY", HtmlReport.Render(record, json: Toy.Json));
        Assert.Contains("LEAKY", MarkdownReport.Render(record));
    }

    [Fact]
    public void A_copied_recording_under_another_speaker_is_found()
    {
        var corpus = new ToyCorpusOptions().Load();
        var stolen = corpus.Utterances[0] with { Id = "stolen", Speaker = "toy/s3" };
        var spec = Toy.Spec() with { Corpus = new GivenCorpusOptions(new Corpus("toy", [.. corpus.Utterances, stolen], true)) };
        Assert.Contains("shared recording", Assert.Throws<BadInputException>(() => Comparison.Run(spec, Toy.Settings())).Message);
    }

    [Fact]
    public void Baselines_stand_in_every_table()
    {
        var record = Comparison.Run(Toy.Spec(), Toy.Settings());
        Assert.Equal(["duration-only", "loudness-only", "majority", "speaker-prior"], record.Models.Where(model => model.IsBaseline).Select(model => model.Classifier).Order());
    }

    [Fact]
    public void Shuffled_labels_come_out_at_chance_and_say_so()
    {
        // 6 speakers x 3 labels x 8 takes at chance 1/3: three standard errors of 144 draws are 0.12.
        var record = Comparison.Run(Toy.Spec(Toy.Svm, Toy.Gmm) with { Corpus = new ToyCorpusOptions(6, 8), ShuffleLabels = true }, Toy.Settings());
        Assert.All(record.Models, model => Assert.InRange(model.MacroAccuracy, 1.0 / 3 - 0.12, 1.0 / 3 + 0.12));
        Assert.Contains(record.Notices, notice => notice.Word == Notice.Shuffled);
        var honest = Comparison.Run(Toy.Spec(Toy.Svm, Toy.Gmm) with { Corpus = new ToyCorpusOptions(6, 8) }, Toy.Settings());
        Assert.All(honest.Models.Where(model => !model.IsBaseline), model => Assert.True(model.MacroAccuracy > 0.6, $"{model.Name} {model.MacroAccuracy}"));
    }

    [Fact]
    public void Per_speaker_normalisation_is_named_as_transductive()
    {
        var record = Comparison.Run(Toy.Spec(Toy.Svm with { Normalisation = new SpeakerZNormalisationOptions() }), Toy.Settings());
        Assert.True(record.Models.Single(model => model.Name == "SVM").IsTransductive);
        Assert.Contains(record.Notices, notice => notice.Word == "TRANSDUCTIVE");
    }

    [Fact]
    public void A_speaker_that_determines_the_label_is_pointed_out()
    {
        var corpus = new ToyCorpusOptions(6).Load();
        var oneEach = corpus.Utterances.Where(utterance => ToyCorpusOptions.Labels[int.Parse(utterance.Speaker[^1..]) % 3] == utterance.Label);
        var record = Comparison.Run(Toy.Spec() with { Corpus = new GivenCorpusOptions(new Corpus("toy", oneEach, true)) }, Toy.Settings());
        Assert.Contains(record.Notices, notice => notice.Word == "SPEAKER NEARLY DETERMINES LABEL");
    }
}
