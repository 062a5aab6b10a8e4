using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SerLab.Numerics;

/// <summary>Copies of parts of a matrix in the order in which a tile reads them. Works by reference: with index checks small products spent most of their time here.</summary>
internal static class MatrixPacking
{
    /// <summary>destination[l * width + r] = source[l * step + r] for l &lt; depth and r &lt; filled: rows that lie in order already.</summary>
    /// <param name="source">First element.</param>
    /// <param name="step">Elements from one depth to the next.</param>
    /// <param name="depth">Number of depths.</param>
    /// <param name="filled">Elements at each depth.</param>
    /// <param name="destination">First element of the panel.</param>
    /// <param name="width">Elements of the panel at each depth; those from <paramref name="filled"/> on are not written.</param>
    public static void Copy(ref float source, nint step, int depth, int filled, ref float destination, nint width)
    {
        for (var l = 0; l < depth; l++)
        {
            var r = 0;
            for (; r + 16 <= filled; r += 16) Vector512.LoadUnsafe(ref source, (nuint)r).StoreUnsafe(ref destination, (nuint)r);
            for (; r + 4 <= filled; r += 4) Vector128.LoadUnsafe(ref source, (nuint)r).StoreUnsafe(ref destination, (nuint)r);
            for (; r < filled; r++) Unsafe.Add(ref destination, r) = Unsafe.Add(ref source, r);
            if (l == depth - 1) return; // no reference beyond the end
            source = ref Unsafe.Add(ref source, step);
            destination = ref Unsafe.Add(ref destination, width);
        }
    }

    /// <summary>destination[l * width + r] = source[r * step + l] for l &lt; depth and r &lt; filled: turned over in blocks of 4 x 4, a quarter of the stores.</summary>
    /// <param name="source">First element.</param>
    /// <param name="step">Elements from one row to the next.</param>
    /// <param name="depth">Elements of each row.</param>
    /// <param name="filled">Number of rows.</param>
    /// <param name="destination">First element of the panel.</param>
    /// <param name="width">Elements of the panel at each depth; those from <paramref name="filled"/> on are not written.</param>
    public static void Turn(ref float source, nint step, int depth, int filled, ref float destination, nint width)
    {
        var (blockRows, blockDepth) = Sse.IsSupported ? (filled / 4 * 4, depth / 4 * 4) : (0, 0);
        for (var r = 0; r < blockRows; r += 4)
        {
            ref var rows = ref Unsafe.Add(ref source, r * step);
            for (var l = 0; l < blockDepth; l += 4) TurnBlock(ref Unsafe.Add(ref rows, l), step, ref Unsafe.Add(ref destination, l * width + r), width);
            for (var l = blockDepth; l < depth; l++)
                for (var i = 0; i < 4; i++) Unsafe.Add(ref destination, l * width + r + i) = Unsafe.Add(ref rows, i * step + l);
        }

        for (var r = blockRows; r < filled; r++)
            for (var l = 0; l < depth; l++) Unsafe.Add(ref destination, l * width + r) = Unsafe.Add(ref source, r * step + l);
    }

    // Pairs of rows are interleaved, then their halves exchanged.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnBlock(ref float source, nint step, ref float destination, nint width)
    {
        var (a, b) = (Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, step)));
        var (c, d) = (Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * step)), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * step)));
        Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(ab, cd).StoreUnsafe(ref destination);
        Sse.MoveHighToLow(cd, ab).StoreUnsafe(ref Unsafe.Add(ref destination, width));
        Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * width));
        Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * width));
    }
}
