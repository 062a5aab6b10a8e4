namespace SerLab.Numerics;

/// <summary>A read-only view of a row-major single-precision matrix: [rows x columns], rows contiguous.</summary>
/// <remarks>An example is such a matrix, [frames x features]; the functionals of an utterance are one row.</remarks>
public readonly record struct MatrixView
{
    /// <param name="values">Values, shape [rows x columns], row after row.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The values do not fill the shape exactly, or a size is negative.</exception>
    public MatrixView(ReadOnlyMemory<float> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (values.Length != (long)rows * columns) throw new ArgumentException($"{values.Length} values cannot be {rows} x {columns}; give {(long)rows * columns}.");
        (Values, Rows, Columns) = (values, rows, columns);
    }

    /// <summary>The values, shape [rows x columns], row after row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The values as a span, shape [rows x columns].</summary>
    public ReadOnlySpan<float> Span => Values.Span;

    /// <summary>One row, shape [columns].</summary>
    public ReadOnlySpan<float> Row(int index) => Values.Span.Slice(index * Columns, Columns);

    /// <summary>Consecutive rows, shape [count x columns].</summary>
    public MatrixView Slice(int firstRow, int count) => new(Values.Slice(firstRow * Columns, count * Columns), count, Columns);

    /// <summary>One row as a matrix, shape [1 x columns].</summary>
    public static MatrixView OfRow(ReadOnlyMemory<float> row) => new(row, 1, row.Length);
}
