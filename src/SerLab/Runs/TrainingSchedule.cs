using System.Collections.Concurrent;
using System.Globalization;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>What every model did in every fold.</summary>
/// <param name="PerModel">Outcomes, shape [models][folds].</param>
/// <param name="PeakMemoryBytes">Most memory the process held when a fold was finished.</param>
public sealed record TrainedFolds(IReadOnlyList<IReadOnlyList<FoldOutcome>> PerModel, long PeakMemoryBytes);

/// <summary>Trains every model in every fold side by side; what was finished before an interruption is taken from the checkpoint.</summary>
public static class TrainingSchedule
{
    /// <summary>Trains all; the outcomes depend on neither the order nor the number of threads.</summary>
    /// <param name="models">The models.</param>
    /// <param name="tables">The rows.</param>
    /// <param name="folds">The split.</param>
    /// <param name="random">The run's source; a unit draws from the stream of its model's name and fold.</param>
    /// <param name="settings">How it is carried out.</param>
    /// <param name="cancel">Stops; finished folds stay in the checkpoint.</param>
    public static TrainedFolds Run(
        IReadOnlyList<NamedModel> models, ComparisonTables tables, IReadOnlyList<Fold> folds, RandomSource random, RunSettings settings, CancellationToken cancel)
    {
        string[] ids = [.. tables.Rows.Select(row => row.Id)];
        Planned[] plan = [.. models.Select((named, index) => new Planned(index, named, TuningGrid.Of(named.Model, settings.Json), tables.ExamplesFor(named.Model)))];
        (Planned Work, Fold Fold)[] units = [.. CostliestFirst(plan).SelectMany(work => folds.Select(fold => (work, fold)))];
        var outcomes = new ConcurrentDictionary<(int Model, int Fold), FoldOutcome>();
        long peakMemoryBytes = 0;
        Workers.ForEach(units.Length, settings.Threads, u =>
        {
            var (work, fold) = units[u];
            var key = KeyOf(work, fold, tables, random, settings.Json);
            var outcome = settings.Checkpoint.Find(key);
            if (outcome is null)
            {
                outcome = FoldTrainer.Run(work.Named.Model, work.Grid, work.Examples, ids, fold, random.For(work.Named.Name, fold.Index), cancel);
                settings.Checkpoint.Keep(key, outcome);
            }

            outcomes[(work.Index, fold.Index)] = outcome;
            RaiseTo(ref peakMemoryBytes, System.Environment.WorkingSet);
            settings.Progress?.Report(new StageProgress("training", $"{work.Named.Name}, {fold.Name}", outcomes.Count, units.Length));
        }, cancel);
        return new TrainedFolds([.. plan.Select(work => (IReadOnlyList<FoldOutcome>)[.. folds.Select(fold => outcomes[(work.Index, fold.Index)])])], peakMemoryBytes);
    }

    // So that no thread is left with a long unit at the end: frames before rows, large grids before small.
    private static IEnumerable<Planned> CostliestFirst(IEnumerable<Planned> plan) =>
        plan.OrderByDescending(work => work.Named.Model.Classifier.Input == ExampleInput.Frames).ThenByDescending(work => work.Grid.Count);

    // Everything an outcome depends on: recipe and tuning, what models see, split, chance, code.
    private static string KeyOf(Planned work, Fold fold, ComparisonTables tables, RandomSource random, RecipeJson json) => RecipeHash.Of(
        work.Named.Name, json.Write(work.Named.Model), json.Write(tables.FrontEndOf(work.Named.Model)), tables.ContentHash,
        string.Join(' ', fold.Train), string.Join(' ', fold.Test), fold.Index.ToString(CultureInfo.InvariantCulture), random.Name, string.Join(' ', json.Catalog.Builds));

    private static void RaiseTo(ref long most, long value)
    {
        long seen;
        while (value > (seen = Interlocked.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private sealed record Planned(int Index, NamedModel Named, IReadOnlyList<Candidate> Grid, Examples Examples);
}
