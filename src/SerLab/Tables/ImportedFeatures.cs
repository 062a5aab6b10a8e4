using System.Globalization;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;
using SerLab.Features;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>Features that another program computed, read from CSV and joined to the corpus by id.</summary>
/// <param name="Path">A CSV file with a header: one column of ids, the others numbers.</param>
/// <param name="IdColumn">The column that holds the utterances' ids.</param>
/// <param name="Separator">What stands between fields, one character.</param>
[Kind("imported", "features another program computed: a CSV file joined by id")]
public sealed record ImportedFeaturesOptions(string Path, string IdColumn = "id", string Separator = ",") : FeatureSetOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 1;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(Path.Length > 0, $"path is empty; name the CSV file.")
        .Unless(Separator.Length == 1, $"separator is \"{Separator}\"; use one character.");

    /// <inheritdoc/>
    /// <exception cref="OptionsException">Always: imported features are joined to a whole corpus, they cannot be measured of one clip.</exception>
    public override IFeatureExtractor Prepare(int sampleRateHz) =>
        throw new OptionsException(Kind, ["imported features cannot be computed of new recordings; use one of `serlab features list`."]);

    /// <inheritdoc/>
    /// <exception cref="BadInputException">The file or its header is missing.</exception>
    public override SchemaDescription DescribeColumns(int sampleRateHz)
    {
        using var csv = Open();
        var names = csv.HeaderRecord!.Where(name => name != IdColumn);
        return new SchemaDescription([.. names.Select(name => new ColumnDescription(name, "as the program that wrote the file has it", Path))], []);
    }

    /// <summary>Reads the file and puts its rows in the order of the ids.</summary>
    /// <param name="ids">The ids wanted; rows of other ids are left out.</param>
    /// <returns>Column names and values, shape [ids x columns].</returns>
    /// <exception cref="BadInputException">An id is missing or there twice, or a value is not a finite number.</exception>
    public (IReadOnlyList<string> Columns, MatrixView Values) Join(IReadOnlyList<string> ids)
    {
        using var csv = Open();
        var header = csv.HeaderRecord!;
        var idIndex = Array.IndexOf(header, IdColumn);
        var positions = ids.Select((id, position) => (id, position)).ToDictionary(pair => pair.id, pair => pair.position);
        var columns = header.Where((_, j) => j != idIndex).ToArray();
        var values = new float[(long)ids.Count * columns.Length];
        var seen = new bool[ids.Count];
        while (csv.Read())
        {
            if (csv.Parser.Count != header.Length)
                throw new BadInputException(Path, $"line {csv.Parser.RawRow}", $"it has {csv.Parser.Count} fields and the header {header.Length}; give every row the same number.");
            if (!positions.TryGetValue(csv[idIndex]!, out var row)) continue;
            if (seen[row]) throw new BadInputException(Path, $"line {csv.Parser.RawRow}", $"the id \"{ids[row]}\" is there twice; keep one row per id.");
            seen[row] = true;
            for (int j = 0, column = 0; j < header.Length; j++)
                if (j != idIndex) values[row * columns.Length + column++] = Number(csv, j, header[j]);
        }

        var missing = ids.Where((_, i) => !seen[i]).ToArray();
        if (missing.Length > 0) throw new BadInputException(Path, null, $"{missing.Length} of {ids.Count} ids are missing, the first is \"{missing[0]}\"; add their rows or leave them out of the corpus.");
        return (columns, new MatrixView(values, ids.Count, columns.Length));
    }

    // Ready to read the first row.
    private CsvReader Open()
    {
        if (!File.Exists(Path)) throw new BadInputException(Path, null, "the file is not there; check \"path\" (it is relative to where serlab was started).");
        var csv = new CsvReader(new StreamReader(Path), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = Separator, MissingFieldFound = null, BadDataFound = null });
        try
        {
            if (!csv.Read() || !csv.ReadHeader()) throw new BadInputException(Path, "line 1", "there is no header; write the column names in the first line.");
            if (!csv.HeaderRecord!.Contains(IdColumn)) throw new BadInputException(Path, "line 1", Spelling.Unknown("id column", IdColumn, csv.HeaderRecord!.Take(20)));
            return csv;
        }
        catch (BadInputException)
        {
            csv.Dispose();
            throw;
        }
    }

    private float Number(CsvReader csv, int index, string column) =>
        float.TryParse(csv[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw new BadInputException(Path, $"line {csv.Parser.RawRow}, column {column}", $"\"{csv[index]}\" is not a finite number; repair it or drop the column.");
}
