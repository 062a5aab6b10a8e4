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

    /// <summary>Works on one tile.</summary>
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

/// <summary>8 x 32 on 512-bit vectors: 16 sums of 16 lanes, so that two multiply-adds a cycle with a latency of four stay busy; 10 loads for 16 multiply-adds.</summary>
internal readonly struct Tile512 : IMatrixTile
{
    public static (int Rows, int Columns) Size => (8, 32);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ref float a, nint rowStep, nint depthStep, int rows, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        ref var a1 = ref Unsafe.Add(ref a, Math.Min(1, rows - 1) * rowStep);
        ref var a2 = ref Unsafe.Add(ref a, Math.Min(2, rows - 1) * rowStep);
        ref var a3 = ref Unsafe.Add(ref a, Math.Min(3, rows - 1) * rowStep);
        ref var a4 = ref Unsafe.Add(ref a, Math.Min(4, rows - 1) * rowStep);
        ref var a5 = ref Unsafe.Add(ref a, Math.Min(5, rows - 1) * rowStep);
        ref var a6 = ref Unsafe.Add(ref a, Math.Min(6, rows - 1) * rowStep);
        ref var a7 = ref Unsafe.Add(ref a, Math.Min(7, rows - 1) * rowStep);
        Vector512<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        Vector512<float> s40 = default, s41 = default, s50 = default, s51 = default, s60 = default, s61 = default, s70 = default, s71 = default;
        nint at = 0;
        for (var l = depth; l > 0; l--)
        {
            var b0 = Vector512.LoadUnsafe(ref panel);
            var b1 = Vector512.LoadUnsafe(ref panel, 16);
            Add(Unsafe.Add(ref a, at), b0, b1, ref s00, ref s01);
            Add(Unsafe.Add(ref a1, at), b0, b1, ref s10, ref s11);
            Add(Unsafe.Add(ref a2, at), b0, b1, ref s20, ref s21);
            Add(Unsafe.Add(ref a3, at), b0, b1, ref s30, ref s31);
            Add(Unsafe.Add(ref a4, at), b0, b1, ref s40, ref s41);
            Add(Unsafe.Add(ref a5, at), b0, b1, ref s50, ref s51);
            Add(Unsafe.Add(ref a6, at), b0, b1, ref s60, ref s61);
            Add(Unsafe.Add(ref a7, at), b0, b1, ref s70, ref s71);
            panel = ref Unsafe.Add(ref panel, 32);
            at += depthStep;
        }

        Store(s00, s01, ref destination, accumulate);
        if (rows > 1) Store(s10, s11, ref Unsafe.Add(ref destination, stride), accumulate);
        if (rows > 2) Store(s20, s21, ref Unsafe.Add(ref destination, 2 * stride), accumulate);
        if (rows > 3) Store(s30, s31, ref Unsafe.Add(ref destination, 3 * stride), accumulate);
        if (rows > 4) Store(s40, s41, ref Unsafe.Add(ref destination, 4 * stride), accumulate);
        if (rows > 5) Store(s50, s51, ref Unsafe.Add(ref destination, 5 * stride), accumulate);
        if (rows > 6) Store(s60, s61, ref Unsafe.Add(ref destination, 6 * stride), accumulate);
        if (rows > 7) Store(s70, s71, ref Unsafe.Add(ref destination, 7 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float value, Vector512<float> b0, Vector512<float> b1, ref Vector512<float> sum0, ref Vector512<float> sum1)
    {
        var lanes = Vector512.Create(value);
        sum0 = Vector512.FusedMultiplyAdd(lanes, b0, sum0);
        sum1 = Vector512.FusedMultiplyAdd(lanes, b1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> sum0, Vector512<float> sum1, ref float row, bool accumulate)
    {
        if (accumulate) (sum0, sum1) = (Vector512.LoadUnsafe(ref row) + sum0, Vector512.LoadUnsafe(ref row, 16) + sum1);
        sum0.StoreUnsafe(ref row);
        sum1.StoreUnsafe(ref row, 16);
    }
}

/// <summary>4 x 16 on 256-bit vectors: 8 sums of 8 lanes, so that two multiply-adds a cycle with a latency of four stay busy in 16 registers.</summary>
internal readonly struct Tile256 : IMatrixTile
{
    public static (int Rows, int Columns) Size => (4, 16);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ref float a, nint rowStep, nint depthStep, int rows, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        ref var a1 = ref Unsafe.Add(ref a, Math.Min(1, rows - 1) * rowStep);
        ref var a2 = ref Unsafe.Add(ref a, Math.Min(2, rows - 1) * rowStep);
        ref var a3 = ref Unsafe.Add(ref a, Math.Min(3, rows - 1) * rowStep);
        Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        nint at = 0;
        for (var l = depth; l > 0; l--)
        {
            var b0 = Vector256.LoadUnsafe(ref panel);
            var b1 = Vector256.LoadUnsafe(ref panel, 8);
            Add(Unsafe.Add(ref a, at), b0, b1, ref s00, ref s01);
            Add(Unsafe.Add(ref a1, at), b0, b1, ref s10, ref s11);
            Add(Unsafe.Add(ref a2, at), b0, b1, ref s20, ref s21);
            Add(Unsafe.Add(ref a3, at), b0, b1, ref s30, ref s31);
            panel = ref Unsafe.Add(ref panel, 16);
            at += depthStep;
        }

        Store(s00, s01, ref destination, accumulate);
        if (rows > 1) Store(s10, s11, ref Unsafe.Add(ref destination, stride), accumulate);
        if (rows > 2) Store(s20, s21, ref Unsafe.Add(ref destination, 2 * stride), accumulate);
        if (rows > 3) Store(s30, s31, ref Unsafe.Add(ref destination, 3 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float value, Vector256<float> b0, Vector256<float> b1, ref Vector256<float> sum0, ref Vector256<float> sum1)
    {
        var lanes = Vector256.Create(value);
        sum0 = Vector256.FusedMultiplyAdd(lanes, b0, sum0);
        sum1 = Vector256.FusedMultiplyAdd(lanes, b1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> sum0, Vector256<float> sum1, ref float row, bool accumulate)
    {
        if (accumulate) (sum0, sum1) = (Vector256.LoadUnsafe(ref row) + sum0, Vector256.LoadUnsafe(ref row, 8) + sum1);
        sum0.StoreUnsafe(ref row);
        sum1.StoreUnsafe(ref row, 8);
    }
}

/// <summary>1 x 16 on 128-bit vectors, for processors with neither: multiplies and adds in two roundings where there is no fused form.</summary>
internal readonly struct Tile128 : IMatrixTile
{
    public static (int Rows, int Columns) Size => (1, 16);

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
