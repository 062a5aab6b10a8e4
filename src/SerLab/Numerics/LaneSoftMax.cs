using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>Exponentials and their sums over the columns of a matrix, a column in every lane of eight: no lane meets another.</summary>
internal static class LaneSoftMax
{
    private const int Width = 8;

    // exp(-700) = 1e-304 is as good as nothing beside the largest, which is 1, and its power of two is still a normal number.
    private const double LeastExponent = -700;

    /// <summary>Turns each column of logarithms into shares that sum to one.</summary>
    /// <param name="values">Logarithms, become shares, shape [rows x stride] without what stands behind the last column.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="sums">sum_i exp(values[i, j] - largest[j]), shape [columns].</param>
    /// <param name="largest">max_i values[i, j], shape [columns].</param>
    public static void Columns(Span<double> values, int rows, int stride, Span<double> sums, Span<double> largest)
    {
        var whole = sums.Length / Width * Width;
        WholeStrips(ref MemoryMarshal.GetReference(values), rows, stride, sums[..whole], largest);
        var left = sums.Length - whole;
        if (left == 0) return;

        // Fewer columns than lanes are left: they are copied to a strip of their own, the last one into all free lanes.
        var strip = ArrayPool<double>.Shared.Rent(rows * Width);
        Span<double> ends = stackalloc double[2 * Width];
        for (var i = 0; i < rows; i++)
            for (var lane = 0; lane < Width; lane++) strip[i * Width + lane] = values[i * stride + whole + Math.Min(lane, left - 1)];
        WholeStrips(ref strip[0], rows, Width, ends[..Width], ends[Width..]);
        for (var i = 0; i < rows; i++) strip.AsSpan(i * Width, left).CopyTo(values[(i * stride + whole)..]);
        ends[..left].CopyTo(sums[whole..]);
        ends.Slice(Width, left).CopyTo(largest[whole..]);
        ArrayPool<double>.Shared.Return(strip);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WholeStrips(ref double values, int rows, int stride, Span<double> sums, Span<double> largest)
    {
        var (least, end) = (Vector512.Create(LeastExponent), (nuint)rows * (nuint)stride);
        for (var from = 0; from < sums.Length; from += Width)
        {
            ref var strip = ref Unsafe.Add(ref values, from);
            var max = Vector512.LoadUnsafe(ref strip);
            for (var place = (nuint)stride; place < end; place += (nuint)stride) max = Vector512.MaxNative(max, Vector512.LoadUnsafe(ref strip, place));
            var sum = Vector512<double>.Zero;
            for (nuint place = 0; place < end; place += (nuint)stride)
            {
                var share = Exp(Vector512.MaxNative(Vector512.LoadUnsafe(ref strip, place) - max, least));
                sum += share;
                share.StoreUnsafe(ref strip, place);
            }

            var factor = Vector512<double>.One / sum;
            for (nuint place = 0; place < end; place += (nuint)stride) (Vector512.LoadUnsafe(ref strip, place) * factor).StoreUnsafe(ref strip, place);
            sum.StoreUnsafe(ref sums[from]);
            max.StoreUnsafe(ref largest[from]);
        }
    }

    /// <summary>exp(x) in every lane, x in [-700, 700].</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2, ln 2 in two parts (W. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6);
    /// exp(r) by its Taylor series to r^12 / 12!, whose rest is below 2e-16. Adding 1.5 * 2^52 rounds to the whole number n and leaves it in the low bits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Exp(Vector512<double> x)
    {
        var rounding = Vector512.Create(6755399441055744.0);
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.4426950408889634), rounding);
        var n = shifted - rounding;
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-6.93147180369123816490e-01), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-1.90821492927058770002e-10), r);
        var series = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 479001600), Vector512.Create(1.0 / 39916800));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 3628800));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 362880));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 40320));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 5040));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 720));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 120));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 24));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(1.0 / 6));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512.Create(0.5));
        series = Vector512.FusedMultiplyAdd(series, r, Vector512<double>.One);
        series = Vector512.FusedMultiplyAdd(series, r, Vector512<double>.One);
        return series * Vector512.ShiftLeft(shifted.AsInt64() + Vector512.Create(1023L), 52).AsDouble();
    }
}
