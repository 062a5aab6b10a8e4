using SerLab.Folds;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The recognition part of a bench: MacroAccuracy of leave-one-speaker-out models, per denoiser, training, normalisation, noise and SNR.</summary>
internal sealed class EnhanceBenchRecognition
{
    private static readonly string[] Trainings = ["clean", "multi-condition"];
    private static readonly NormalisationOptions[] Normalisations = [new ZNormalisationOptions(), new SpeakerZNormalisationOptions()];

    private readonly EnhanceBenchSpec spec;
    private readonly ComparisonTables tables;
    private readonly IReadOnlyList<Fold> folds;
    private readonly EnhanceBenchFeatures features;
    private readonly EnhanceBenchConditions conditions;
    private readonly RunSettings settings;
    private readonly RandomSource random;
    private readonly int[] labels;
    private readonly int[] speakers;

    public EnhanceBenchRecognition(EnhanceBenchSpec spec, ComparisonTables tables, IReadOnlyList<Fold> folds, EnhanceBenchFeatures features, EnhanceBenchConditions conditions, RunSettings settings)
    {
        (this.spec, this.tables, this.folds, this.features, this.conditions, this.settings) = (spec, tables, folds, features, conditions, settings);
        random = new RandomSource(spec.Seed).For("recognition");
        var classNames = tables.ClassNames.ToList();
        labels = [.. tables.Rows.Select(row => classNames.IndexOf(row.Label))];
        speakers = [.. tables.Rows.Select(row => tables.SpeakerOf[row.Id])];
    }

    /// <summary>Trains and tests everything; models go side by side.</summary>
    public IReadOnlyList<RecognitionRow> Run(CancellationToken cancel)
    {
        Variant[] variants =
        [
            .. Enumerable.Range(0, spec.Compared.Count).SelectMany(denoiser => Normalisations.SelectMany(normalisation =>
                Trainings.Select(training => new Variant(denoiser, training, normalisation, [.. conditions.All.Select(_ => new int[labels.Length])])))),
        ];
        (Variant Variant, Fold Fold)[] units = [.. variants.SelectMany(variant => folds.Select(fold => (variant, fold)))];
        var done = 0;
        Workers.ForEach(units.Length, settings.Threads, u =>
        {
            Predict(units[u].Variant, units[u].Fold, cancel);
            settings.Progress?.Report(new StageProgress("training", $"{NameOf(units[u].Variant)}, {units[u].Fold.Name}", Interlocked.Increment(ref done), units.Length));
        }, cancel);

        (Variant Variant, BenchRow Row)[] rows = [.. variants.SelectMany(variant => conditions.Rows.Select(row => (variant, row)))];
        var scored = new RecognitionRow[rows.Length];
        Workers.ForEach(rows.Length, settings.Threads, i =>
        {
            var (variant, row) = rows[i];
            scored[i] = Score(variant, variants.First(other => other.Denoiser == 0 && other.Training == variant.Training && other.Normalisation == variant.Normalisation), row);
        }, cancel);
        return scored;
    }

    private string NameOf(Variant variant) => $"{spec.Compared[variant.Denoiser].Name}, {variant.Training}, {variant.Normalisation.Kind}";

    // One model; it hears the training speakers behind the denoiser, and the test speaker in every condition only when it is finished.
    private void Predict(Variant variant, Fold fold, CancellationToken cancel)
    {
        var (heard, groups, rows) = TrainingRows(variant, fold);
        var source = random.For(NameOf(variant), fold.Index);
        var classifier = Chosen(variant, fold, source, cancel);
        var normaliser = variant.Normalisation.Fit(heard);
        var set = new TrainingSet(normaliser.Apply(heard, groups), [.. rows.Select(row => labels[row])], [.. rows.Select(row => speakers[row])], tables.ClassNames.Count);
        var trained = classifier.Train(set, source.For("train"), cancel);
        var logPosterior = new double[tables.ClassNames.Count];
        for (var c = 0; c < conditions.All.Count; c++)
        {
            var examples = new Examples([.. labels.Select((_, row) => features.Tested(variant.Denoiser, c, row))], labels, speakers, tables.ClassNames.Count);
            var tested = examples.At(fold.Test);
            var inputs = normaliser.Apply(tested.Inputs, tested.Speakers);
            for (var i = 0; i < inputs.Count; i++)
            {
                trained.Score(inputs[i], logPosterior);
                variant.Predicted[c][fold.Test[i]] = LogMath.ArgMax(logPosterior);
            }
        }
    }

    // Per-speaker normalisation takes a speaker in one session for one group: a voice in one room, as a test speaker in one condition is.
    private (MatrixView[] Inputs, int[] Groups, int[] Rows) TrainingRows(Variant variant, Fold fold)
    {
        var (d, speakerCount) = (variant.Denoiser, speakers.Max() + 1);
        MatrixView[] clean = [.. fold.Train.Select(row => features.Tested(d, 0, row))];
        int[] own = [.. fold.Train.Select(row => speakers[row])];
        if (variant.Training == Trainings[0]) return (clean, own, [.. fold.Train]);
        return (
            [.. clean, .. fold.Train.Select(row => features.Trained(d, row, fold.Index))],
            [.. own, .. fold.Train.Select(row => speakerCount + features.Sessions[row].Number)],
            [.. fold.Train, .. fold.Train]);
    }

    // Settings are tuned, where they are, on the clean rows of the training speakers, also for multi-condition training.
    private ClassifierOptions Chosen(Variant variant, Fold fold, RandomSource source, CancellationToken cancel)
    {
        var model = spec.ComparisonWith(variant.Normalisation).Models[0];
        var candidates = TuningGrid.Of(model, settings.Json);
        var clean = new Examples([.. labels.Select((_, row) => features.Tested(variant.Denoiser, 0, row))], labels, speakers, tables.ClassNames.Count);
        return Tuner.Choose(model, candidates, clean.At(fold.Train), source.For("tune"), cancel).Chosen.Model.Classifier;
    }

    // A row of several conditions counts each utterance once per condition; all conditions have the same utterances, so this is the mean of their MacroAccuracies.
    private RecognitionRow Score(Variant variant, Variant none, BenchRow row)
    {
        int[] actual = Repeated(labels), who = Repeated(speakers), predicted = [.. row.Members.SelectMany(c => variant.Predicted[c])];
        var classCount = tables.ClassNames.Count;
        var source = random.For("intervals");
        var score = ConfusionMatrix.Of(actual, predicted, tables.ClassNames).MacroAccuracy;
        var interval = SpeakerBootstrap.MacroAccuracy(actual, predicted, who, classCount, source);
        var gain = variant == none ? null : PairedTest.MacroAccuracyPermutation(actual, predicted, [.. row.Members.SelectMany(c => none.Predicted[c])], who, classCount, source, permutations: 100);
        return new RecognitionRow(
            spec.Compared[variant.Denoiser].Name, variant.Training, variant.Normalisation.Kind, variant.Normalisation.IsTransductive, row.Noise, row.SnrDb,
            score, interval, gain?.Difference, gain?.Interval);

        int[] Repeated(int[] values) => [.. row.Members.SelectMany(_ => values)];
    }

    // Predicted: shape [conditions][rows], filled fold by fold.
    private sealed record Variant(int Denoiser, string Training, NormalisationOptions Normalisation, int[][] Predicted);
}
