using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>12 x 32 on 512-bit vectors: 24 sums of 16 lanes in 32 registers; 14 loads for 24 multiply-adds. What remains below 12 rows goes eight at a time.</summary>
internal readonly struct Tile512 : IMatrixTile, IRowTile
{
    public static (int Rows, int Columns) Size => (12, 32);

    public static int RowPanels => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow(ref float a, nint depthStep, ref float panels, int depth, ref float destination, bool accumulate)
    {
        ref var p1 = ref Unsafe.Add(ref panels, depth * 32);
        ref var p2 = ref Unsafe.Add(ref p1, depth * 32);
        ref var p3 = ref Unsafe.Add(ref p2, depth * 32);
        Vector512<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        nuint at = 0;
        for (var l = depth; l > 0; l--)
        {
            Add(a, Vector512.LoadUnsafe(ref panels, at), Vector512.LoadUnsafe(ref panels, at + 16), ref s00, ref s01);
            Add(a, Vector512.LoadUnsafe(ref p1, at), Vector512.LoadUnsafe(ref p1, at + 16), ref s10, ref s11);
            Add(a, Vector512.LoadUnsafe(ref p2, at), Vector512.LoadUnsafe(ref p2, at + 16), ref s20, ref s21);
            Add(a, Vector512.LoadUnsafe(ref p3, at), Vector512.LoadUnsafe(ref p3, at + 16), ref s30, ref s31);
            at += 32;
            a = ref Unsafe.Add(ref a, depthStep);
        }

        Store(s00, s01, ref destination, accumulate);
        Store(s10, s11, ref Unsafe.Add(ref destination, 32), accumulate);
        Store(s20, s21, ref Unsafe.Add(ref destination, 64), accumulate);
        Store(s30, s31, ref Unsafe.Add(ref destination, 96), accumulate);
    }

    public static void Multiply(
        ref float a, nint rowStep, nint depthStep, int rows, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        if (rows == 12)
        {
            MultiplyFull(ref a, rowStep, depthStep, ref panel, depth, ref destination, stride, accumulate);
            return;
        }

        for (var done = 0; done < rows; done += 8)
            MultiplyFew(ref Unsafe.Add(ref a, done * rowStep), rowStep, depthStep, Math.Min(8, rows - done), ref panel, depth, ref Unsafe.Add(ref destination, done * stride), stride, accumulate);
    }

    // Every third row has a reference of its own and shares three offsets: 12 references would not fit into the registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFull(
        ref float a, nint rowStep, nint depthStep, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        nint at0 = 0, at1 = rowStep, at2 = 2 * rowStep;
        ref var p3 = ref Unsafe.Add(ref a, 3 * rowStep);
        ref var p6 = ref Unsafe.Add(ref p3, 3 * rowStep);
        ref var p9 = ref Unsafe.Add(ref p6, 3 * rowStep);
        Vector512<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        Vector512<float> s60 = default, s61 = default, s70 = default, s71 = default, s80 = default, s81 = default, s90 = default, s91 = default, sA0 = default, sA1 = default, sB0 = default, sB1 = default;
        for (var l = depth; l > 0; l--)
        {
            var b0 = Vector512.LoadUnsafe(ref panel);
            var b1 = Vector512.LoadUnsafe(ref panel, 16);
            Add(Unsafe.Add(ref a, at0), b0, b1, ref s00, ref s01);
            Add(Unsafe.Add(ref a, at1), b0, b1, ref s10, ref s11);
            Add(Unsafe.Add(ref a, at2), b0, b1, ref s20, ref s21);
            Add(Unsafe.Add(ref p3, at0), b0, b1, ref s30, ref s31);
            Add(Unsafe.Add(ref p3, at1), b0, b1, ref s40, ref s41);
            Add(Unsafe.Add(ref p3, at2), b0, b1, ref s50, ref s51);
            Add(Unsafe.Add(ref p6, at0), b0, b1, ref s60, ref s61);
            Add(Unsafe.Add(ref p6, at1), b0, b1, ref s70, ref s71);
            Add(Unsafe.Add(ref p6, at2), b0, b1, ref s80, ref s81);
            Add(Unsafe.Add(ref p9, at0), b0, b1, ref s90, ref s91);
            Add(Unsafe.Add(ref p9, at1), b0, b1, ref sA0, ref sA1);
            Add(Unsafe.Add(ref p9, at2), b0, b1, ref sB0, ref sB1);
            panel = ref Unsafe.Add(ref panel, 32);
            at0 += depthStep;
            at1 += depthStep;
            at2 += depthStep;
        }

        Store(s00, s01, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s10, s11, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s20, s21, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s30, s31, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s40, s41, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s50, s51, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s60, s61, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s70, s71, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s80, s81, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(s90, s91, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(sA0, sA1, ref destination, accumulate);
        destination = ref Unsafe.Add(ref destination, stride);
        Store(sB0, sB1, ref destination, accumulate);
    }

    // 1 to 8 rows; where there are fewer, the last stands in for the missing ones and the surplus sums are dropped.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFew(
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
