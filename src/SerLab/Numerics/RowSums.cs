using System.Numerics.Tensors;

namespace SerLab.Numerics;

/// <summary>Sums over the rows of row-major matrices.</summary>
public static class RowSums
{
    /// <summary>sums[j] (+)= sum_i values[i, j], in the order of i.</summary>
    /// <param name="values">Shape [rows x columns]; only read.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="accumulate">True adds to the sums, false overwrites them.</param>
    /// <param name="destination">Shape [columns].</param>
    public static void Add(ReadOnlySpan<float> values, int columns, bool accumulate, Span<float> destination)
    {
        if (!accumulate) destination[..columns].Clear();
        for (var row = 0; row < values.Length; row += columns) TensorPrimitives.Add(destination[..columns], values.Slice(row, columns), destination[..columns]);
    }
}
