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
/// The blocking of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008, with one deviation: A is
/// copied only where it meets enough columns to pay for it; in place, rows that lie a multiple of 4 KB apart would drive one another out of the cache.
/// Sums are cut at every <see cref="DepthBlock"/> terms, whatever the shape: an element's bits depend on its row of A and its column of B alone.
/// </remarks>
internal static class MatrixBlocks<TTile>
    where TTile : struct, IMatrixTile, IRowTile
{
    /// <summary>Longest sum in registers: a panel of 256 x 32 floats fills two thirds of a 48 KB first-level cache.</summary>
    private const int DepthBlock = 256;

    /// <summary>Columns packed at once: 256 x 512 floats are half of a 1 MB second-level cache.</summary>
    private const int ColumnBlock = 512;

    /// <summary>Rows of A that pass a panel before the next panel comes: 96 x 256 floats stay in the second-level cache.</summary>
    private const int RowBlock = 96;

    /// <summary>Floats of a cache line.</summary>
    private const int CacheLine = 16;

    /// <summary>Columns from which a copy of A pays: each of its elements is then read by at least so many multiply-adds.</summary>
    private const int PackedFrom = 96;

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
        var room = ArrayPool<float>.Shared.Rent(Math.Min(DepthBlock, k) * Padded(Math.Min(ColumnBlock, n)) + CacheLine);
        var packed = Aligned(room);
        for (var j = 0; j < n; j += ColumnBlock)
            for (var l = 0; l < k; l += DepthBlock)
            {
                int columns = Math.Min(ColumnBlock, n - j), depth = Math.Min(DepthBlock, k - l);
                PackBlock(b.From(l, j), depth, columns, packed);
                MultiplyBlock(a.From(0, l), packed, m, depth, columns, n, accumulate || l > 0, destination[j..]);
            }

        ArrayPool<float>.Shared.Return(room);
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
        var firstColumn = 0;
        for (; m == 1 && firstColumn + TTile.RowPanels * tileColumns <= columns; firstColumn += TTile.RowPanels * tileColumns)
            TTile.MultiplyRow(ref firstA, a.ColumnStep, ref Unsafe.Add(ref firstB, (nint)firstColumn * depth), depth, ref Unsafe.Add(ref firstC, firstColumn), accumulate);
        var packsRows = columns >= PackedFrom && m >= tileRows;
        var room = packsRows ? ArrayPool<float>.Shared.Rent(Math.Min(m, RowBlock) * depth + CacheLine) : [];
        ref var firstPacked = ref MemoryMarshal.GetReference(packsRows ? Aligned(room) : default);
        for (var i0 = 0; i0 < m; i0 += RowBlock)
        {
            var lastRow = Math.Min(i0 + RowBlock, m);
            var packedRows = packsRows ? (lastRow - i0) / tileRows * tileRows : 0;
            for (var i = 0; i < packedRows; i += tileRows) PackRows(a, ref Unsafe.Add(ref firstA, (nint)(i0 + i) * a.RowStep), depth, ref Unsafe.Add(ref firstPacked, i * depth));
            for (var j = firstColumn; j < columns; j += tileColumns)
            {
                ref var panel = ref Unsafe.Add(ref firstB, (nint)j * depth);
                for (var i = i0; i < lastRow; i += tileRows)
                {
                    var rows = Math.Min(tileRows, m - i);
                    var isPacked = i - i0 < packedRows;
                    ref var tileA = ref isPacked ? ref Unsafe.Add(ref firstPacked, (i - i0) * depth) : ref Unsafe.Add(ref firstA, (nint)i * a.RowStep);
                    var (rowStep, depthStep) = isPacked ? (1, tileRows) : (a.RowStep, a.ColumnStep);
                    if (columns - j >= tileColumns)
                    {
                        TTile.Multiply(ref tileA, rowStep, depthStep, rows, ref panel, depth, ref Unsafe.Add(ref firstC, (nint)i * stride + j), stride, accumulate);
                    }
                    else
                    {
                        TTile.Multiply(ref tileA, rowStep, depthStep, rows, ref panel, depth, ref MemoryMarshal.GetReference(edge), tileColumns, false);
                        CopyEdge(edge, tileColumns, rows, columns - j, accumulate, destination[(i * stride + j)..], stride);
                    }
                }
            }
        }

        if (packsRows) ArrayPool<float>.Shared.Return(room);
    }

    // One full tile of A, depth after depth.
    private static void PackRows(Operand a, ref float first, int depth, ref float packed)
    {
        var rows = TTile.Size.Rows;
        if (a.RowStep == 1) MatrixPacking.Copy(ref first, a.ColumnStep, depth, rows, ref packed, rows);
        else MatrixPacking.Turn(ref first, a.RowStep, depth, rows, ref packed, rows);
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
            ref var first = ref MemoryMarshal.GetReference(b.Values[(j * b.ColumnStep)..]);
            ref var to = ref MemoryMarshal.GetReference(panel);
            if (b.ColumnStep == 1) MatrixPacking.Copy(ref first, b.RowStep, depth, filled, ref to, width);
            else MatrixPacking.Turn(ref first, b.ColumnStep, depth, filled, ref to, width);
        }
    }

    // From the first whole cache line on: vectors that lie across two lines take two reads. Should the array move, only speed is lost.
    private static Span<float> Aligned(Span<float> room)
    {
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetReference(room));
        return room[(int)((-address & (CacheLine * sizeof(float) - 1)) / sizeof(float))..];
    }

    private static int Padded(int columns) => (columns + TTile.Size.Columns - 1) / TTile.Size.Columns * TTile.Size.Columns;
}
