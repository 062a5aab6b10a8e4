using SerLab.Features;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>A feature table on disk: <c>table.json</c> (schema, versions, hashes), <c>rows.csv</c>, <c>features.npy</c>, <c>frames.npy</c> and <c>offsets.npy</c>.</summary>
/// <remarks>NumPy reads the arrays unchanged: <c>frames[offsets[i]:offsets[i + 1]]</c> are the frames of row i of <c>rows.csv</c>.</remarks>
public static class FeatureTableFolder
{
    private const int FormatVersion = 1;

    /// <summary>Writes a table; <c>table.json</c> goes first and comes last, so a folder without it is not a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder, made when it is missing.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    /// <param name="json">Writes the front end's recipes; null knows the built-in kinds.</param>
    public static void Write(FeatureTable table, string folder, RecipeJson? json = null)
    {
        json ??= RecipeJson.BuiltIn;
        if (File.Exists(Path.Combine(folder, "table.json"))) File.Delete(Path.Combine(folder, "table.json"));
        SafeFile.Write(Path.Combine(folder, "rows.csv"), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            RowsCsv.Write(writer, table.Rows);
        });
        SafeFile.Write(Path.Combine(folder, "features.npy"), stream => Npy.Write(stream, table.Features.Span, table.Features.Rows, table.Features.Columns));
        SafeFile.Write(Path.Combine(folder, "frames.npy"), stream => Npy.Write(stream, table.AllFrames.Span, table.AllFrames.Rows, table.AllFrames.Columns));
        var offsets = Array.ConvertAll(table.FrameOffsets.ToArray(), offset => (long)offset);
        SafeFile.Write(Path.Combine(folder, "offsets.npy"), stream => Npy.Write(stream, offsets, offsets.Length));
        var description = new Description(FormatVersion, table.Name, table.IsSynthetic, table.FeatureSet, RowsHash(table.Rows), table.ContentHash, table.FrontEnd, json.Catalog.Builds, table.Schema);
        SafeFile.WriteText(Path.Combine(folder, "table.json"), json.Write(description));
    }

    /// <summary>Reads a table.</summary>
    /// <param name="folder">A folder that <see cref="Write"/> wrote.</param>
    /// <exception cref="BadInputException">A file is missing or damaged, or the rows are not those that the table was written with.</exception>
    /// <param name="json">Reads the front end's recipes; null knows the built-in kinds.</param>
    public static FeatureTable Read(string folder, RecipeJson? json = null)
    {
        foreach (var name in (string[])["table.json", "rows.csv", "features.npy", "frames.npy", "offsets.npy"])
            if (!File.Exists(Path.Combine(folder, name)))
                throw new BadInputException(folder, name, "the file is missing, so this is not a whole feature table; write it with `serlab features extract`.");
        var description = (json ?? RecipeJson.BuiltIn).Read<Description>(File.ReadAllText(Path.Combine(folder, "table.json")), Path.Combine(folder, "table.json"));
        if (description.FormatVersion != FormatVersion)
            throw new BadInputException(folder, "table.json", $"format version {description.FormatVersion} is not {FormatVersion}; write the table again with this version of SerLab.");
        var rows = RowsCsv.Read(Path.Combine(folder, "rows.csv"));
        if (RowsHash(rows) != description.RowsHash)
            throw new BadInputException(folder, "rows.csv", "its ids or labels are not those the arrays were written with; features would meet the wrong labels, so write the table again.");
        var (offsets, _) = Npy.ReadIntegers(Path.Combine(folder, "offsets.npy"));
        var table = new FeatureTable(
            description.Name, description.IsSynthetic, description.FeatureSet, description.Schema, rows,
            ReadMatrix(Path.Combine(folder, "features.npy")), ReadMatrix(Path.Combine(folder, "frames.npy")), Array.ConvertAll(offsets, offset => checked((int)offset)))
        { FrontEnd = description.FrontEnd };
        return table.ContentHash == description.ContentHash
            ? table
            : throw new BadInputException(folder, "table.json", "the arrays are not those that the table was written with; write the table again.");
    }

    private static MatrixView ReadMatrix(string path)
    {
        var (values, shape) = Npy.ReadFloats(path);
        return shape.Length == 2 ? new MatrixView(values, (int)shape[0], (int)shape[1]) : throw new BadInputException(path, "header", $"it has {shape.Length} axes; a table's arrays have 2.");
    }

    // The order of ids and labels: arrays are only as good as the rows they stand beside.
    private static string RowsHash(IReadOnlyList<TableRow> rows) => RecipeHash.Of([.. rows.SelectMany(row => (string[])[row.Id, row.Label, row.Speaker])]);

    private sealed record Description(int FormatVersion, string Name, bool IsSynthetic, string FeatureSet, string RowsHash, string ContentHash, FrontEnd? FrontEnd, IReadOnlyList<string> Builds, FeatureSchema Schema);
}
