using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SerLab.Numerics;

/// <summary>A matrix where it lies: element (i, j) stands at i * RowStep + j * ColumnStep, so that a transpose is a swap of the steps.</summary>
internal readonly ref struct Operand(ReadOnlySpan<float> values, int rowStep, int columnStep)
{
    public readonly ReadOnlySpan<float> Values = values;
    public readonly int RowStep = rowStep;
    public readonly int ColumnStep = columnStep;

    /// <summary>The part that begins at an element.</summary>
    public Operand From(int row, int column) => new(Values[(row * RowStep + column * ColumnStep)..], RowStep, ColumnStep);
}

/// <summary>The loops around a tile: B is copied into panels that stay in the cache while all rows of A pass by.</summary>
/// <remarks>
/// The blocking of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008, with one deviation: A is read
/// where it lies, because a broadcast load does not mind the layout and our products are mostly short in m or k, where a copy of A would not pay.
/// Sums are cut at every <see cref="DepthBlock"/> terms, whatever the shape: an element's bits depend on its row of A and its column of B alone.
/// </remarks>
internal static class MatrixBlocks<TTile>
    where TTile : struct, IMatrixTile
{
    /// <summary>Longest sum in registers: a panel of 256 x 32 floats fills two thirds of a 48 KB first-level cache.</summary>
    private const int DepthBlock = 256;

    /// <summary>Columns packed at once: 256 x 512 floats are half of a 1 MB second-level cache.</summary>
    private const int ColumnBlock = 512;

    /// <summary>Rows of A that pass a panel before the next panel comes: 96 x 256 floats stay in the second-level cache.</summary>
    private const int RowBlock = 96;

    /// <summary>Floats that <see cref="Pack"/> fills for a whole matrix.</summary>
    public static int PackedLength(int depth, int columns) => depth * Padded(columns);

    /// <summary>Lays B out as <see cref="MultiplyPacked"/> reads it: blocks of depth, in each the panels from left to right, missing columns as 0.</summary>
    public static void Pack(Operand b, int depth, int columns, Span<float> packed)
    {
        for (var l = 0; l < depth && columns > 0; l += DepthBlock)
        {
            var block = Math.Min(DepthBlock, depth - l);
            PackBlock(b.From(l, 0), block, columns, packed.Slice(l * Padded(columns), block * Padded(columns)));
        }
    }

    /// <summary>C (+)= A B with B packed as a whole.</summary>
    public static void MultiplyPacked(Operand a, ReadOnlySpan<float> packed, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        if (k == 0 && !accumulate) destination[..(m * n)].Clear();
        if (m == 0 || n == 0) return;
        for (var l = 0; l < k; l += DepthBlock)
        {
            var depth = Math.Min(DepthBlock, k - l);
            MultiplyBlock(a.From(0, l), packed.Slice(l * Padded(n), depth * Padded(n)), m, depth, n, n, accumulate || l > 0, destination);
        }
    }

    /// <summary>C (+)= A B, packing B block by block into pooled scratch.</summary>
    public static void Multiply(Operand a, Operand b, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        if (k == 0 && !accumulate) destination[..(m * n)].Clear();
        if (m == 0 || n == 0 || k == 0) return;
        var packed = ArrayPool<float>.Shared.Rent(Math.Min(DepthBlock, k) * Padded(Math.Min(ColumnBlock, n)));
        for (var j = 0; j < n; j += ColumnBlock)
            for (var l = 0; l < k; l += DepthBlock)
            {
                int columns = Math.Min(ColumnBlock, n - j), depth = Math.Min(DepthBlock, k - l);
                PackBlock(b.From(l, j), depth, columns, packed);
                MultiplyBlock(a.From(0, l), packed, m, depth, columns, n, accumulate || l > 0, destination[j..]);
            }

        ArrayPool<float>.Shared.Return(packed);
    }

    private static void MultiplyBlock(Operand a, ReadOnlySpan<float> packed, int m, int depth, int columns, int stride, bool accumulate, Span<float> destination)
    {
        // The references below stay inside: these are the last elements that the tiles touch.
        Debug.Assert(a.Values.Length > (m - 1) * a.RowStep + (depth - 1) * a.ColumnStep);
        Debug.Assert(packed.Length >= depth * Padded(columns) && destination.Length >= (m - 1) * stride + columns);
        var (tileRows, tileColumns) = TTile.Size;
        ref var firstA = ref MemoryMarshal.GetReference(a.Values);
        ref var firstB = ref MemoryMarshal.GetReference(packed);
        ref var firstC = ref MemoryMarshal.GetReference(destination);
        Span<float> edge = stackalloc float[tileRows * tileColumns];
        for (var i0 = 0; i0 < m; i0 += RowBlock)
            for (var j = 0; j < columns; j += tileColumns)
                for (var i = i0; i < Math.Min(i0 + RowBlock, m); i += tileRows)
                {
                    var rows = Math.Min(tileRows, m - i);
                    ref var tileA = ref Unsafe.Add(ref firstA, (nint)i * a.RowStep);
                    ref var panel = ref Unsafe.Add(ref firstB, (nint)j * depth);
                    if (columns - j >= tileColumns)
                    {
                        TTile.Multiply(ref tileA, a.RowStep, a.ColumnStep, rows, ref panel, depth, ref Unsafe.Add(ref firstC, (nint)i * stride + j), stride, accumulate);
                    }
                    else
                    {
                        TTile.Multiply(ref tileA, a.RowStep, a.ColumnStep, rows, ref panel, depth, ref MemoryMarshal.GetReference(edge), tileColumns, false);
                        CopyEdge(edge, tileColumns, rows, columns - j, accumulate, destination[(i * stride + j)..], stride);
                    }
                }
    }

    private static void CopyEdge(ReadOnlySpan<float> edge, int tileColumns, int rows, int columns, bool accumulate, Span<float> destination, int stride)
    {
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
            {
                var sum = edge[i * tileColumns + j];
                destination[i * stride + j] = accumulate ? destination[i * stride + j] + sum : sum;
            }
    }

    private static void PackBlock(Operand b, int depth, int columns, Span<float> packed)
    {
        var width = TTile.Size.Columns;
        for (var j = 0; j < columns; j += width)
        {
            var panel = packed.Slice(j * depth, width * depth);
            var filled = Math.Min(width, columns - j);
            if (filled < width) panel.Clear();
            if (b.ColumnStep == 1)
                for (var l = 0; l < depth; l++) b.Values.Slice(l * b.RowStep + j, filled).CopyTo(panel[(l * width)..]);
            else
                for (var c = 0; c < filled; c++) PackColumn(ref MemoryMarshal.GetReference(b.Values[((j + c) * b.ColumnStep)..]), b.RowStep, depth, ref panel[c], width);
        }
    }

    // By reference: with index checks the whole product ran at 36 instead of 105 GFLOP/s at 32 x 128 x 512 (MatrixProductBenchmark).
    private static void PackColumn(ref float column, nint step, int depth, ref float destination, nint width)
    {
        for (var l = 0; l < depth; l++)
        {
            destination = column;
            column = ref Unsafe.Add(ref column, step);
            destination = ref Unsafe.Add(ref destination, width);
        }
    }

    private static int Padded(int columns) => (columns + TTile.Size.Columns - 1) / TTile.Size.Columns * TTile.Size.Columns;
}
