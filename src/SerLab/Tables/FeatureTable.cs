using System.Runtime.InteropServices;
using SerLab.Features;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>One row per utterance: who said what how (<see cref="Rows"/>), <c>Features</c> (a named vector) and <c>Frames</c> (a matrix per row). Immutable.</summary>
/// <remarks>The column names are ML.NET's: <c>Label</c> and <c>Features</c>, the latter with slot names.</remarks>
public sealed class FeatureTable
{
    private readonly MatrixView frames;
    private readonly int[] offsets;

    /// <param name="name">The corpus's name.</param>
    /// <param name="isSynthetic">True when no human spoke.</param>
    /// <param name="featureSet">The feature set's kind, or where the features are from.</param>
    /// <param name="schema">Names of the features and frame columns.</param>
    /// <param name="rows">The rows, by id in ordinal order.</param>
    /// <param name="features">Shape [rows x features].</param>
    /// <param name="frames">Frames of all rows, one row's after the other's, shape [frames x descriptors].</param>
    /// <param name="offsets">First frame of each row and, last, the number of frames, shape [rows + 1].</param>
    /// <exception cref="BadInputException">Shapes do not fit together, an id is there twice, or a value is not finite.</exception>
    public FeatureTable(string name, bool isSynthetic, string featureSet, FeatureSchema schema, IReadOnlyList<TableRow> rows, MatrixView features, MatrixView frames, int[] offsets)
    {
        (Name, IsSynthetic, FeatureSet, Schema, Rows, Features, this.frames, this.offsets) = (name, isSynthetic, featureSet, schema, rows, features, frames, offsets);
        Check(features.Rows == rows.Count && features.Columns == schema.Functionals.Count, null, $"features are {features.Rows} x {features.Columns} for {rows.Count} rows and {schema.Functionals.Count} names");
        Check(frames.Columns == schema.Descriptors.Count, null, $"frames have {frames.Columns} columns and {schema.Descriptors.Count} names");
        Check(offsets.Length == rows.Count + 1 && offsets[0] == 0 && offsets[^1] == frames.Rows, null, $"{offsets.Length} frame offsets for {rows.Count} rows and {frames.Rows} frames");
        for (var i = 0; i < rows.Count; i++)
        {
            Check(i == 0 || string.CompareOrdinal(rows[i - 1].Id, rows[i].Id) < 0, rows[i].Id, "the id is there twice or out of order");
            Check(offsets[i] <= offsets[i + 1], rows[i].Id, "its frames end before they begin");
            CheckFinite(features.Row(i), schema.Functionals, rows[i].Id);
            for (var frame = offsets[i]; frame < offsets[i + 1]; frame++) CheckFinite(frames.Row(frame), schema.Descriptors, rows[i].Id);
        }
    }

    /// <summary>The corpus's name.</summary>
    public string Name { get; }

    /// <summary>True when no human spoke.</summary>
    public bool IsSynthetic { get; }

    /// <summary>The feature set's kind, or where the features are from.</summary>
    public string FeatureSet { get; }

    /// <summary>Hash of the column names, ids and every number: other content never has the same name.</summary>
    public string ContentHash => RecipeHash.Of(
    [
        .. Schema.Functionals, "frames", .. Schema.Descriptors, "rows", .. Rows.Select((row, i) => $"{row.Id} {offsets[i + 1]}"),
        RecipeHash.Of(MemoryMarshal.AsBytes(Features.Span)), RecipeHash.Of(MemoryMarshal.AsBytes(frames.Span)),
    ]);

    /// <summary>What the features were measured with; null for a table that came from elsewhere.</summary>
    public FrontEnd? FrontEnd { get; init; }

    /// <summary>Names of the features (ML.NET's slot names) and of the frame columns.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>What is known of each row besides its features.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>Features of all rows, shape [rows x features].</summary>
    public MatrixView Features { get; }

    /// <summary>Frames of all rows, one row's after the other's, shape [frames x descriptors].</summary>
    public MatrixView AllFrames => frames;

    /// <summary>First frame of each row and, last, the number of frames, shape [rows + 1].</summary>
    public ReadOnlySpan<int> FrameOffsets => offsets;

    /// <summary>The features of one row as an example, shape [1 x features].</summary>
    public MatrixView FeaturesOf(int row) => Features.Slice(row, 1);

    /// <summary>The frames of one row, shape [frames x descriptors].</summary>
    public MatrixView FramesOf(int row) => frames.Slice(offsets[row], offsets[row + 1] - offsets[row]);

    private void CheckFinite(ReadOnlySpan<float> values, IReadOnlyList<string> names, string id)
    {
        for (var j = 0; j < values.Length; j++)
            if (!float.IsFinite(values[j]))
                throw new BadInputException(Name, id, $"{names[j]} is {values[j]}; features must be finite, so repair the recording or leave it out (\"badFiles\": \"skip\").");
    }

    private void Check(bool holds, string? place, string problem)
    {
        if (!holds) throw new BadInputException(Name, place, $"{problem}; the table is damaged, so build it again.");
    }
}
