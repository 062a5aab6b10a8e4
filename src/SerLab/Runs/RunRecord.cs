using System.Text.Json.Serialization;
using SerLab.Folds;
using SerLab.Metrics;

namespace SerLab.Runs;

/// <summary>Everything that is to be known about one comparison: what was asked, what was done, what came out. Immutable.</summary>
public sealed record RunRecord
{
    /// <summary>The run's name: start time and a hash of what was asked, "20261122-140301-emodb-compare-1a2b3c4d".</summary>
    public required string Id { get; init; }

    /// <summary>The spec as resolved: every default written out.</summary>
    public required ComparisonSpec Spec { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>Wall-clock seconds from start to finish, without those of a part that was done before an interruption.</summary>
    public required double Seconds { get; init; }

    /// <summary>The machine and the software.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>Ids of the recorded runs that this one was fused from; empty for a run of its own.</summary>
    public IReadOnlyList<string> FusedFrom { get; init; } = [];

    /// <summary>The data.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>The classes, in the order of every posterior and confusion matrix.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Which utterance was tested in which fold.</summary>
    public required SplitSummary Split { get; init; }

    /// <summary>What the test rows share with training rows.</summary>
    public required LeakAudit Audit { get; init; }

    /// <summary>One entry per model, best MacroAccuracy first; baselines included.</summary>
    public required IReadOnlyList<ModelResult> Models { get; init; }

    /// <summary>Each model against the best one, on the same utterances, Holm-corrected among contenders and among baselines.</summary>
    public required IReadOnlyList<ModelComparison> Comparisons { get; init; }

    /// <summary>What every reader must see: leaks, synthetic data, shuffled labels, a speaker who nearly determines the label, skipped files.</summary>
    public required IReadOnlyList<Notice> Notices { get; init; }

    /// <summary>True when a test speaker, recording or near-duplicate was in training: every table then says LEAKY.</summary>
    [JsonIgnore]
    public bool IsLeaky => Audit.IsLeaky;
}

/// <summary>The machine and the software of a run.</summary>
/// <param name="CodeVersion">Version of SerLab, with the commit when it is known.</param>
/// <param name="Packages">Versions of the packages it was built with, by name.</param>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Processor">The processor's name, or its architecture where the name is not known.</param>
/// <param name="ProcessorCount">Logical processors.</param>
/// <param name="VectorBits">Width of the vectors that the kernels used, bits.</param>
/// <param name="Threads">Most threads the run used; results do not depend on it.</param>
/// <param name="PeakMemoryMegabytes">Most memory seen when a fold was finished or the run ended, megabytes.</param>
public sealed record RunEnvironment(
    string CodeVersion, IReadOnlyDictionary<string, string> Packages, string OperatingSystem, string Runtime, string Processor, int ProcessorCount, int VectorBits, int Threads, double PeakMemoryMegabytes);

/// <summary>The data of a run.</summary>
/// <param name="Name">The corpus's name.</param>
/// <param name="IsSynthetic">True when no human spoke.</param>
/// <param name="Fingerprint">Hash of all ids, labels, speakers and audio contents, in id order.</param>
/// <param name="Utterances">The utterances that took part, by id.</param>
/// <param name="Skipped">Files that the policy left out, each with the reason.</param>
/// <param name="TotalSeconds">Length of all clips, seconds.</param>
/// <param name="ResampledCount">Utterances that were not at the spec's sample rate and were resampled.</param>
public sealed record CorpusSummary(
    string Name, bool IsSynthetic, string Fingerprint, IReadOnlyList<UtteranceSummary> Utterances, IReadOnlyList<SkippedFile> Skipped, double TotalSeconds, int ResampledCount);

/// <summary>One utterance of a run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its label.</param>
/// <param name="Speaker">Its speaker.</param>
/// <param name="Gender">The speaker's gender, in lower case, "unknown" where it is not stated.</param>
/// <param name="Location">Where the recording is.</param>
/// <param name="DurationSeconds">Length, seconds.</param>
public sealed record UtteranceSummary(string Id, string Label, string Speaker, string Gender, string Location, double DurationSeconds);

/// <summary>A file that was left out.</summary>
/// <param name="Id">The utterance's id.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SkippedFile(string Id, string Reason);

/// <summary>The split of a run.</summary>
/// <param name="Scheme">The fold scheme's kind.</param>
/// <param name="Hash">Hash of all folds' training and test ids.</param>
/// <param name="Folds">The folds' names and ids.</param>
public sealed record SplitSummary(string Scheme, string Hash, IReadOnlyList<FoldSummary> Folds);

/// <summary>One fold of a run.</summary>
/// <param name="Name">What was held out.</param>
/// <param name="TrainIds">Ids of the training utterances.</param>
/// <param name="TestIds">Ids of the test utterances.</param>
public sealed record FoldSummary(string Name, IReadOnlyList<string> TrainIds, IReadOnlyList<string> TestIds);

/// <summary>What one model did.</summary>
public sealed record ModelResult
{
    /// <summary>The model's name in this run, unique.</summary>
    public required string Name { get; init; }

    /// <summary>The classifier's kind.</summary>
    public required string Classifier { get; init; }

    /// <summary>The feature set's kind, or "duration", "loudness", "speaker" for a baseline that looks at those only.</summary>
    public required string Features { get; init; }

    /// <summary>The normalisation's kind.</summary>
    public required string Normalisation { get; init; }

    /// <summary>The kind that selected features; null for none.</summary>
    public string? Selection { get; init; }

    /// <summary>The kind that calibrated the posteriors; null for none.</summary>
    public string? Calibration { get; init; }

    /// <summary>The altered copies that training rows were joined by, in words; null for none. Test rows never have any.</summary>
    public string? Augmentation { get; init; }

    /// <summary>True when the normalisation, or that of a model it is stacked on, used the test speakers' unlabelled recordings.</summary>
    public required bool IsTransductive { get; init; }

    /// <summary>True for a model that is only there to be beaten.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>One prediction per tested utterance, in the corpus's order; an utterance tested in two folds has two.</summary>
    public required IReadOnlyList<Prediction> Predictions { get; init; }

    /// <summary>Counts of actual (rows) against predicted (columns) classes.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>MacroAccuracy, the unweighted average recall (UAR).</summary>
    public required double MacroAccuracy { get; init; }

    /// <summary>95 % interval of MacroAccuracy, bootstrap over speakers.</summary>
    public required Interval MacroAccuracyInterval { get; init; }

    /// <summary>MicroAccuracy, the share of utterances recognised (WA).</summary>
    public required double MicroAccuracy { get; init; }

    /// <summary>95 % interval of MicroAccuracy, bootstrap over speakers.</summary>
    public required Interval MicroAccuracyInterval { get; init; }

    /// <summary>Unweighted mean of the classes' F1.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean negative log posterior of the true class, nats.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Expected calibration error, 15 bins.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Recall of each class; NaN-free: a class that was never tested has none and is null.</summary>
    public required IReadOnlyList<double?> RecallPerClass { get; init; }

    /// <summary>What it said of the training utterances of each fold in inner folds that held out their speakers; there when the spec asked for it (keepInner).</summary>
    public IReadOnlyList<Prediction> Inner { get; init; } = [];

    /// <summary>What happened in each fold.</summary>
    public required IReadOnlyList<FoldResult> Folds { get; init; }

    /// <summary>Seconds that threads spent on training and scoring, summed over folds; other work on the machine makes them more.</summary>
    public required double Seconds { get; init; }
}

/// <summary>What a model said of one test utterance.</summary>
/// <param name="Id">The utterance.</param>
/// <param name="Fold">Index of the fold in which it was tested.</param>
/// <param name="Label">Index of its true class.</param>
/// <param name="Predicted">Index of the class with the highest posterior; the first of equals.</param>
/// <param name="LogPosterior">Natural logarithm of each class's posterior probability, shape [classes].</param>
public sealed record Prediction(string Id, int Fold, int Label, int Predicted, IReadOnlyList<double> LogPosterior);

/// <summary>What happened when a model was trained in one fold.</summary>
/// <param name="Fold">The fold's index.</param>
/// <param name="Tuned">The settings that the inner folds chose, by name, as JSON text; empty without tuning.</param>
/// <param name="InnerMacroAccuracy">MacroAccuracy of the chosen settings over the inner folds (training speakers only); null without tuning.</param>
/// <param name="CandidatesTried">Settings tried in the inner folds; 0 without tuning.</param>
/// <param name="Seconds">Seconds that one thread spent.</param>
/// <param name="History">The training curve, one point per epoch; empty for models that have none.</param>
public sealed record FoldResult(
    int Fold, IReadOnlyDictionary<string, string> Tuned, double? InnerMacroAccuracy, int CandidatesTried, double Seconds, IReadOnlyList<EpochPoint> History);

/// <summary>One point of a training curve.</summary>
/// <param name="Epoch">1, 2, ...</param>
/// <param name="TrainLoss">Mean loss over the training examples, nats.</param>
/// <param name="ValidationLoss">Mean loss over the held-in speakers, nats; null without any.</param>
/// <param name="ValidationMacroAccuracy">MacroAccuracy over the held-in speakers; null without any.</param>
public sealed record EpochPoint(int Epoch, double TrainLoss, double? ValidationLoss, double? ValidationMacroAccuracy);

/// <summary>One model against the best one, on the same utterances.</summary>
/// <param name="Model">The model.</param>
/// <param name="Best">The best model of the run.</param>
/// <param name="Difference">MacroAccuracy of the best minus that of the model.</param>
/// <param name="Interval">95 % interval of the difference, paired bootstrap over speakers.</param>
/// <param name="PValue">Two-sided, paired permutation test.</param>
/// <param name="SmallestPValue">The smallest p-value that this many tested speakers can give.</param>
/// <param name="FamilySize">Comparisons in its family, over which Holm's correction was made.</param>
/// <param name="AdjustedPValue">After Holm's correction over the comparisons of its family: contenders or baselines.</param>
public sealed record ModelComparison(string Model, string Best, double Difference, Interval Interval, double PValue, double SmallestPValue, int FamilySize, double AdjustedPValue);
