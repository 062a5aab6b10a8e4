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
        var (modelName, model) = name is null ? NamedModel.All(spec, settings.Json.Catalog)[0] : NamedModel.Find(spec, name, settings.Json.Catalog);
        spec = spec with { Models = [model] };
        var corpus = Recordings.Of(spec);
        var tables = ComparisonTables.Build(corpus, spec, settings, cancel);
        var examples = tables.ExamplesFor(model);
        var random = new RandomSource(spec.Seed).For($"all rows, {modelName}");
        int[] everything = [.. Enumerable.Range(0, tables.Rows.Count)];

        settings.Progress?.Report(new StageProgress("training", "the model to keep: choosing settings", 0, 2));
        var (chosen, _) = Tuner.Choose(model, TuningGrid.Of(model, settings.Json), examples, everything, random.For("tune"), cancel);
        settings.Progress?.Report(new StageProgress("training", "the model to keep: training on all rows", 1, 2));
        var (normaliser, classifier) = FoldTrainer.Train(model.Normalisation, chosen.Classifier, examples, everything, random.For("train"), cancel);
        settings.Progress?.Report(new StageProgress("training", "the model to keep: done", 2, 2));

        var frontEnd = tables.FrontEndOf(model);
        return new TrainedModel(
            tables.ClassNames, frontEnd, TrainedModel.ColumnsOf(frontEnd, model.Classifier.Input), model.Normalisation, normaliser, chosen.Classifier, classifier,
            new TrainingNote(
                modelName, corpus.Name, tables.Summary.Fingerprint, corpus.IsSynthetic, tables.Rows.Count, tables.SpeakerOf.Values.Distinct().Count(), chosen.Values,
                Machine.CodeVersion, NoticesOf(spec, corpus.IsSynthetic, caution)));
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
