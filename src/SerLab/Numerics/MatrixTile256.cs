using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>6 x 16 on 256-bit vectors: 12 sums of 8 lanes in 16 registers; 8 loads for 12 multiply-adds. What remains below 6 rows goes four at a time.</summary>
internal readonly struct Tile256 : IMatrixTile, IRowTile
{
    public static (int Rows, int Columns) Size => (6, 16);

    public static int RowPanels => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow(ref float a, nint depthStep, ref float panels, int depth, ref float destination, bool accumulate)
    {
        ref var p1 = ref Unsafe.Add(ref panels, depth * 16);
        ref var p2 = ref Unsafe.Add(ref p1, depth * 16);
        ref var p3 = ref Unsafe.Add(ref p2, depth * 16);
        Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        nuint at = 0;
        for (var l = depth; l > 0; l--)
        {
            Add(a, Vector256.LoadUnsafe(ref panels, at), Vector256.LoadUnsafe(ref panels, at + 8), ref s00, ref s01);
            Add(a, Vector256.LoadUnsafe(ref p1, at), Vector256.LoadUnsafe(ref p1, at + 8), ref s10, ref s11);
            Add(a, Vector256.LoadUnsafe(ref p2, at), Vector256.LoadUnsafe(ref p2, at + 8), ref s20, ref s21);
            Add(a, Vector256.LoadUnsafe(ref p3, at), Vector256.LoadUnsafe(ref p3, at + 8), ref s30, ref s31);
            at += 16;
            a = ref Unsafe.Add(ref a, depthStep);
        }

        Store(s00, s01, ref destination, accumulate);
        Store(s10, s11, ref Unsafe.Add(ref destination, 16), accumulate);
        Store(s20, s21, ref Unsafe.Add(ref destination, 32), accumulate);
        Store(s30, s31, ref Unsafe.Add(ref destination, 48), accumulate);
    }

    public static void Multiply(
        ref float a, nint rowStep, nint depthStep, int rows, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        if (rows == 6)
        {
            MultiplyFull(ref a, rowStep, depthStep, ref panel, depth, ref destination, stride, accumulate);
            return;
        }

        for (var done = 0; done < rows; done += 4)
            MultiplyFew(ref Unsafe.Add(ref a, done * rowStep), rowStep, depthStep, Math.Min(4, rows - done), ref panel, depth, ref Unsafe.Add(ref destination, done * stride), stride, accumulate);
    }

    // Every third row has a reference of its own and shares three offsets: 6 references would not fit into the registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFull(
        ref float a, nint rowStep, nint depthStep, ref float panel, int depth, ref float destination, nint stride, bool accumulate)
    {
        nint at0 = 0, at1 = rowStep, at2 = 2 * rowStep;
        ref var p3 = ref Unsafe.Add(ref a, 3 * rowStep);
        Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        for (var l = depth; l > 0; l--)
        {
            var b0 = Vector256.LoadUnsafe(ref panel);
            var b1 = Vector256.LoadUnsafe(ref panel, 8);
            Add(Unsafe.Add(ref a, at0), b0, b1, ref s00, ref s01);
            Add(Unsafe.Add(ref a, at1), b0, b1, ref s10, ref s11);
            Add(Unsafe.Add(ref a, at2), b0, b1, ref s20, ref s21);
            Add(Unsafe.Add(ref p3, at0), b0, b1, ref s30, ref s31);
            Add(Unsafe.Add(ref p3, at1), b0, b1, ref s40, ref s41);
            Add(Unsafe.Add(ref p3, at2), b0, b1, ref s50, ref s51);
            panel = ref Unsafe.Add(ref panel, 16);
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
    }

    // 1 to 4 rows; where there are fewer, the last stands in for the missing ones and the surplus sums are dropped.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFew(
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
