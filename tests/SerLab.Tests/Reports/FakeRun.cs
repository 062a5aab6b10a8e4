using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Folds;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Tests.Reports;

/// <summary>A run that never happened: drawn predictions of ten speakers and seven emotions, with the shape of a real comparison. Scores are computed by the real metrics.</summary>
internal static class FakeRun
{
    private static readonly string[] Classes = ["anger", "boredom", "disgust", "fear", "happiness", "neutral", "sadness"];
    private static readonly int[] PerSpeaker = [13, 8, 5, 7, 7, 8, 6];

    /// <summary>Writes the fake's own recipe kinds.</summary>
    public static RecipeJson Json { get; } = new(Catalog.BuiltIn.With(typeof(FakeRun).Assembly));

    public static RunRecord Make(bool isLeaky = false, bool isSynthetic = false, bool isShuffled = false, Func<string, string>? rename = null)
    {
        rename ??= name => name;
        string[] classes = [.. Classes.Select(rename)];
        var utterances = Utterances(classes, rename).ToArray();
        var folds = utterances.GroupBy(utterance => utterance.Speaker)
            .Select(group => new FoldSummary("speaker " + group.Key, [.. utterances.Where(other => other.Speaker != group.Key).Select(other => other.Id)], [.. group.Select(utterance => utterance.Id)])).ToArray();
        ModelResult[] models =
        [
            Model("svm", "svm", "wide", "global-z", 3.3, 1.0, 41.3, utterances, folds, classes, tuned: true),
            Model("svm per speaker", "svm", "wide", "speaker-z", 3.1, 1.3, 38.1, utterances, folds, classes, tuned: true, isTransductive: true),
            Model("lstm", "lstm", "frames", "global-z", 2.6, 2.2, 412.8, utterances, folds, classes, epochs: 36),
            Model("hmm", "hmm", "mfcc", "global-z", 1.9, 3.5, 96.4, utterances, folds, classes),
            Model("gmm", "gmm", "mfcc", "global-z", 1.8, 4, 58.0, utterances, folds, classes),
            Model("rnn", "rnn", "frames", "global-z", 1.6, 1.4, 301.2, utterances, folds, classes, epochs: 24),
            Model("loudness-only", "loudness", "loudness", "none", 0.45, 1, 0.21, utterances, folds, classes, isBaseline: true),
            Model("duration-only", "duration", "duration", "none", 0.3, 1, 0.18, utterances, folds, classes, isBaseline: true),
            Model("majority", "majority", "none", "none", double.NaN, 1, 0.01, utterances, folds, classes, isBaseline: true),
        ];
        models = [.. models.OrderByDescending(model => model.MacroAccuracy)];
        return new RunRecord
        {
            Id = "20261122-140301-emodb-compare-1a2b3c4d",
            Spec = Spec(isLeaky, isShuffled),
            StartedUtc = new DateTimeOffset(2026, 11, 22, 14, 3, 1, TimeSpan.Zero),
            Seconds = 583.2,
            Environment = new RunEnvironment("0.1.0+3150776", new Dictionary<string, string> { ["System.Numerics.Tensors"] = "10.0.11", ["Microsoft.Data.Sqlite"] = "10.0.11" },
                "Debian GNU/Linux 12", ".NET 10.0.12", "AMD EPYC 7B13", 2, 256, 2, 612.4),
            Corpus = new CorpusSummary(rename("EMO-DB"), isSynthetic, "9f86d081884c7d659a2feaa0c55ad015", utterances,
                [new SkippedFile(rename("16b10Td"), "the file is 0 bytes long; copy it again.")], utterances.Sum(utterance => utterance.DurationSeconds), 0),
            ClassNames = classes,
            Split = new SplitSummary("leave-one-speaker-out", "2c26b46b68ffc68ff99b453c1d304134", folds),
            Audit = Audit(isLeaky, utterances.Length, rename),
            Models = models,
            Comparisons = Compare(models, utterances, classes.Length),
            Notices = [.. Notices(isLeaky, isSynthetic, isShuffled)],
        };
    }

    public static RunRecord OneModel()
    {
        var record = Make();
        return record with { Models = [record.Models[0]], Comparisons = [] };
    }

    private static IEnumerable<Notice> Notices(bool isLeaky, bool isSynthetic, bool isShuffled)
    {
        if (isLeaky) yield return new(Notice.Leaky, "12 of 540 test rows have their speaker in training; the figures are too high.");
        if (isSynthetic) yield return new(Notice.Synthetic, "no human spoke these recordings.");
        if (isShuffled) yield return new(Notice.Shuffled, "the labels were permuted on purpose.");
        yield return new("SKIPPED", "one file was skipped; the section What was run names it.");
    }

    private static ComparisonSpec Spec(bool isLeaky, bool isShuffled) => new(
        "emodb-compare", new ReportCorpusOptions("../shared/corpora/emodb"), 16000, ChannelMix.Mean, new ReportFoldOptions(),
        [new ModelSpec(new ReportNormalisationOptions(), new ReportClassifierOptions(1)) { Features = new ReportFeatureOptions(), Tune = new Dictionary<string, JsonArray> { ["c"] = [0.1, 1, 10] } }], 20261122)
    {
        AllowLeak = isLeaky,
        ShuffleLabels = isShuffled,
    };

    private static IEnumerable<UtteranceSummary> Utterances(string[] classes, Func<string, string> rename)
    {
        string[] speakers = ["03", "08", "09", "10", "11", "12", "13", "14", "15", "16"];
        var random = new RandomSource(1).Open();
        for (var s = 0; s < speakers.Length; s++)
            for (var c = 0; c < classes.Length; c++)
                for (var i = 0; i < PerSpeaker[c]; i++)
                    yield return new UtteranceSummary(rename($"wav/{speakers[s]}a{i + 1:00}{"WLEAFNT"[c]}{"ab"[i % 2]}"), classes[c], rename($"emodb/{speakers[s]}"), s is 1 or 2 or 6 or 7 or 9 ? "female" : "male", "wav/x.wav", random.NextDouble(1.2, 4.6));
    }

    private static ModelResult Model(
        string name, string classifier, string features, string normalisation, double strength, double sharpness, double seconds, UtteranceSummary[] utterances, FoldSummary[] folds, string[] classes,
        bool tuned = false, bool isTransductive = false, bool isBaseline = false, int epochs = 0)
    {
        var random = new RandomSource(5).For(name);
        var speakers = folds.Select((fold, i) => (fold, i)).ToDictionary(pair => pair.fold.Name["speaker ".Length..], pair => pair.i);
        var effects = folds.Select((_, i) => 0.35 * random.For("speaker", i).Open().NextGaussian()).ToArray();
        var stream = random.Open();
        var predictions = utterances.Select(utterance =>
        {
            var label = Array.IndexOf(classes, utterance.Label);
            var fold = speakers[utterance.Speaker];
            double[] scores = double.IsNaN(strength)
                ? [.. classes.Select((_, c) => Math.Log(PerSpeaker[c]))]
                : [.. classes.Select((_, c) => sharpness * ((c == label ? strength + effects[fold] : IsNear(label, c) ? 0.55 * strength : 0) + stream.NextGaussian()))];
            LogMath.Normalise(scores);
            return new Prediction(utterance.Id, fold, label, LogMath.ArgMax(scores), scores);
        }).ToArray();
        int[] actual = [.. predictions.Select(p => p.Label)], predicted = [.. predictions.Select(p => p.Predicted)], who = [.. predictions.Select(p => p.Fold)];
        var matrix = ConfusionMatrix.Of(actual, predicted, classes);
        double[][] posteriors = [.. predictions.Select(p => p.LogPosterior.ToArray())];
        return new ModelResult
        {
            Name = name, Classifier = classifier, Features = features, Normalisation = normalisation, IsTransductive = isTransductive, IsBaseline = isBaseline, Predictions = predictions,
            Confusion = matrix.Counts, MacroAccuracy = matrix.MacroAccuracy, MicroAccuracy = matrix.MicroAccuracy, MacroF1 = matrix.MacroF1,
            MacroAccuracyInterval = SpeakerBootstrap.MacroAccuracy(actual, predicted, who, classes.Length, random, resamples: 500),
            MicroAccuracyInterval = SpeakerBootstrap.MicroAccuracy(actual, predicted, who, classes.Length, random, resamples: 500),
            LogLoss = ProbabilityMetrics.LogLoss(posteriors, actual), CalibrationError = ProbabilityMetrics.ExpectedCalibrationError(posteriors, actual),
            RecallPerClass = [.. matrix.PerClassRecall.Select(recall => (double?)recall)],
            Folds = [.. folds.Select((_, i) => Fold(i, seconds / folds.Length, tuned, epochs, random.For("fold", i).Open()))],
            Seconds = seconds,
        };
    }

    // Emotions that are alike in arousal are mistaken for each other: anger, happiness and fear; boredom, neutral and sadness.
    private static bool IsNear(int a, int b) => (a is 0 or 3 or 4) == (b is 0 or 3 or 4) && a != 2 && b != 2;

    private static FoldResult Fold(int index, double seconds, bool tuned, int epochs, RandomStream random) => new(
        index,
        tuned ? new Dictionary<string, string> { ["c"] = random.NextInt(2) == 0 ? "1" : "10", ["gamma"] = "0.0016" } : new Dictionary<string, string>(),
        tuned ? random.NextDouble(0.78, 0.86) : null, tuned ? 12 : 0, seconds,
        [.. Enumerable.Range(1, epochs == 0 ? 0 : epochs - random.NextInt(8)).Select(epoch => new EpochPoint(epoch,
            0.25 + 1.7 * Math.Exp(-epoch / 9.0) + 0.02 * random.NextGaussian(), 0.75 + 1.2 * Math.Exp(-epoch / 7.0) + 0.004 * epoch + 0.03 * random.NextGaussian(),
            0.68 - 0.5 * Math.Exp(-epoch / 6.0) + 0.015 * random.NextGaussian()))]);

    private static LeakAudit Audit(bool isLeaky, int rows, Func<string, string> rename) => new(
    [
        new LeakFinding("shared speaker", isLeaky ? 12 : 0, rows, true, "The model has heard the test speaker's voice in training, so the figure is not about new speakers.", isLeaky ? [rename("emodb/03")] : []),
        new LeakFinding("shared recording", 0, rows, true, "A stretch of the same recording was in training.", []),
        new LeakFinding("near-duplicate audio", 0, rows, true, "The same sound, perhaps louder or cut, was in training.", []),
        new LeakFinding("shared text", rows, rows, false, "The same sentences are spoken in training: usual for acted corpora, but words may help the model.", ["a01", "a02", "b03"]),
    ]);

    private static ModelComparison[] Compare(ModelResult[] models, UtteranceSummary[] utterances, int classCount)
    {
        int[] actual = [.. models[0].Predictions.Select(p => p.Label)], who = [.. models[0].Predictions.Select(p => p.Fold)], best = [.. models[0].Predictions.Select(p => p.Predicted)];
        var tests = models.Skip(1).Select(model => PairedTest.MacroAccuracyPermutation(actual, best, [.. model.Predictions.Select(p => p.Predicted)], who, classCount, new RandomSource(3), 600)).ToArray();
        var adjusted = Holm.Adjust([.. tests.Select(test => test.PValue)]);
        return [.. tests.Select((test, i) => new ModelComparison(models[i + 1].Name, models[0].Name, test.Difference, test.Interval, test.PValue, test.SmallestPValue, tests.Length, adjusted[i]))];
    }
}

/// <summary>Speech-like sound for every utterance: a buzz with syllables, of the stated length.</summary>
internal sealed class FakeClips(double seconds = 2) : IClipSource
{
    private readonly double seconds = seconds;

    public Clip? Find(string id)
    {
        var random = new RandomSource(9).For(id).Open();
        var (pitchHz, rateHz, samples) = (random.NextDouble(90, 240), random.NextDouble(3, 6), new float[(int)(16000 * seconds)]);
        for (var i = 0; i < samples.Length; i++)
        {
            var time = i / 16000.0;
            var syllable = Math.Pow(Math.Sin(Math.PI * rateHz * time), 2) * Math.Sin(Math.PI * time / seconds);
            samples[i] = (float)(0.4 * syllable * (Math.Sin(2 * Math.PI * pitchHz * time) + 0.5 * Math.Sin(4 * Math.PI * pitchHz * time) + 0.15 * random.NextGaussian()));
        }

        return new Clip(samples, 16000);
    }
}

[Kind("report-corpus", "a corpus that is only named")]
internal sealed record ReportCorpusOptions(string Path) : CorpusOptions
{
    public override Corpus Load() => throw new NotSupportedException("the report never loads the corpus");
}

[Kind("report-folds", "folds that are only named")]
internal sealed record ReportFoldOptions : FoldSchemeOptions
{
    public override IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random) => throw new NotSupportedException("the report never splits");
}

[Kind("report-features", "features that are only named")]
internal sealed record ReportFeatureOptions : FeatureSetOptions
{
    [JsonIgnore]
    public override int Version => 1;

    public override IFeatureExtractor Prepare(int sampleRateHz) => throw new NotSupportedException("the report never measures");

    public override SchemaDescription DescribeColumns(int sampleRateHz) => throw new NotSupportedException("the report never describes");
}

[Kind("report-normalisation", "a normalisation that is only named")]
internal sealed record ReportNormalisationOptions : NormalisationOptions
{
    public override INormaliser Fit(IReadOnlyList<MatrixView> examples) => throw new NotSupportedException("the report never scales");

    public override INormaliser Restore(Weights weights) => throw new NotSupportedException("the report never scales");
}

[Kind("report-classifier", "a classifier that is only named")]
internal sealed record ReportClassifierOptions(double C) : ClassifierOptions
{
    [JsonIgnore]
    public override ExampleInput Input => ExampleInput.Functionals;

    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default) => throw new NotSupportedException("the report never trains");

    public override IClassifier Restore(Weights weights) => throw new NotSupportedException("the report never trains");
}
