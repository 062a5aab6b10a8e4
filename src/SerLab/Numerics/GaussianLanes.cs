using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SerLab.Numerics;

/// <summary>The loops of <see cref="GaussianKernels"/> for one width; its doors have checked that every access below stays inside.</summary>
/// <typeparam name="TLanes">Arithmetic of a width.</typeparam>
/// <typeparam name="TVector">The vector of that width.</typeparam>
internal static class GaussianLanes<TLanes, TVector>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    /// <summary>Two components by four vectors of frames: eight sums, as many as hide the latency of a multiply-add, in sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HalfSquares(
        ReadOnlySpan<double> x, int stride, int features, ReadOnlySpan<double> scales, ReadOnlySpan<double> shifts, ReadOnlySpan<double> constants, Span<double> destination)
    {
        ref var values = ref MemoryMarshal.GetReference(x);
        ref var results = ref MemoryMarshal.GetReference(destination);
        var (zero, half) = (TLanes.All(0), TLanes.All(-0.5));
        for (nint t = 0; t < stride; t += 4 * TLanes.Count)
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
                    var (factor, shift) = (TLanes.All(Unsafe.Add(ref scaleA, d)), TLanes.All(Unsafe.Add(ref shiftA, d)));
                    AddSquare(ref frames, 0, factor, shift, ref a0);
                    AddSquare(ref frames, TLanes.Count, factor, shift, ref a1);
                    AddSquare(ref frames, 2 * TLanes.Count, factor, shift, ref a2);
                    AddSquare(ref frames, 3 * TLanes.Count, factor, shift, ref a3);
                    (factor, shift) = (TLanes.All(Unsafe.Add(ref scaleB, d)), TLanes.All(Unsafe.Add(ref shiftB, d)));
                    AddSquare(ref frames, 0, factor, shift, ref b0);
                    AddSquare(ref frames, TLanes.Count, factor, shift, ref b1);
                    AddSquare(ref frames, 2 * TLanes.Count, factor, shift, ref b2);
                    AddSquare(ref frames, 3 * TLanes.Count, factor, shift, ref b3);
                    frames = ref Unsafe.Add(ref frames, stride);
                }

                Store(ref Unsafe.Add(ref results, (nint)k * stride + t), half, TLanes.All(constants[k]), a0, a1, a2, a3);
                Store(ref Unsafe.Add(ref results, (nint)other * stride + t), half, TLanes.All(constants[other]), b0, b1, b2, b3);
            }
    }

    /// <summary>Two rows of the triangle by four vectors of frames.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LowerTransform(ReadOnlySpan<double> x, int stride, int features, ReadOnlySpan<double> lower, Span<double> destination)
    {
        ref var values = ref MemoryMarshal.GetReference(x);
        ref var results = ref MemoryMarshal.GetReference(destination);
        var (one, zero) = (TLanes.All(1), TLanes.All(0));
        for (nint t = 0; t < stride; t += 4 * TLanes.Count)
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
                    var (factorA, factorB) = (TLanes.All(Unsafe.Add(ref rowA, j)), TLanes.All(Unsafe.Add(ref rowB, j)));
                    AddProducts(TLanes.Load(ref frames, 0), factorA, factorB, ref a0, ref b0);
                    AddProducts(TLanes.Load(ref frames, TLanes.Count), factorA, factorB, ref a1, ref b1);
                    AddProducts(TLanes.Load(ref frames, 2 * TLanes.Count), factorA, factorB, ref a2, ref b2);
                    AddProducts(TLanes.Load(ref frames, 3 * TLanes.Count), factorA, factorB, ref a3, ref b3);
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
                var (first0, first1, first2, first3) = (TLanes.All(0), TLanes.All(0), TLanes.All(0), TLanes.All(0));
                var (second0, second1, second2, second3) = (first0, first0, first0, first0);
                for (nint t = 0; t < stride; t += TLanes.Count)
                {
                    var value = TLanes.Load(ref feature, t);
                    var square = TLanes.Multiply(value, value);
                    AddProducts(TLanes.Load(ref share0, t), value, square, ref first0, ref second0);
                    AddProducts(TLanes.Load(ref share1, t), value, square, ref first1, ref second1);
                    AddProducts(TLanes.Load(ref share2, t), value, square, ref first2, ref second2);
                    AddProducts(TLanes.Load(ref share3, t), value, square, ref first3, ref second3);
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
                var (a0, a1, a2, a3) = (TLanes.All(0), TLanes.All(0), TLanes.All(0), TLanes.All(0));
                var (b0, b1, b2, b3) = (a0, a0, a0, a0);
                for (nint t = 0; t < stride; t += TLanes.Count)
                {
                    var (a, b) = (TLanes.Load(ref rightA, t), TLanes.Load(ref rightB, t));
                    AddProducts(TLanes.Load(ref left0, t), a, b, ref a0, ref b0);
                    AddProducts(TLanes.Load(ref left1, t), a, b, ref a1, ref b1);
                    AddProducts(TLanes.Load(ref left2, t), a, b, ref a2, ref b2);
                    AddProducts(TLanes.Load(ref left3, t), a, b, ref a3, ref b3);
                }

                KeepRow(a0, b0, rows, i, j, destination);
                KeepRow(a1, b1, rows, i + 1, j, destination);
                KeepRow(a2, b2, rows, i + 2, j, destination);
                KeepRow(a3, b3, rows, i + 3, j, destination);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquare(ref double frames, nint offset, TVector factor, TVector shift, ref TVector sum)
    {
        var difference = TLanes.MultiplyAdd(TLanes.Load(ref frames, offset), factor, shift);
        sum = TLanes.MultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(TVector left, TVector rightA, TVector rightB, ref TVector a, ref TVector b)
    {
        a = TLanes.MultiplyAdd(left, rightA, a);
        b = TLanes.MultiplyAdd(left, rightB, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double destination, TVector factor, TVector constant, TVector s0, TVector s1, TVector s2, TVector s3)
    {
        TLanes.Store(TLanes.MultiplyAdd(s0, factor, constant), ref destination, 0);
        TLanes.Store(TLanes.MultiplyAdd(s1, factor, constant), ref destination, TLanes.Count);
        TLanes.Store(TLanes.MultiplyAdd(s2, factor, constant), ref destination, 2 * TLanes.Count);
        TLanes.Store(TLanes.MultiplyAdd(s3, factor, constant), ref destination, 3 * TLanes.Count);
    }

    private static ref double RowOf(ReadOnlySpan<double> values, int stride, int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(values), (nint)row * stride);

    private static double Sum(ref double values, int stride)
    {
        var (sum0, sum1) = (TLanes.All(0), TLanes.All(0));
        for (nint t = 0; t < stride; t += 2 * TLanes.Count) (sum0, sum1) = (TLanes.Add(sum0, TLanes.Load(ref values, t)), TLanes.Add(sum1, TLanes.Load(ref values, t + TLanes.Count)));
        return TLanes.Sum(TLanes.Add(sum0, sum1));
    }

    private static void Keep(TVector first, TVector second, int place, Span<double> firsts, Span<double> seconds)
    {
        firsts[place] += TLanes.Sum(first);
        seconds[place] += TLanes.Sum(second);
    }

    private static void KeepRow(TVector a, TVector b, int rows, int i, int j, Span<double> destination)
    {
        if (i >= rows) return;
        destination[i * rows + j] += TLanes.Sum(a);
        if (j + 1 < rows) destination[i * rows + j + 1] += TLanes.Sum(b);
    }
}
