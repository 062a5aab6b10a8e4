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
    /// <param name="stacks">The models, and which are stacked on which.</param>
    /// <param name="tables">The rows.</param>
    /// <param name="folds">The split.</param>
    /// <param name="keepInner">Whether what models say of training rows in inner folds is kept for all, not only for those that others are stacked on.</param>
    /// <param name="random">The run's source; a unit draws from the stream of its model's name and fold.</param>
    /// <param name="settings">How it is carried out.</param>
    /// <param name="cancel">Stops; finished folds stay in the checkpoint.</param>
    public static TrainedFolds Run(
        StackOrder stacks, ComparisonTables tables, IReadOnlyList<Fold> folds, bool keepInner, RandomSource random, RunSettings settings, CancellationToken cancel)
    {
        string[] ids = [.. tables.Rows.Select(row => row.Id)];
        var outcomes = new ConcurrentDictionary<(string Model, int Fold), FoldOutcome>();
        var keys = new Dictionary<(string Model, int Fold), string>();
        long peakMemoryBytes = 0;
        foreach (var level in stacks.Levels)
        {
            Planned[] plan = [.. level.Select(named => new Planned(
                named, TuningGrid.Of(named.Model, settings.Json), tables.ExamplesFor(named.Model).SharedBy(named.Model.Normalisation, folds), stacks.Under(named.Model), stacks.IsStackedOn(named) || keepInner && !named.Model.Classifier.IsBaseline))];
            (Planned Work, Fold Fold)[] units = [.. CostliestFirst(plan).SelectMany(work => folds.Select(fold => (work, fold)))];
            foreach (var (work, fold) in units) keys[(work.Named.Name, fold.Index)] = KeyOf(work, fold, [.. work.Under.Select(member => keys[(member.Name, fold.Index)])], tables, random, settings.Json);
            Workers.ForEach(units.Length, settings.Threads, u =>
            {
                var (work, fold) = units[u];
                var key = keys[(work.Named.Name, fold.Index)];
                var outcome = settings.Checkpoint.Find(key);
                if (outcome is null)
                {
                    FoldOutcome[] under = [.. work.Under.Select(member => outcomes[(member.Name, fold.Index)])];
                    var examples = under.Length == 0 ? work.Examples : work.Examples.WithScores(ScoresOf(under, ids), work.Named.Model.Classifier.Input);
                    outcome = FoldTrainer.Run(work.Named.Model, work.Grid, examples, ids, fold, random.For(work.Named.Name, fold.Index), work.WantsInner, cancel, settings.Trainings?.Of(key));
                    settings.Checkpoint.Keep(key, outcome);
                }

                outcomes[(work.Named.Name, fold.Index)] = outcome;
                RaiseTo(ref peakMemoryBytes, System.Environment.WorkingSet);
                settings.Progress?.Report(new StageProgress("training", $"{work.Named.Name}, {fold.Name}", outcomes.Count, stacks.Models.Count * folds.Count));
            }, cancel);
        }

        return new TrainedFolds(
            [.. stacks.Models.Select(named => (IReadOnlyList<FoldOutcome>)[.. folds.Select(fold => keepInner ? outcomes[(named.Name, fold.Index)] : outcomes[(named.Name, fold.Index)] with { Inner = [] })])], peakMemoryBytes);
    }

    // Log posteriors, model after model: of training rows from inner folds that held out their speakers, of test rows from the fold's own models.
    private static MatrixView[] ScoresOf(FoldOutcome[] under, string[] ids)
    {
        var said = under.Select(outcome => outcome.Inner.Concat(outcome.Predictions).ToDictionary(prediction => prediction.Id, prediction => prediction.LogPosterior)).ToArray();
        var classCount = under[0].Predictions[0].LogPosterior.Count;
        var nothing = Enumerable.Repeat(-Math.Log(classCount), classCount).ToArray(); // Rows that neither train nor test in this fold.
        return [.. ids.Select(id => StackScores.Row(said.Select(of => of.GetValueOrDefault(id, nothing))))];
    }

    // So that no thread is left with a long unit at the end: frames before rows, large grids before small.
    private static IEnumerable<Planned> CostliestFirst(IEnumerable<Planned> plan) =>
        plan.OrderByDescending(work => work.Named.Model.Classifier.Input == ExampleInput.Frames).ThenByDescending(work => work.Grid.Count);

    // Everything an outcome depends on: recipe and tuning, what models see, the models under it, split, chance, code.
    private static string KeyOf(Planned work, Fold fold, IReadOnlyList<string> under, ComparisonTables tables, RandomSource random, RecipeJson json) => RecipeHash.Of(
        work.Named.Name, json.Write(work.Named.Model), json.Write(tables.FrontEndOf(work.Named.Model)), tables.ContentHash, string.Join(' ', under), work.WantsInner.ToString(),
        string.Join(' ', fold.Train), string.Join(' ', fold.Test), fold.Index.ToString(CultureInfo.InvariantCulture), random.Name, string.Join(' ', json.Catalog.Builds));

    private static void RaiseTo(ref long most, long value)
    {
        long seen;
        while (value > (seen = Interlocked.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private sealed record Planned(NamedModel Named, IReadOnlyList<Candidate> Grid, Examples Examples, IReadOnlyList<NamedModel> Under, bool WantsInner);
}
