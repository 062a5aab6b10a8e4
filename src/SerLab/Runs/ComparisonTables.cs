using SerLab.Corpora;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The feature tables of a comparison, one per feature set, over the rows that all of them have. Immutable.</summary>
public sealed class ComparisonTables
{
    private readonly ComparisonSpec spec;
    private readonly IReadOnlyDictionary<string, FeatureTable> tables;
    private readonly IReadOnlyDictionary<string, AlteredCopies> altered;
    private readonly RecipeJson json;
    private readonly int[] labels;

    private ComparisonTables(
        ComparisonSpec spec, RecipeJson json, Corpus corpus, IReadOnlyDictionary<string, FeatureTable> tables, IReadOnlyDictionary<string, AlteredCopies> altered, IReadOnlyList<SkippedFile> skipped, int resampledCount)
    {
        (this.spec, this.json, this.tables, this.altered) = (spec, json, tables, altered);
        var ids = tables.Values.Select(table => table.Rows.Select(row => row.Id).ToHashSet()).Aggregate((all, more) => [.. all.Intersect(more)]);
        Rows = [.. tables.Values.First().Rows.Where(row => ids.Contains(row.Id))];
        ClassNames = [.. Rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        labels = [.. Rows.Select(row => ClassNames.ToList().IndexOf(row.Label))];
        var speakers = Rows.Select(row => row.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        SpeakerOf = Rows.ToDictionary(row => row.Id, row => speakers.IndexOf(row.Speaker));
        Summary = new CorpusSummary(
            corpus.Name, corpus.IsSynthetic, Recordings.Fingerprint(Rows),
            [.. Rows.Select(row => new UtteranceSummary(row.Id, row.Label, row.Speaker, row.Gender.ToString().ToLowerInvariant(), row.Location, row.DurationSeconds))],
            skipped, Rows.Sum(row => row.DurationSeconds), resampledCount);
        ContentHash = RecipeHash.Of(
        [
            Summary.Fingerprint, .. Rows.Select(FactsOf), .. tables.OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => table.Value.ContentHash),
            .. altered.OrderBy(copies => copies.Key, StringComparer.Ordinal).Select(copies => copies.Value.ContentHash),
        ]);
    }

    /// <summary>The rows that take part, by id.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>The classes, in ordinal order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of each utterance's speaker, by id.</summary>
    public IReadOnlyDictionary<string, int> SpeakerOf { get; }

    /// <summary>Names everything that models see: ids, labels, speakers and every number of every table; other content never has the same name.</summary>
    public string ContentHash { get; }

    /// <summary>The data, as the record tells it.</summary>
    public CorpusSummary Summary { get; }

    /// <summary>Altered copies that could not be measured and were left out, as the spec's policy says.</summary>
    public int MissingCopies => altered.Values.Sum(copies => copies.MissingCount);

    /// <summary>Measures the corpus with every feature set that a model asks for, and its altered copies with every augmentation, each once.</summary>
    /// <param name="corpus">The utterances.</param>
    /// <param name="spec">The comparison.</param>
    /// <param name="settings">How it is carried out.</param>
    /// <param name="cancel">Stops.</param>
    public static ComparisonTables Build(Corpus corpus, ComparisonSpec spec, RunSettings settings, CancellationToken cancel)
    {
        var builder = new FeatureTableBuilder(settings.Threads, settings.Cache, spec.BadFiles, settings.Progress) { Json = settings.Json };
        var tables = new Dictionary<string, FeatureTable>();
        var skipped = new SortedDictionary<string, SkippedFile>(StringComparer.Ordinal);
        var resampledCount = 0;
        foreach (var model in spec.Models.Where(model => model.Features is not null))
        {
            var frontEnd = FrontEndOf(spec, model);
            if (tables.ContainsKey(KeyOf(frontEnd, settings.Json))) continue;
            var built = builder.Build(corpus, frontEnd, cancel);
            tables[KeyOf(frontEnd, settings.Json)] = built.Table;
            resampledCount = Math.Max(resampledCount, built.ResampledCount);
            foreach (var file in built.Skipped) skipped[file.Id] = new SkippedFile(file.Id, file.Reason);
        }

        var altered = new Dictionary<string, AlteredCopies>();
        foreach (var model in spec.Models.Where(model => model.Augment is not null))
        {
            var (key, frontEnd) = (KeyOf(spec, model, settings.Json), FrontEndOf(spec, model));
            if (altered.ContainsKey(key)) continue;
            altered[key] = AlteredCopies.Measure(corpus, tables[KeyOf(frontEnd, settings.Json)], model.Augment!, builder, new RandomSource(spec.Seed).For("augment"), cancel);
        }

        return new ComparisonTables(spec, settings.Json, corpus, tables, altered, [.. skipped.Values], resampledCount);
    }

    /// <summary>What happens to a recording before a model sees it; a model without features of its own goes with the first that has some.</summary>
    public static FrontEnd FrontEndOf(ComparisonSpec spec, ModelSpec model) =>
        new(spec.SampleRateHz, spec.Mix, spec.Enhance, model.Features ?? spec.Models.First(other => other.Features is not null).Features!);

    /// <summary>What happens to a recording before a model of this comparison sees it.</summary>
    public FrontEnd FrontEndOf(ModelSpec model) => FrontEndOf(spec, model);

    /// <summary>The rows as a model's classifier sees them, each with its altered copies.</summary>
    public Examples ExamplesFor(ModelSpec model)
    {
        var examples = Examples.Of(model.Features is null ? null : tables[KeyOf(FrontEndOf(model), json)], Rows, labels, ClassNames.Count, model.Classifier) with { Facts = RowFacts.Of(Rows, ClassNames, model.Classifier) };
        if (model.Augment is null) return examples;
        var copies = altered[KeyOf(spec, model, json)];
        return examples with { Altered = [.. Rows.Select(row => copies.Of(row.Id, model.Classifier.Input))] };
    }

    /// <summary>The split, as the record tells it.</summary>
    /// <param name="scheme">How it was made.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="folds">The folds.</param>
    public static SplitSummary Summarise(FoldSchemeOptions scheme, IReadOnlyList<TableRow> rows, IReadOnlyList<Fold> folds)
    {
        SplitFold[] named = [.. folds.Select(fold => new SplitFold(fold.Name, [.. fold.Train.Select(i => rows[i].Id)], [.. fold.Test.Select(i => rows[i].Id)]))];
        return new SplitSummary(scheme.Kind, SplitFile.HashOf(named), [.. named.Select(fold => new FoldSummary(fold.Name, fold.Train, fold.Test))]);
    }

    // What a model may be taught beside the label.
    private static string FactsOf(TableRow row) =>
        $"{row.Gender} {row.Corpus} {row.Language} {string.Join(';', (row.Votes ?? new Dictionary<string, double>()).OrderBy(vote => vote.Key, StringComparer.Ordinal).Select(vote => $"{vote.Key}={RowsCsv.Exact(vote.Value)}"))}";

    private static string KeyOf(FrontEnd frontEnd, RecipeJson json) => json.Write(frontEnd);

    private static string KeyOf(ComparisonSpec spec, ModelSpec model, RecipeJson json) => KeyOf(FrontEndOf(spec, model), json) + json.Write(model.Augment);
}
