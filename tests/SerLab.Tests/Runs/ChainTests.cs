using SerLab.Folds;
using SerLab.Models;
using SerLab.Models.Calibration;
using SerLab.Models.Fusion;
using SerLab.Models.Selection;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tests.Store;

namespace SerLab.Tests.Runs;

/// <summary>Models that select, calibrate and are fused.</summary>
public sealed class ChainTests
{
    // Everything that can learn from rows, and whose settings are tuned.
    private static readonly ModelSpec Whole = Toy.Svm with
    {
        Name = "whole",
        Selection = new AnovaFOptions(20),
        Calibration = new TemperatureOptions(),
        Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["selection.count"] = [5, 20], ["c"] = [0.1, 3] },
    };

    private static readonly RunRecord Kept = Comparison.Run(Toy.Spec(Toy.Svm, Toy.Gmm) with { KeepInner = true }, Toy.Settings());

    [Fact]
    public void Selection_is_tuned_with_the_classifier_and_both_are_in_the_record()
    {
        var record = Comparison.Run(Toy.Spec(Whole), Toy.Settings());
        var whole = record.Models.Single(model => model.Name == "whole");
        Assert.Equal(("anova-f", "temperature"), (whole.Selection, whole.Calibration));
        Assert.All(whole.Folds, fold => Assert.Contains(fold.Tuned["selection.count"], (string[])["5", "20"]));
        Assert.All(whole.Folds, fold => Assert.Equal(4, fold.CandidatesTried));
        Assert.Empty(whole.Inner); // Kept only where the spec asks for it.
    }

    [Fact]
    public void What_selects_and_calibrates_never_sees_the_test_speaker()
    {
        var rows = HonestRows();
        var fold = new Fold(0, "f", [.. Enumerable.Range(0, 45)], [.. Enumerable.Range(45, 9)]);
        var moved = rows with
        {
            Inputs = [.. rows.Inputs.Select((row, i) => i < 45 ? row : MatrixView.OfRow((float[])[.. row.Span.ToArray().Select(value => 1000 - value)]))],
            Labels = [.. rows.Labels.Select((label, i) => i < 45 ? label : (label + 1) % 3)],
        };
        var model = Whole with { Selection = new AnovaFOptions(2), Tune = null };
        var (before, after) = (Judge(rows), Judge(moved));
        Assert.Equal(before.Inner.SelectMany(p => p.LogPosterior), after.Inner.SelectMany(p => p.LogPosterior));

        FoldOutcome Judge(Examples examples) => FoldTrainer.Run(
            model, TuningGrid.Of(model, RecipeJson.BuiltIn), examples, [.. Enumerable.Range(0, 54).Select(i => $"u{i:D2}")], fold, new RandomSource(1), wantsInner: true, default);
    }

    [Fact]
    public void A_calibrated_and_selected_model_survives_its_file()
    {
        using var folder = new TempFolder();
        var trained = ModelTrainer.Train(Toy.Spec(Whole), null, Toy.Settings());
        ModelFile.Write(trained, folder.File("m.zip"), Toy.Json);
        var clip = new ToyCorpusOptions().Load().Utterances[4].Read(SerLab.Audio.ChannelMix.Mean);
        Assert.Equal(trained.Predict([clip])[0], ModelFile.Read(folder.File("m.zip"), Toy.Json).Predict([clip])[0]);
    }

    [Fact]
    public void A_model_on_others_hears_a_new_recording_through_them()
    {
        var fusion = new ModelSpec(new NoNormalisationOptions(), new FusionOptions(FusionWeights.Equal)) { Name = "fusion", Stack = ["SVM", "GMM"] };
        var trained = ModelTrainer.Train(Toy.Spec(Toy.Svm with { Calibration = new TemperatureOptions() }, Toy.Gmm, fusion), "fusion", Toy.Settings());
        var clip = new ToyCorpusOptions(Takes: 4).Load().Utterances[3].Read(SerLab.Audio.ChannelMix.Mean);
        var (svm, gmm) = (trained.Stack[0].Predict([clip])[0], trained.Stack[1].Predict([clip])[0]);
        double[] mean = [.. svm.Zip(gmm, (a, b) => (Math.Max(-100, a) + Math.Max(-100, b)) / 2)];
        LogMath.Normalise(mean);
        Assert.All(trained.Predict([clip])[0].Zip(mean), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
        Assert.NotEqual(svm, gmm);
    }

    [Fact]
    public void Rows_scaled_once_for_all_folds_give_the_models_that_each_fold_would()
    {
        // A classifier that shares products and one that cannot, on the same rows: per-speaker scaling is the same in every fold of whole speakers.
        var rows = HonestRows();
        Fold[] folds = [.. Enumerable.Range(0, 6).Select(speaker => new Fold(speaker, $"{speaker}", [.. Enumerable.Range(0, 54).Where(i => i / 9 != speaker)], [.. Enumerable.Range(9 * speaker, 9)]))];
        var model = Toy.Svm with { Normalisation = new SpeakerZNormalisationOptions(), Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["c"] = [0.1, 3] } };
        var shared = rows.SharedBy(model.Normalisation, folds);
        Assert.NotNull(shared.Shared);
        foreach (var fold in folds)
            Assert.Equal(Judge(rows, fold).Predictions.SelectMany(p => p.LogPosterior), Judge(shared, fold).Predictions.SelectMany(p => p.LogPosterior));
        Assert.Null(rows.SharedBy(new ZNormalisationOptions(), folds).Shared);
        Assert.Null(rows.SharedBy(model.Normalisation, [new Fold(0, "torn", [0, 1, 2], [3, 4])]).Shared);

        FoldOutcome Judge(Examples examples, Fold fold) => FoldTrainer.Run(
            model, TuningGrid.Of(model, RecipeJson.BuiltIn), examples, [.. Enumerable.Range(0, 54).Select(i => $"u{i:D2}")], fold, new RandomSource(1), wantsInner: false, default);
    }

    [Fact]
    public void A_fusion_in_a_comparison_and_one_of_the_recorded_run_say_the_same()
    {
        var fusion = new ModelSpec(new NoNormalisationOptions(), new FusionOptions()) { Name = "fusion", Stack = ["SVM", "GMM"] };
        var together = Comparison.Run(Toy.Spec(Toy.Svm, Toy.Gmm, fusion), Toy.Settings()).Models.Single(model => model.Name == "fusion");
        var fused = RunFusion.Fuse([Kept], ["SVM", "GMM"], new FusionOptions(), Toy.Settings());
        var late = fused.Models.Single(model => model.Name == "fusion");
        Assert.Equal("scores of SVM, GMM", together.Features);
        // Recorded models are in order of merit, so their scores may stand the other way round: equal but for rounding.
        foreach (var (a, b) in together.Predictions.Zip(late.Predictions))
            Assert.All(a.LogPosterior.Zip(b.LogPosterior), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal([Kept.Id], fused.FusedFrom);
        Assert.Equal(3, fused.Models.Count);
    }

    [Fact]
    public void A_fusion_may_be_fused_again_under_a_name_of_its_own()
    {
        var once = RunFusion.Fuse([Kept], [], new FusionOptions(FusionWeights.Equal), Toy.Settings());
        var twice = RunFusion.Fuse([once], ["SVM", "fusion"], new FusionOptions(FusionWeights.Equal), Toy.Settings());
        Assert.Equal(["SVM", "fusion", "fusion (2)"], twice.Models.Select(model => model.Name).Order(StringComparer.Ordinal));
        Assert.Contains("given 2 times", Assert.Throws<OptionsException>(() => RunFusion.Fuse([Kept, Kept], [], new FusionOptions(), Toy.Settings())).Message);
    }

    [Fact]
    public void A_fused_run_is_stored_and_reported_like_any_other()
    {
        using var folder = new TempFolder();
        var fused = RunFusion.Fuse([Kept], [], new FusionOptions(FusionWeights.Equal), Toy.Settings());
        var store = new RunStore(folder.Path, Toy.Json);
        store.Save(fused, []);
        var read = store.Load(fused.Id);
        Assert.Equal(fused.FusedFrom, read.FusedFrom);
        Assert.Contains($"serlab fuse {Kept.Id}", SerLab.Reports.HtmlReport.Render(read, json: Toy.Json));
    }

    [Fact]
    public void Weights_are_not_learned_from_runs_that_did_not_keep_inner_posteriors()
    {
        var run = Comparison.Run(Toy.Spec(Toy.Svm, Toy.Gmm), Toy.Settings());
        Assert.Contains("keepInner", Assert.Throws<BadInputException>(() => RunFusion.Fuse([run], [], new FusionOptions(), Toy.Settings())).Message);
        Assert.Equal(3, RunFusion.Fuse([run], [], new FusionOptions(FusionWeights.Equal), Toy.Settings()).Models.Count);
    }

    [Fact]
    public void Runs_that_do_not_fit_together_are_not_fused()
    {
        var other = Comparison.Run(Toy.Spec(Toy.Gmm) with { Corpus = new ToyCorpusOptions(5), KeepInner = true }, Toy.Settings());
        Assert.Contains("other recordings", Assert.Throws<BadInputException>(() => RunFusion.Fuse([Kept, other], [], new FusionOptions(), Toy.Settings())).Message);
        Assert.Contains("at least two", Assert.Throws<OptionsException>(() => RunFusion.Fuse([Kept], ["SVM"], new FusionOptions(), Toy.Settings())).Message);
        Assert.Contains("classifier of scores", Assert.Throws<OptionsException>(() => RunFusion.Fuse([Kept], [], new SvmOptions(), Toy.Settings())).Message);
        Assert.Contains("did you mean", Assert.Throws<OptionsException>(() => RunFusion.Fuse([Kept], ["SWM", "GMM"], new FusionOptions(), Toy.Settings())).Message);
    }

    // Six speakers with nine rows each; the first column tells the classes apart.
    private static Examples HonestRows()
    {
        var random = new RandomSource(5).Open();
        return new Examples(
            [.. Enumerable.Range(0, 54).Select(i => MatrixView.OfRow(new[] { (float)(i % 3 + 0.3 * random.NextGaussian()), (float)random.NextGaussian(), (float)(i / 9 + random.NextGaussian()) }))],
            [.. Enumerable.Range(0, 54).Select(i => i % 3)], [.. Enumerable.Range(0, 54).Select(i => i / 9)], 3);
    }
}
