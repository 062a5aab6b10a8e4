using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using SerLab.Features;
using SerLab.Options;

namespace SerLab.Cli;

/// <summary>What the columns of feature sets are, as Markdown or CSV. The files in docs/features are written by it.</summary>
internal static partial class ColumnDocuments
{
    private const string Note =
        """
        How to read it: k is the number in a column's name; words like MaxHz are settings. A statistic sums up a contour x, each value of it the mean of three neighbouring frames of 10 ms. The
        change per frame is the slope of the line through five frames. Where fewer than three frames are voiced (or unvoiced), all frames stand in for them. Statistics are explained in
        [statistics.md](statistics.md), descriptors in [descriptors.md](descriptors.md), sources in [sources.md](sources.md); a name in brackets behind SerLab is a type of ours.
        """;

    /// <summary>Every column of a set, as Markdown.</summary>
    /// <param name="name">The set as the command line names it.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteSet(string name, SchemaDescription columns, TextWriter writer)
    {
        writer.WriteLine($"# Columns of `{name}`\n\nWritten by `serlab features describe {name}`.\n\n{Note.ReplaceLineEndings("\n")}");
        WriteColumns("Per utterance", columns.Functionals, writer);
        WriteColumns("Per frame", columns.Descriptors, writer);
    }

    /// <summary>A set as descriptors x statistics, as Markdown, for sets of more columns than anybody reads.</summary>
    /// <inheritdoc cref="WriteSet"/>
    public static void WriteComposition(string name, SchemaDescription columns, TextWriter writer)
    {
        writer.WriteLine($"# Composition of `{name}`: {columns.Functionals.Count} columns per utterance\n");
        writer.WriteLine($"Written by `serlab features describe {name} --composition`. All rows, with unit, formula and source: `serlab features describe {name} --csv > columns.csv`.\n");
        writer.WriteLine(Note.ReplaceLineEndings("\n"));
        var others = columns.Functionals.Where(column => column.Contour.Length == 0).ToArray();
        var contours = columns.Functionals.Where(column => column.Contour.Length > 0).GroupBy(column => column.Contour);
        foreach (var alike in contours.GroupBy(contour => string.Join(", ", contour.Select(column => $"`{column.Name[(contour.Key.Length + 1)..]}`"))))
        {
            var names = alike.Select(contour => contour.Key).ToArray();
            writer.WriteLine($"\n## {names.Length} descriptor {(names.Length == 1 ? "column" : "columns")} x {alike.First().Count()} statistics\n");
            writer.WriteLine($"Descriptor columns: {string.Join(", ", Runs(names, Pattern).Select(Text))}.\n\nStatistics: {alike.Key}.");
        }

        WriteColumns("Others", others, writer);
        WriteColumns("Per frame", columns.Descriptors, writer);
    }

    /// <summary>Every column of a set, as CSV after RFC 4180.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteCsv(SchemaDescription columns, TextWriter writer)
    {
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }, leaveOpen: true);
        WriteRow(csv, "per", "column", "unit", "formula", "source");
        foreach (var column in columns.Functionals) WriteRow(csv, "utterance", column.Name, column.Unit, column.Formula, column.Source);
        foreach (var column in columns.Descriptors) WriteRow(csv, "frame", column.Name, column.Unit, column.Formula, column.Source);
    }

    /// <summary>Every column of descriptors, as Markdown; numbered columns of one formula stand in one row.</summary>
    /// <param name="descriptors">The descriptors, with the rate at which they are prepared.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteDescriptors(IReadOnlyList<DescriptorOptions> descriptors, int sampleRateHz, TextWriter writer)
    {
        writer.WriteLine("# Descriptors\n\nWritten by `serlab features descriptors`: what is measured of every frame of 10 ms, with default settings.");
        writer.WriteLine("k is the number in a column's name; words like MaxHz are settings; sources are in [sources.md](sources.md).");
        writer.WriteLine("Columns of voiced frames hold values interpolated between voiced neighbours elsewhere, and functionals pass those over.");
        foreach (var descriptor in descriptors)
        {
            writer.WriteLine($"\n## `{descriptor.Kind}`: {KindAttribute.Of(descriptor.GetType()).Summary}\n\n| column | frames | unit | formula | source |\n|---|---|---|---|---|");
            var columns = descriptor.Prepare(sampleRateHz).Columns;
            foreach (var run in Runs(columns, column => column with { Name = Pattern(column.Name) }))
            {
                var (name, formula, source, voicedOnly) = run[0];
                writer.WriteLine($"| {Text([.. run.Select(column => column.Name)])} | {(voicedOnly ? "voiced" : "all")} | {ColumnNames.Unit(name)} | {Cell(formula)} | {Cell(source)} |");
            }
        }
    }

    /// <summary>Every statistic, as Markdown.</summary>
    public static void WriteStatistics(TextWriter writer)
    {
        writer.WriteLine("# Statistics\n\nWritten by `serlab features statistics`: what functionals are made of, as `custom` sets and columns name them. x is a descriptor's contour.");
        writer.WriteLine("Before a column's word stands `voiced_` or `unvoiced_` where only such frames count, and `delta_` where the change per frame is summed up.");
        writer.WriteLine("\n| setting | in columns | unit | meaning |\n|---|---|---|---|");
        foreach (var statistic in Functionals.All)
        {
            var (setting, unit) = (JsonNamingPolicy.KebabCaseLower.ConvertName(statistic.ToString()), StatisticNames.Unit(statistic, "the descriptor's"));
            writer.WriteLine($"| `{setting}` | `{StatisticNames.Suffix(statistic)}` | {unit} | {Cell(StatisticNames.Meaning(statistic))} |");
        }
    }

    private static void WriteColumns(string title, IReadOnlyList<ColumnDescription> columns, TextWriter writer)
    {
        if (columns.Count == 0) return;
        writer.WriteLine($"\n## {title}: {columns.Count} columns\n\n| column | unit | formula | source |\n|---|---|---|---|");
        foreach (var column in columns) writer.WriteLine($"| `{column.Name}` | {column.Unit} | {Cell(column.Formula)} | {Cell(column.Source)} |");
    }

    // Neighbours that a key does not tell apart.
    private static List<List<T>> Runs<T, TKey>(IEnumerable<T> items, Func<T, TKey> keyOf)
    {
        var runs = new List<List<T>>();
        foreach (var item in items)
        {
            if (runs.Count > 0 && Equals(keyOf(runs[^1][0]), keyOf(item))) runs[^1].Add(item);
            else runs.Add([item]);
        }

        return runs;
    }

    private static string Pattern(string name) => Number().Replace(name, "_k_");

    private static string Text(List<string> run) => run.Count == 1 ? $"`{run[0]}`" : $"`{run[0]}` to `{run[^1]}`";

    private static void WriteRow(CsvWriter csv, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        csv.NextRecord();
    }

    // What Markdown would take for its own.
    private static string Cell(string text) => text.Replace("|", "\\|").Replace("*", "\\*").Replace("<", "&lt;");

    [GeneratedRegex("_[0-9][0-9]_")]
    private static partial Regex Number();
}
