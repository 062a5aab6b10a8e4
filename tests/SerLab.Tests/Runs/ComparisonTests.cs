using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features.Sets;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Runs;
using SerLab.Store;

namespace SerLab.Tests.Runs;

public sealed class ComparisonTests
{
    private static byte[] PredictionBytes(RunRecord record)
    {
        using var folder = new TempFolder();
        Outputs.WritePredictions(record, folder.File("p.csv"));
        return File.ReadAllBytes(folder.File("p.csv"));
    }

    [Fact]
    public void The_same_spec_gives_the_same_bytes_on_one_thread_and_on_many()
    {
        var spec = Toy.Spec(Toy.Svm, Toy.Gmm);
        var one = PredictionBytes(Comparison.Run(spec, Toy.Settings(1)));
        Assert.Equal(one, PredictionBytes(Comparison.Run(spec, Toy.Settings(1))));
        Assert.Equal(one, PredictionBytes(Comparison.Run(spec, Toy.Settings(3))));
    }

    [Fact]
    public void Another_model_in_the_spec_changes_nothing_for_the_first()
    {
        var alone = Comparison.Run(Toy.Spec(Toy.Gmm), Toy.Settings()).Models.Single(model => model.Name == "GMM");
        var beside = Comparison.Run(Toy.Spec(Toy.Svm, Toy.Gmm), Toy.Settings()).Models.Single(model => model.Name == "GMM");
        Assert.Equal(alone.Predictions.SelectMany(p => p.LogPosterior), beside.Predictions.SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void Figures_of_the_record_are_those_of_its_predictions()
    {
        var record = Comparison.Run(Toy.Spec(Toy.Svm), Toy.Settings());
        var svm = record.Models.Single(model => model.Name == "SVM");
        var recalls = svm.Predictions.GroupBy(p => p.Label).Select(group => group.Average(p => p.Predicted == p.Label ? 1.0 : 0)).ToArray();
        Assert.Equal(recalls.Average(), svm.MacroAccuracy, 12);
        Assert.Equal(svm.Predictions.Average(p => p.Predicted == p.Label ? 1.0 : 0), svm.MicroAccuracy, 12);
        Assert.Equal(svm.Predictions.Average(p => -p.LogPosterior[p.Label]), svm.LogLoss, 9);
        Assert.All(svm.Predictions, p => Assert.Equal(1, p.LogPosterior.Sum(Math.Exp), 9));
        Assert.InRange(svm.MacroAccuracy, svm.MacroAccuracyInterval.Low, svm.MacroAccuracyInterval.High);
        Assert.Equal(record.Models.Select(model => model.MacroAccuracy).OrderDescending(), record.Models.Select(model => model.MacroAccuracy));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_where_it_was_and_ends_the_same()
    {
        using var folder = new TempFolder();
        var spec = Toy.Spec(Toy.Svm, Toy.Gmm);
        var whole = PredictionBytes(Comparison.Run(spec, Toy.Settings(1)));
        var kept = new FoldFolder(folder.File("unfinished"));
        using var stop = new CancellationTokenSource();
        var progress = new Immediate(report => { if (report.Stage == "training" && report.Done == 5) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => Comparison.Run(spec, Toy.Settings(1) with { Checkpoint = kept, Progress = progress }, stop.Token));
        Assert.Equal(5, kept.Count);

        // A kept fold is used and not trained again: planted proof, one outcome is changed behind its back.
        var file = Directory.GetFiles(folder.File("unfinished"))[0];
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"seconds\": ", "\"seconds\": 1000"));
        var resumed = Comparison.Run(spec, Toy.Settings(1) with { Checkpoint = kept });
        Assert.Equal(whole, PredictionBytes(resumed));
        Assert.Contains(resumed.Models.SelectMany(model => model.Folds), fold => fold.Seconds >= 1000);
    }

    [Fact]
    public void A_kept_fold_is_not_used_when_the_features_behind_it_have_changed()
    {
        using var folder = new TempFolder();
        var kept = new FoldFolder(folder.File("unfinished"));
        var ids = new ToyCorpusOptions().Load().Utterances.Select(utterance => utterance.Id).ToArray();
        var csv = folder.File("f.csv");
        var spec = Toy.Spec(Toy.Svm with { Features = new SerLab.Tables.ImportedFeaturesOptions(csv) });
        RunRecord WithFeatures(Func<int, double> value)
        {
            File.WriteAllLines(csv, ids.Select((id, i) => $"{id},{value(i)},{i % 3}").Prepend("id,x,y"));
            return Comparison.Run(spec, Toy.Settings() with { Checkpoint = kept });
        }

        var telling = WithFeatures(i => ids[i].Contains("high") ? 1 : ids[i].Contains("low") ? -1 : 0);
        var noise = WithFeatures(i => i * 7 % 5);
        Assert.Equal(1, telling.Models.Single(model => model.Name == "SVM").MacroAccuracy);
        Assert.True(noise.Models.Single(model => model.Name == "SVM").MacroAccuracy < 0.7);
    }

    [Fact]
    public void A_fold_that_holds_out_all_of_a_class_is_refused_before_training_with_the_fold_and_the_class()
    {
        var corpus = new ToyCorpusOptions().Load();
        var spec = Toy.Spec() with { Corpus = new GivenCorpusOptions(new Corpus("toy", corpus.Utterances.Where(utterance => utterance.Label != "low" || utterance.Speaker == "toy/s1"), true)) };
        var wrong = Assert.Throws<BadInputException>(() => Comparison.Run(spec, Toy.Settings()));
        Assert.Contains("\"low\" is spoken by toy/s1 only", wrong.Message);
        Assert.Contains("speaker toy/s1", wrong.Message);
    }

    [Fact]
    public void Everything_wrong_with_a_spec_is_said_at_once_and_before_any_work()
    {
        var spec = Toy.Spec(Toy.Svm with { Classifier = new SvmOptions(C: -1), InnerFolds = 1, Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["gama"] = [1] } }) with { Name = "a/b", SampleRateHz = 10 };
        var wrong = Assert.Throws<OptionsException>(() => Comparison.Run(spec, Toy.Settings()));
        foreach (var part in (string[])["name is \"a/b\"", "sampleRateHz is 10", "C is -1", "innerFolds is 1", "did you mean \"gamma\""]) Assert.Contains(part, wrong.Message);
    }

    [Fact]
    public void Tuned_settings_and_how_many_were_tried_are_in_the_record()
    {
        var model = Toy.Svm with { Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["c"] = [0.001, 3] } };
        var svm = Comparison.Run(Toy.Spec(model), Toy.Settings()).Models.Single(result => result.Name == "SVM");
        Assert.All(svm.Folds, fold => Assert.Equal(2, fold.CandidatesTried));
        Assert.All(svm.Folds, fold => Assert.Contains(fold.Tuned["c"], (string[])["0.001", "3"]));
        Assert.All(svm.Folds, fold => Assert.NotNull(fold.InnerMacroAccuracy));
    }

    [Fact]
    public void A_tuned_setting_may_lie_in_a_nested_record()
    {
        var lstm = new ModelSpec(new ZNormalisationOptions(), new LstmOptions()) { Features = new MfccSetOptions(), Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["network.hidden"] = [4, 8] } };
        Assert.Equal([4, 8], TuningGrid.Of(lstm, RecipeJson.BuiltIn).Select(candidate => ((LstmOptions)candidate.Model.Classifier).Network.Hidden));
    }

    [Fact]
    public void A_class_with_one_example_is_refused_with_the_way_to_drop_it()
    {
        var corpus = new ToyCorpusOptions().Load();
        var spec = Toy.Spec() with { Corpus = new GivenCorpusOptions(new Corpus("toy", [.. corpus.Utterances, corpus.Utterances[0] with { Id = "zz", Label = "odd" }], true)) };
        Assert.Contains("\"odd\": null", Assert.Throws<BadInputException>(() => Comparison.Run(spec, Toy.Settings())).Message);
    }

    [Fact]
    public void A_classifier_that_wants_frames_says_so_when_the_set_has_none()
    {
        var wrong = Assert.Throws<OptionsException>(() => Comparison.Run(Toy.Spec(Toy.Gmm with { Features = Toy.Svm.Features }), Toy.Settings()));
        Assert.Contains("frames", wrong.Message);
    }

    [Fact]
    public void Labels_can_be_renamed_and_dropped()
    {
        var record = Comparison.Run(Toy.Spec() with { Labels = new LabelMap(new Dictionary<string, string?> { ["middle"] = null, ["high"] = "up" }) }, Toy.Settings());
        Assert.Equal(["low", "up"], record.ClassNames);
        Assert.Equal(24, record.Corpus.Utterances.Count);
    }

    [Fact]
    public void Cross_corpus_folds_hold_out_whole_corpora()
    {
        var toys = new ToyCorpusOptions().Load().Utterances;
        var two = new Corpus("two", toys.Select(utterance => utterance with { Corpus = utterance.Speaker[^1] < '2' ? "a" : "b" }), true);
        var record = Comparison.Run(Toy.Spec() with { Corpus = new GivenCorpusOptions(two), Folds = new LeaveOneCorpusOutOptions() }, Toy.Settings());
        Assert.Equal(["corpus a", "corpus b"], record.Split.Folds.Select(fold => fold.Name));
    }

    [Fact]
    public void A_run_is_reproduced_bit_for_bit_and_a_changed_one_is_not()
    {
        var record = Comparison.Run(Toy.Spec(), Toy.Settings());
        Assert.True(Reproduction.Compare(record, Comparison.Run(record.Spec, Toy.Settings(1))).IsIdentical);
        var changed = record.Models[0] with { Predictions = [record.Models[0].Predictions[0] with { LogPosterior = [.. record.Models[0].Predictions[0].LogPosterior.Select(value => value - 1e-15)] }, .. record.Models[0].Predictions.Skip(1)] };
        var verdict = Reproduction.Compare(record, record with { Models = [changed, .. record.Models.Skip(1)] });
        Assert.False(verdict.IsIdentical);
        Assert.Contains("1 of", verdict.Differences[0]);
    }

    private sealed class Immediate(Action<SerLab.Tables.StageProgress> told) : IProgress<SerLab.Tables.StageProgress>
    {
        public void Report(SerLab.Tables.StageProgress value) => told(value);
    }
}
