using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>The loops of <see cref="GaussianKernels"/>, whose doors have checked that every access below stays inside.</summary>
/// <remarks>Eight doubles a vector; without AVX-512 the runtime makes two of four of them, with the same bits.</remarks>
internal static class GaussianLoops
{
    private const int Width = 8;

    /// <summary>Two components by four vectors of frames: eight sums, as many as hide the latency of a multiply-add, in sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HalfSquares(
        ReadOnlySpan<double> x, int stride, int features, ReadOnlySpan<double> scales, ReadOnlySpan<double> shifts, ReadOnlySpan<double> constants, Span<double> destination)
    {
        ref var values = ref MemoryMarshal.GetReference(x);
        ref var results = ref MemoryMarshal.GetReference(destination);
        var (zero, half) = (Vector512<double>.Zero, Vector512.Create(-0.5));
        for (nint t = 0; t < stride; t += 4 * Width)
            for (var k = 0; k < constants.Length; k += 2)
            {
                var other = Math.Min(k + 1, constants.Length - 1); // an odd last one is its own partner
                ref var scaleA = ref Unsafe.Add(ref MemoryMarshal.GetReference(scales), k * features);
                ref var scaleB = ref Unsafe.Add(ref MemoryMarshal.GetReference(scales), other * features);
                ref var shiftA = ref Unsafe.Add(ref MemoryMarshal.GetReference(shifts), k * features);
                ref var shiftB = ref Unsafe.Add(ref MemoryMarshal.GetReference(shifts), other * features);
                var (a0, a1, a2, a3) = (zero, zero, zero, zero);
                var (b0, b1, b2, b3) = (zero, zero, zero, zero);
                ref var frames = ref Unsafe.Add(ref values, t);
                for (nint d = 0; d < features; d++)
                {
                    var (factor, shift) = (Vector512.Create(Unsafe.Add(ref scaleA, d)), Vector512.Create(Unsafe.Add(ref shiftA, d)));
                    AddSquare(ref frames, 0, factor, shift, ref a0);
                    AddSquare(ref frames, Width, factor, shift, ref a1);
                    AddSquare(ref frames, 2 * Width, factor, shift, ref a2);
                    AddSquare(ref frames, 3 * Width, factor, shift, ref a3);
                    (factor, shift) = (Vector512.Create(Unsafe.Add(ref scaleB, d)), Vector512.Create(Unsafe.Add(ref shiftB, d)));
                    AddSquare(ref frames, 0, factor, shift, ref b0);
                    AddSquare(ref frames, Width, factor, shift, ref b1);
                    AddSquare(ref frames, 2 * Width, factor, shift, ref b2);
                    AddSquare(ref frames, 3 * Width, factor, shift, ref b3);
                    frames = ref Unsafe.Add(ref frames, stride);
                }

                Store(ref Unsafe.Add(ref results, (nint)k * stride + t), half, Vector512.Create(constants[k]), a0, a1, a2, a3);
                Store(ref Unsafe.Add(ref results, (nint)other * stride + t), half, Vector512.Create(constants[other]), b0, b1, b2, b3);
            }
    }

    /// <summary>Two rows of the triangle by four vectors of frames.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LowerTransform(ReadOnlySpan<double> x, int stride, int features, ReadOnlySpan<double> lower, Span<double> destination)
    {
        ref var values = ref MemoryMarshal.GetReference(x);
        ref var results = ref MemoryMarshal.GetReference(destination);
        var (one, zero) = (Vector512<double>.One, Vector512<double>.Zero);
        for (nint t = 0; t < stride; t += 4 * Width)
            for (var i = 0; i < features; i += 2)
            {
                var other = Math.Min(i + 1, features - 1); // an odd last row is its own partner
                ref var rowA = ref Unsafe.Add(ref MemoryMarshal.GetReference(lower), (nint)i * features);
                ref var rowB = ref Unsafe.Add(ref MemoryMarshal.GetReference(lower), (nint)other * features);
                var (a0, a1, a2, a3) = (zero, zero, zero, zero);
                var (b0, b1, b2, b3) = (zero, zero, zero, zero);
                ref var frames = ref Unsafe.Add(ref values, t);
                for (nint j = 0; j <= other; j++)
                {
                    var (factorA, factorB) = (Vector512.Create(Unsafe.Add(ref rowA, j)), Vector512.Create(Unsafe.Add(ref rowB, j)));
                    AddProducts(Vector512.LoadUnsafe(ref frames), factorA, factorB, ref a0, ref b0);
                    AddProducts(Vector512.LoadUnsafe(ref frames, Width), factorA, factorB, ref a1, ref b1);
                    AddProducts(Vector512.LoadUnsafe(ref frames, 2 * Width), factorA, factorB, ref a2, ref b2);
                    AddProducts(Vector512.LoadUnsafe(ref frames, 3 * Width), factorA, factorB, ref a3, ref b3);
                    frames = ref Unsafe.Add(ref frames, stride);
                }

                Store(ref Unsafe.Add(ref results, (nint)i * stride + t), one, zero, a0, a1, a2, a3);
                Store(ref Unsafe.Add(ref results, (nint)other * stride + t), one, zero, b0, b1, b2, b3);
            }
    }

    /// <summary>Four components by one feature and its square: their shares stay in the first-level cache while all features pass by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMoments(ReadOnlySpan<double> x, int stride, int features, ReadOnlySpan<double> shares, Span<double> occupations, Span<double> firsts, Span<double> seconds)
    {
        for (var k = 0; k < occupations.Length; k += 4)
        {
            // Fewer than four are left: the last one takes the empty places too, and what it finds there is dropped.
            var (last, left) = (occupations.Length - 1, occupations.Length - k);
            ref var share0 = ref RowOf(shares, stride, k);
            ref var share1 = ref RowOf(shares, stride, Math.Min(k + 1, last));
            ref var share2 = ref RowOf(shares, stride, Math.Min(k + 2, last));
            ref var share3 = ref RowOf(shares, stride, Math.Min(k + 3, last));
            for (var c = k; c < Math.Min(k + 4, occupations.Length); c++) occupations[c] += Sum(ref RowOf(shares, stride, c), stride);
            for (var d = 0; d < features; d++)
            {
                ref var feature = ref RowOf(x, stride, d);
                var (first0, first1, first2, first3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
                var (second0, second1, second2, second3) = (first0, first0, first0, first0);
                for (nint t = 0; t < stride; t += Width)
                {
                    var value = Vector512.LoadUnsafe(ref feature, (nuint)t);
                    var square = value * value;
                    AddProducts(Vector512.LoadUnsafe(ref share0, (nuint)t), value, square, ref first0, ref second0);
                    AddProducts(Vector512.LoadUnsafe(ref share1, (nuint)t), value, square, ref first1, ref second1);
                    AddProducts(Vector512.LoadUnsafe(ref share2, (nuint)t), value, square, ref first2, ref second2);
                    AddProducts(Vector512.LoadUnsafe(ref share3, (nuint)t), value, square, ref first3, ref second3);
                }

                var place = k * features + d;
                Keep(first0, second0, place, firsts, seconds);
                if (left > 1) Keep(first1, second1, place + features, firsts, seconds);
                if (left > 2) Keep(first2, second2, place + 2 * features, firsts, seconds);
                if (left > 3) Keep(first3, second3, place + 3 * features, firsts, seconds);
            }
        }
    }

    /// <summary>Four rows of the left by two of the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLowerProducts(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int stride, int rows, Span<double> destination)
    {
        for (var i = 0; i < rows; i += 4)
        {
            ref var left0 = ref RowOf(left, stride, i);
            ref var left1 = ref RowOf(left, stride, Math.Min(i + 1, rows - 1));
            ref var left2 = ref RowOf(left, stride, Math.Min(i + 2, rows - 1));
            ref var left3 = ref RowOf(left, stride, Math.Min(i + 3, rows - 1));
            for (var j = 0; j < Math.Min(i + 4, rows); j += 2)
            {
                ref var rightA = ref RowOf(right, stride, j);
                ref var rightB = ref RowOf(right, stride, Math.Min(j + 1, rows - 1));
                var (a0, a1, a2, a3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
                var (b0, b1, b2, b3) = (a0, a0, a0, a0);
                for (nint t = 0; t < stride; t += Width)
                {
                    var (a, b) = (Vector512.LoadUnsafe(ref rightA, (nuint)t), Vector512.LoadUnsafe(ref rightB, (nuint)t));
                    AddProducts(Vector512.LoadUnsafe(ref left0, (nuint)t), a, b, ref a0, ref b0);
                    AddProducts(Vector512.LoadUnsafe(ref left1, (nuint)t), a, b, ref a1, ref b1);
                    AddProducts(Vector512.LoadUnsafe(ref left2, (nuint)t), a, b, ref a2, ref b2);
                    AddProducts(Vector512.LoadUnsafe(ref left3, (nuint)t), a, b, ref a3, ref b3);
                }

                KeepRow(a0, b0, rows, i, j, destination);
                KeepRow(a1, b1, rows, i + 1, j, destination);
                KeepRow(a2, b2, rows, i + 2, j, destination);
                KeepRow(a3, b3, rows, i + 3, j, destination);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquare(ref double frames, nint offset, Vector512<double> factor, Vector512<double> shift, ref Vector512<double> sum)
    {
        var difference = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref frames, (nuint)offset), factor, shift);
        sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(Vector512<double> left, Vector512<double> rightA, Vector512<double> rightB, ref Vector512<double> a, ref Vector512<double> b)
    {
        a = Vector512.FusedMultiplyAdd(left, rightA, a);
        b = Vector512.FusedMultiplyAdd(left, rightB, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double destination, Vector512<double> factor, Vector512<double> constant, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3)
    {
        Vector512.FusedMultiplyAdd(s0, factor, constant).StoreUnsafe(ref destination);
        Vector512.FusedMultiplyAdd(s1, factor, constant).StoreUnsafe(ref destination, Width);
        Vector512.FusedMultiplyAdd(s2, factor, constant).StoreUnsafe(ref destination, 2 * Width);
        Vector512.FusedMultiplyAdd(s3, factor, constant).StoreUnsafe(ref destination, 3 * Width);
    }

    private static ref double RowOf(ReadOnlySpan<double> values, int stride, int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(values), (nint)row * stride);

    private static double Sum(ref double values, int stride)
    {
        var (sum0, sum1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint t = 0; t < stride; t += 2 * Width) (sum0, sum1) = (sum0 + Vector512.LoadUnsafe(ref values, (nuint)t), sum1 + Vector512.LoadUnsafe(ref values, (nuint)(t + Width)));
        return Vector512.Sum(sum0 + sum1);
    }

    private static void Keep(Vector512<double> first, Vector512<double> second, int place, Span<double> firsts, Span<double> seconds)
    {
        firsts[place] += Vector512.Sum(first);
        seconds[place] += Vector512.Sum(second);
    }

    private static void KeepRow(Vector512<double> a, Vector512<double> b, int rows, int i, int j, Span<double> destination)
    {
        if (i >= rows) return;
        destination[i * rows + j] += Vector512.Sum(a);
        if (j + 1 < rows) destination[i * rows + j + 1] += Vector512.Sum(b);
    }
}
