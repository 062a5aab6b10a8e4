using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>The innermost step of <see cref="MatrixProduct"/>: a few rows of A times a panel of B, held in registers from the first to the last depth.</summary>
/// <remarks>
/// The meaning of every tile: C[i, j] (+)= sum_l A[i, l] P[l, j] for i &lt; rows and all columns j of the panel, each sum an own chain of fused
/// multiply-adds in the order of l. So an element has the same bits in every tile, whichever rows and columns are worked on beside it.
/// </remarks>
internal interface IMatrixTile
{
    /// <summary>Most rows and the number of columns of a tile.</summary>
    static abstract (int Rows, int Columns) Size { get; }

    /// <summary>Works on one tile. Compiled fully at the first call: a short training would spend its life in the first, slow tier.</summary>
    /// <param name="a">First element of A's first row.</param>
    /// <param name="rowStep">Elements from a row of A to the next.</param>
    /// <param name="depthStep">Elements from a column of A to the next.</param>
    /// <param name="rows">Rows to work on, 1 to the tile's; where there are fewer, the last stands in for the missing ones and the surplus sums are dropped.</param>
    /// <param name="panel">Panel of B, shape [depth x columns], contiguous.</param>
    /// <param name="depth">Length of the sums, at least 1.</param>
    /// <param name="destination">First element of C's first row; all columns of the tile are written.</param>
    /// <param name="stride">Elements from a row of C to the next.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    static abstract void Multiply(
        ref float a, nint rowStep, nint depthStep, int rows, ref float panel, int depth, ref float destination, nint stride, bool accumulate);
}

/// <summary>The same step for a single row of A, where a tile would do the work of its other rows in vain: streams and single recordings.</summary>
internal interface IRowTile
{
    /// <summary>Panels that <see cref="MultiplyRow"/> takes at once: as many sums as hide the time a multiply-add takes.</summary>
    static abstract int RowPanels { get; }

    /// <summary>Works on one row of A and several panels that lie one after the other; sums as in <see cref="IMatrixTile"/>.</summary>
    /// <param name="a">First element of the row.</param>
    /// <param name="depthStep">Elements from a column of A to the next.</param>
    /// <param name="panels">Panels of B, each [depth x columns].</param>
    /// <param name="depth">Length of the sums, at least 1.</param>
    /// <param name="destination">First element of C's row; all columns of the panels are written.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    static abstract void MultiplyRow(ref float a, nint depthStep, ref float panels, int depth, ref float destination, bool accumulate);
}

/// <summary>1 x 16 on 128-bit vectors, for processors with neither: multiplies and adds in two roundings where there is no fused form.</summary>
internal readonly struct Tile128 : IMatrixTile, IRowTile
{
    public static (int Rows, int Columns) Size => (1, 16);

    public static int RowPanels => 1;

    public static void MultiplyRow(ref float a, nint depthStep, ref float panels, int depth, ref float destination, bool accumulate) =>
        Multiply(ref a, 0, depthStep, 1, ref panels, depth, ref destination, 16, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ref float a, nint rowStep, nint depthStep, int rows, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var l = depth; l > 0; l--)
        {
            var lanes = Vector128.Create(a);
            s0 = Vector128.MultiplyAddEstimate(lanes, Vector128.LoadUnsafe(ref panel), s0);
            s1 = Vector128.MultiplyAddEstimate(lanes, Vector128.LoadUnsafe(ref panel, 4), s1);
            s2 = Vector128.MultiplyAddEstimate(lanes, Vector128.LoadUnsafe(ref panel, 8), s2);
            s3 = Vector128.MultiplyAddEstimate(lanes, Vector128.LoadUnsafe(ref panel, 12), s3);
            panel = ref Unsafe.Add(ref panel, 16);
            a = ref Unsafe.Add(ref a, depthStep);
        }

        Store(s0, ref destination, accumulate);
        Store(s1, ref Unsafe.Add(ref destination, 4), accumulate);
        Store(s2, ref Unsafe.Add(ref destination, 8), accumulate);
        Store(s3, ref Unsafe.Add(ref destination, 12), accumulate);
    }

    private static void Store(Vector128<float> sum, ref float row, bool accumulate) =>
        (accumulate ? Vector128.LoadUnsafe(ref row) + sum : sum).StoreUnsafe(ref row);
}
