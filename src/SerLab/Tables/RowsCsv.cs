using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using SerLab.Corpora;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>The rows of a table as CSV: <c>Id,Label,Speaker,Gender,Corpus,Text,Language,Location,StartSeconds,DurationSeconds,LevelDb,AudioHash</c>.</summary>
public static class RowsCsv
{
    private static readonly string[] Columns = ["Id", "Label", "Speaker", "Gender", "Corpus", "Text", "Language", "Location", "StartSeconds", "DurationSeconds", "LevelDb", "AudioHash"];

    /// <summary>Writes rows with their header.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(TextWriter writer, IReadOnlyList<TableRow> rows)
    {
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        foreach (var column in Columns) csv.WriteField(column);
        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var field in FieldsOf(row)) csv.WriteField(field);
            csv.NextRecord();
        }
    }

    /// <summary>The row's fields as text, in the columns' order.</summary>
    public static IReadOnlyList<string> FieldsOf(TableRow row) =>
    [
        row.Id, row.Label, row.Speaker, row.Gender.ToString().ToLowerInvariant(), row.Corpus, row.Text ?? "", row.Language ?? "", row.Location,
        Exact(row.StartSeconds), Exact(row.DurationSeconds), Exact(row.LevelDb), row.AudioHash,
    ];

    /// <summary>Reads rows; columns are found by name, so their order is free and others may stand between them.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">A column is missing or a value cannot be read.</exception>
    public static IReadOnlyList<TableRow> Read(string path)
    {
        using var csv = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null, BadDataFound = null });
        if (!csv.Read() || !csv.ReadHeader()) throw new BadInputException(path, "line 1", "there is no header; write the table again.");
        foreach (var column in Columns)
            if (!csv.HeaderRecord!.Contains(column)) throw new BadInputException(path, "line 1", $"the column {column} is missing; write the table again.");
        var rows = new List<TableRow>();
        while (csv.Read())
        {
            var line = $"line {csv.Parser.RawRow}";
            if (csv.Parser.Count < Columns.Length) throw new BadInputException(path, line, $"it has {csv.Parser.Count} fields, under {Columns.Length}; write the table again.");
            rows.Add(new TableRow(
                csv["Id"]!, csv["Label"]!, csv["Speaker"]!, GenderOf(csv["Gender"]!, path, line), csv["Corpus"]!, Known(csv["Text"]), Known(csv["Language"]), csv["Location"]!,
                Number(csv, "StartSeconds", path, line), Number(csv, "DurationSeconds", path, line), Number(csv, "LevelDb", path, line), csv["AudioHash"]!));
        }

        return rows;
    }

    /// <summary>A number with as many digits as it takes to read the same bits back.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Gender GenderOf(string text, string path, string line) =>
        Enum.TryParse<Gender>(text, ignoreCase: true, out var gender) ? gender : throw new BadInputException(path, line, $"gender is \"{text}\"; use female, male, other or unknown.");

    private static double Number(CsvReader csv, string column, string path, string line) =>
        double.TryParse(csv[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new BadInputException(path, line, $"{column} is \"{csv[column]}\"; write a number with a decimal point.");
}
