using SerLab.Numerics;

namespace SerLab.Models.Selection;

/// <summary>The columns of a training set, over all rows of all examples, laid out for inner products of all of them with one vector after another. Immutable.</summary>
/// <remarks>Memory: one copy of the set and one block of rows.</remarks>
internal sealed class TrainingColumns
{
    private const int BlockRows = 1024;

    private readonly TrainingSet set;
    private readonly double[] centre;
    private readonly double[] scale;
    private readonly float[][] packed;

    /// <param name="set">Training examples; only read.</param>
    /// <param name="centre">Subtracted from each column, shape [features].</param>
    /// <param name="scale">Multiplied afterwards, shape [features].</param>
    /// <param name="cancel">Stops the copying.</param>
    public TrainingColumns(TrainingSet set, double[] centre, double[] scale, CancellationToken cancel)
    {
        (this.set, this.centre, this.scale) = (set, centre, scale);
        RowCount = set.Examples.Sum(example => example.Rows);
        packed = new float[(RowCount + BlockRows - 1) / BlockRows][];
        var block = new float[Math.Min(BlockRows, RowCount) * set.FeatureCount];
        var filled = 0;
        foreach (var example in set.Examples)
        {
            cancel.ThrowIfCancellationRequested();
            for (var row = 0; row < example.Rows; row++)
            {
                var values = example.Row(row);
                var scaled = block.AsSpan(filled % BlockRows * set.FeatureCount, set.FeatureCount);
                for (var j = 0; j < scaled.Length; j++) scaled[j] = (float)((values[j] - centre[j]) * scale[j]);
                filled++;
                if (filled % BlockRows == 0 || filled == RowCount) packed[(filled - 1) / BlockRows] = Pack(block, (filled - 1) % BlockRows + 1);
            }
        }
    }

    /// <summary>Rows of all examples together.</summary>
    public int RowCount { get; }

    /// <summary>One column, scaled, as it stands in the products.</summary>
    /// <param name="column">Its position.</param>
    /// <param name="destination">Shape [rows].</param>
    public void Column(int column, Span<float> destination)
    {
        var filled = 0;
        foreach (var example in set.Examples)
        {
            var values = example.Span;
            for (var place = column; place < values.Length; place += set.FeatureCount) destination[filled++] = (float)((values[place] - centre[column]) * scale[column]);
        }
    }

    /// <summary>sum_i vector[i] x[i, j] of every column j.</summary>
    /// <param name="vector">Shape [rows]; only read.</param>
    /// <param name="destination">Shape [features].</param>
    public void Products(ReadOnlySpan<float> vector, Span<float> destination)
    {
        for (var block = 0; block < packed.Length; block++)
        {
            var rows = vector.Slice(block * BlockRows, Math.Min(BlockRows, RowCount - block * BlockRows));
            MatrixProduct.MultiplyPacked(rows, packed[block], 1, rows.Length, set.FeatureCount, accumulate: block > 0, destination);
        }
    }

    private float[] Pack(float[] block, int rows)
    {
        var laidOut = new float[MatrixProduct.PackedLength(rows, set.FeatureCount)];
        MatrixProduct.Pack(block.AsSpan(0, rows * set.FeatureCount), rows, set.FeatureCount, laidOut);
        return laidOut;
    }
}
