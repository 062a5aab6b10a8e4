using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace SerLab.Tables;

/// <summary>Feature tables for other tools: CSV for everything, ARFF for Weka.</summary>
public static class TableExport
{
    /// <summary>Writes <c>Id,Label,Speaker,...</c> and one column per feature.</summary>
    /// <param name="table">A table with features.</param>
    /// <param name="path">The file to write.</param>
    public static void WriteCsv(FeatureTable table, string path) => SafeFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (var name in (IEnumerable<string>)["Id", "Label", "Speaker", "Gender", "Corpus", .. table.Schema.Functionals]) csv.WriteField(name);
        csv.NextRecord();
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            foreach (var field in (string[])[row.Id, row.Label, row.Speaker, row.Gender.ToString().ToLowerInvariant(), row.Corpus]) csv.WriteField(field);
            foreach (var value in table.Features.Row(i)) csv.WriteField(Exact(value));
            csv.NextRecord();
        }
    });

    /// <summary>Writes Weka's attribute-relation format: id and speaker as strings, features as numbers, the label last as a nominal class.</summary>
    /// <param name="table">A table with features.</param>
    /// <param name="path">The file to write.</param>
    /// <remarks>I. Witten, E. Frank, M. Hall, C. Pal, Data Mining, 4th edition, 2017, section 2.4.</remarks>
    public static void WriteArff(FeatureTable table, string path) => SafeFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($"@relation {Quote(table.Name)}\n\n@attribute id string\n@attribute speaker string");
        foreach (var name in table.Schema.Functionals) writer.WriteLine($"@attribute {Quote(name)} numeric");
        var labels = table.Rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal);
        writer.WriteLine($"@attribute label {{{string.Join(",", labels.Select(Quote))}}}\n\n@data");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            writer.Write($"{Quote(table.Rows[i].Id)},{Quote(table.Rows[i].Speaker)},");
            foreach (var value in table.Features.Row(i)) writer.Write($"{Exact(value)},");
            writer.WriteLine(Quote(table.Rows[i].Label));
        }
    });

    private static string Exact(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    // Words of letters, digits and underscores stand as they are; everything else is quoted.
    private static string Quote(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && text.Length > 0 ? text : $"'{text.Replace("\\", "\\\\").Replace("'", "\\'")}'";
}
