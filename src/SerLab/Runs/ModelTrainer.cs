using SerLab.Corpora;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>Trains a model on all rows of a corpus, for use on new recordings.</summary>
public static class ModelTrainer
{
    /// <summary>Tunes in folds of the speakers, then trains on everything; no figure comes of it, since nothing is left to test on.</summary>
    /// <param name="spec">The comparison that holds the model.</param>
    /// <param name="name">The model's name or its classifier's kind; null takes the spec's first model.</param>
    /// <param name="settings">How it is carried out.</param>
    /// <param name="caution">What stands beside the figures by which the model was chosen, such as LEAKY; empty for none.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="OptionsException">No model of the spec has that name.</exception>
    public static TrainedModel Train(ComparisonSpec spec, string? name, RunSettings settings, string caution = "", CancellationToken cancel = default)
    {
        SpecCheck.Validate(spec, settings.Json);
        var stacks = new StackOrder(NamedModel.All(spec, settings.Json.Catalog));
        var named = name is null ? stacks.Models[0] : NamedModel.Find(spec, name, settings.Json.Catalog);
        var needed = stacks.Needed(named);
        var measured = needed.Where(model => model.Model.Features is not null).Select(model => model.Model).ToArray();
        spec = spec with { Models = measured.Length > 0 ? measured : [spec.Models.First(model => model.Features is not null)] };
        var corpus = Recordings.Of(spec);
        var tables = ComparisonTables.Build(corpus, spec, settings, cancel);
        var random = new RandomSource(spec.Seed);
        var notices = NoticesOf(spec, corpus.IsSynthetic, caution);
        var trained = new Dictionary<string, (TrainedModel Model, double[][]? Inner)>();
        for (var i = 0; i < needed.Count; i++)
        {
            settings.Progress?.Report(new StageProgress("training", $"the model to keep: {needed[i].Name}", i, needed.Count));
            var under = stacks.Under(needed[i].Model).Select(member => trained[member.Name]).ToArray();
            trained[needed[i].Name] = Train(needed[i], under, needed[i] != named, tables, corpus, random, notices, settings.Json, settings.Threads, cancel);
        }

        settings.Progress?.Report(new StageProgress("training", "the model to keep: done", needed.Count, needed.Count));
        return trained[named.Name].Model;
    }

    private static (TrainedModel Model, double[][]? Inner) Train(
        NamedModel named, (TrainedModel Model, double[][]? Inner)[] under, bool wantsInner, ComparisonTables tables, Corpus corpus, RandomSource source, IReadOnlyList<Notice> notices, RecipeJson json, int threads, CancellationToken cancel)
    {
        var (name, model) = named;
        var random = source.For($"all rows, {name}");
        var examples = tables.ExamplesFor(model) with { Threads = threads };
        if (under.Length > 0)
        {
            MatrixView[] scores = [.. Enumerable.Range(0, tables.Rows.Count).Select(i => StackScores.Row(under.Select(member => member.Inner![i])))];
            examples = examples.WithScores(scores, model.Classifier.Input);
        }

        var (chosen, _) = Tuner.Choose(model, TuningGrid.Of(model, json), examples, random.For("tune"), cancel);
        var (fitted, inner) = FittedModel.Train(chosen.Model, examples, random, wantsInner, cancel);
        var frontEnd = tables.FrontEndOf(model);
        var note = new TrainingNote(
            name, corpus.Name, tables.Summary.Fingerprint, corpus.IsSynthetic, tables.Rows.Count, tables.SpeakerOf.Values.Distinct().Count(), chosen.Values, Machine.CodeVersion, notices);
        return (new TrainedModel(tables.ClassNames, frontEnd, TrainedModel.ColumnsOf(frontEnd, model), fitted, note) { Stack = [.. under.Select(member => member.Model)] }, inner);
    }

    private static IReadOnlyList<Notice> NoticesOf(ComparisonSpec spec, bool isSynthetic, string caution)
    {
        var notices = new List<Notice>();
        if (caution.Contains(Notice.Leaky, StringComparison.Ordinal)) notices.Add(new(Notice.Leaky, "chosen by a comparison whose test rows were known to training."));
        if (spec.ShuffleLabels) notices.Add(new(Notice.Shuffled, "trained on permuted labels, as a control; its predictions mean nothing."));
        if (isSynthetic) notices.Add(new(Notice.Synthetic, "trained on synthetic speech; its predictions on real recordings mean nothing."));
        return notices;
    }
}
