using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Reads the rows of a manifest: comma-, semicolon- or tab-separated values with a header row, or one JSON object a line.</summary>
internal static class ManifestFile
{
    private static readonly IReadOnlyList<string> Names = ["manifest.csv", "manifest.jsonl"];

    /// <summary>The manifest that a path means: itself, or the one in the folder.</summary>
    /// <exception cref="BadInputException">There is none, or two.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path)) return path;
        if (!Directory.Exists(path)) throw new BadInputException(path, null, "there is no such file or folder; give a manifest (.csv or .jsonl), or the folder it lies in.");
        var found = Names.Select(name => Path.Combine(path, name)).Where(File.Exists).ToArray();
        return found.Length == 1 ? found[0]
            : throw new BadInputException(path, null, $"{(found.Length == 0 ? "neither" : "both")} {string.Join(found.Length == 0 ? " nor " : " and ", Names)} {(found.Length == 0 ? "is" : "are")} in this folder; give the manifest's own path.");
    }

    /// <summary>The rows in order.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is empty, or a row is malformed.</exception>
    public static IReadOnlyList<ManifestRow> Read(string manifest)
    {
        var isJson = Path.GetExtension(manifest).ToLowerInvariant() is ".jsonl" or ".ndjson" or ".json";
        try
        {
            var rows = isJson ? ReadJson(manifest) : ReadCsv(manifest);
            return rows.Count > 0 ? rows : throw new BadInputException(manifest, null, "the manifest has no rows; write one per utterance.");
        }
        catch (CsvHelperException wrong)
        {
            throw new BadInputException(manifest, wrong.Context?.Parser is { } parser ? $"line {parser.RawRow}" : null, "not readable as separated values; put quotes around cells with quotes, separators or line breaks.", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(manifest, null, $"the manifest cannot be read ({wrong.Message}); check its permissions.", wrong);
        }
    }

    private static List<ManifestRow> ReadCsv(string manifest)
    {
        using var text = new StreamReader(manifest);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = DelimiterOf(manifest), TrimOptions = TrimOptions.Trim });
        var rows = new List<ManifestRow>();
        if (!csv.Read()) return rows;
        var columns = csv.Record!.Select(name => name.Trim('\uFEFF').ToLowerInvariant()).ToArray();
        ManifestRow.CheckColumns(manifest, "line 1", columns);
        while (csv.Read())
        {
            var cells = csv.Record!;
            var place = $"line {csv.RawRow}";
            if (cells.Length != columns.Length) throw new BadInputException(manifest, place, $"{cells.Length} cells, but the header has {columns.Length}; quote cells that hold the separator.");
            var values = columns.Zip(cells).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second);
            rows.Add(new ManifestRow(manifest, place, values));
        }

        return rows;
    }

    // Spreadsheets write semicolons or tabs where the comma is a decimal mark: the header says which.
    private static string DelimiterOf(string manifest)
    {
        var header = File.ReadLines(manifest).FirstOrDefault() ?? "";
        return new[] { ",", ";", "\t" }.MaxBy(delimiter => header.Split(delimiter).Length)!;
    }

    private static List<ManifestRow> ReadJson(string manifest)
    {
        var rows = new List<ManifestRow>();
        var line = 0;
        foreach (var text in File.ReadLines(manifest))
        {
            var place = $"line {++line}";
            if (text.Trim().Length == 0) continue;
            try
            {
                using var json = JsonDocument.Parse(text);
                if (json.RootElement.ValueKind != JsonValueKind.Object) throw new BadInputException(manifest, place, "not an object; write one { ... } per line.");
                var properties = json.RootElement.EnumerateObject().ToArray();
                ManifestRow.CheckColumns(manifest, place, [.. properties.Select(property => property.Name)]);
                var values = properties.Select(property => (property.Name, Text: TextOf(property.Value))).Where(pair => pair.Text.Length > 0).ToDictionary(pair => pair.Name, pair => pair.Text);
                rows.Add(new ManifestRow(manifest, place, values));
            }
            catch (JsonException wrong)
            {
                throw new BadInputException(manifest, place, "not JSON; write one object per line, as {\"path\": \"a.wav\", \"label\": \"anger\", \"speaker\": \"anna\"}.", wrong);
            }
        }

        return rows;
    }

    // Votes may be an object; they take the form they have in a CSV cell.
    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Object => string.Join(';', value.EnumerateObject().Select(entry => $"{entry.Name}={entry.Value.GetRawText()}")),
        _ => value.GetRawText(),
    };
}
