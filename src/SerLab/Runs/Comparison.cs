using SerLab.Corpora;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The main job: recordings in, an honest comparison out.</summary>
public static class Comparison
{
    /// <summary>Carries out a comparison; the same spec gives the same record of predictions, bit for bit, on any number of threads.</summary>
    /// <param name="spec">What is asked.</param>
    /// <param name="settings">How it is carried out.</param>
    /// <param name="cancel">Stops; finished folds and measured features stay in the checkpoint and cache.</param>
    /// <exception cref="OptionsException">The spec cannot work; all problems are named.</exception>
    /// <exception cref="BadInputException">The recordings cannot be used, or the split leaks and leaking was not asked for.</exception>
    public static RunRecord Run(ComparisonSpec spec, RunSettings settings, CancellationToken cancel = default)
    {
        SpecCheck.Validate(spec, settings.Json);
        var started = settings.Clock.GetUtcNow();
        var random = new RandomSource(spec.Seed);

        var corpus = Recordings.Of(spec);
        var tables = ComparisonTables.Build(corpus, spec, settings, cancel);
        var folds = spec.Folds.Split(tables.Rows, random.For("folds"));
        FoldCheck.EveryFoldCanTrain(folds, tables);
        var audit = Audited(LeakInspector.Inspect(tables.Rows, folds, settings.Threads, cancel), spec);
        var models = NamedModel.All(spec, settings.Json.Catalog);
        var stacks = new StackOrder(models);
        var outcomes = TrainingSchedule.Run(stacks, tables, folds, spec.KeepInner, random, settings, cancel);
        var results = Ranked(stacks, tables, outcomes, random);
        var comparisons = ModelScores.Compare(results, tables.SpeakerOf, tables.ClassNames.Count, random.For("compare"));

        var finished = settings.Clock.GetUtcNow();
        return new RunRecord
        {
            Id = RunIdOf(spec, started, settings),
            Spec = spec,
            StartedUtc = started,
            Seconds = (finished - started).TotalSeconds,
            Environment = Machine.Describe(settings.Threads, Math.Max(outcomes.PeakMemoryBytes, System.Environment.WorkingSet)),
            Corpus = tables.Summary,
            ClassNames = tables.ClassNames,
            Split = ComparisonTables.Summarise(spec.Folds, tables.Rows, folds),
            Audit = audit,
            Models = results,
            Comparisons = comparisons,
            Notices = RunNotices.Of(spec, tables, audit, results),
        };
    }

    internal static LeakAudit Audited(LeakAudit audit, ComparisonSpec spec)
    {
        if (!audit.IsLeaky || spec.AllowLeak) return audit;
        var leaks = audit.Findings.Where(finding => finding is { IsLeak: true, TestRows: > 0 })
            .Select(finding => $"{finding.What} for {finding.TestRows} of {finding.OfTestRows} test rows ({string.Join(", ", finding.Examples)})");
        throw new BadInputException("split", spec.Folds.Kind,
            $"test rows are known to training: {string.Join("; ", leaks)}. Hold out whole speakers (\"leave-one-speaker-out\", \"speaker-k-fold\") and remove copies (`serlab corpus check` lists them), or set \"allowLeak\": true (--allow-leak), and every output will say LEAKY.");
    }

    private static IReadOnlyList<ModelResult> Ranked(StackOrder stacks, ComparisonTables tables, TrainedFolds outcomes, RandomSource random) =>
    [
        .. stacks.Models.Select((named, m) => ModelScores.Of(named.Model, named.Name, stacks.IsTransductive(named), outcomes.PerModel[m], tables.SpeakerOf, tables.ClassNames, random.For("bootstrap")))
            .OrderByDescending(result => result.MacroAccuracy).ThenBy(result => result.IsBaseline).ThenBy(result => result.Name, StringComparer.Ordinal),
    ];

    internal static string RunIdOf(ComparisonSpec spec, DateTimeOffset started, RunSettings settings) =>
        $"{started:yyyyMMdd-HHmmss}-{spec.Name}-{RecipeHash.Of(settings.Json.Write(spec))[..8]}";
}
