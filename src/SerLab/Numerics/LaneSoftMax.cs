using System.Runtime.CompilerServices;

namespace SerLab.Numerics;

/// <summary>Exponentials and their sums over the columns of a matrix, a column in every lane: no lane meets another.</summary>
/// <typeparam name="TLanes">Arithmetic of a width.</typeparam>
/// <typeparam name="TVector">The vector of that width.</typeparam>
internal static class LaneSoftMax<TLanes, TVector>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    // exp(-700) = 1e-304 is as good as nothing beside the largest, which is 1, and its power of two is still a normal number.
    private const double LeastExponent = -700;

    /// <summary>Works through as many whole vectors of columns as there are; gives the first column that is left over.</summary>
    /// <param name="values">First logarithm, becomes the first share, shape [rows x at least as many columns as sums].</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="from">First column.</param>
    /// <param name="sums">sum_i exp(values[i, j] - largest[j]), shape [columns].</param>
    /// <param name="largest">max_i values[i, j], shape [columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Strips(ref double values, int rows, int stride, int from, Span<double> sums, Span<double> largest)
    {
        var end = (nint)rows * stride;
        for (; from + TLanes.Count <= sums.Length; from += TLanes.Count)
        {
            ref var strip = ref Unsafe.Add(ref values, from);
            var max = TLanes.Load(ref strip, 0);
            for (nint place = stride; place < end; place += stride) max = TLanes.Larger(max, TLanes.Load(ref strip, place));
            var sum = TLanes.All(0);
            for (nint place = 0; place < end; place += stride)
            {
                var share = Exp(TLanes.Larger(TLanes.Subtract(TLanes.Load(ref strip, place), max), TLanes.All(LeastExponent)));
                sum = TLanes.Add(sum, share);
                TLanes.Store(share, ref strip, place);
            }

            var factor = TLanes.Divide(TLanes.All(1), sum);
            for (nint place = 0; place < end; place += stride) TLanes.Store(TLanes.Multiply(TLanes.Load(ref strip, place), factor), ref strip, place);
            TLanes.Store(sum, ref sums[from], 0);
            TLanes.Store(max, ref largest[from], 0);
        }

        return from;
    }

    /// <summary>exp(x) in every lane, x in [-700, 700].</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2, ln 2 in two parts (W. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6);
    /// exp(r) by its Taylor series to r^12 / 12!, whose rest is below 2e-16. Adding 1.5 * 2^52 rounds to the whole number n and leaves it in the low bits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var rounding = TLanes.All(6755399441055744.0);
        var shifted = TLanes.MultiplyAdd(x, TLanes.All(1.4426950408889634), rounding);
        var n = TLanes.Add(shifted, TLanes.All(-6755399441055744.0));
        var r = TLanes.MultiplyAdd(n, TLanes.All(-6.93147180369123816490e-01), x);
        r = TLanes.MultiplyAdd(n, TLanes.All(-1.90821492927058770002e-10), r);
        var series = TLanes.MultiplyAdd(r, TLanes.All(1.0 / 479001600), TLanes.All(1.0 / 39916800));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 3628800));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 362880));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 40320));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 5040));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 720));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 120));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 24));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1.0 / 6));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(0.5));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1));
        series = TLanes.MultiplyAdd(series, r, TLanes.All(1));
        return TLanes.Multiply(series, TLanes.PowerOfTwo(shifted));
    }
}
