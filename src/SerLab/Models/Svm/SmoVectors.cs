using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Models.Svm;

/// <summary>The two loops over all rows in a step of sequential minimal optimisation.</summary>
/// <remarks>
/// Lengths are whole numbers of 16 lanes (<see cref="PairKernel.Lanes"/>), so there is no remainder. Written with 512-bit vectors, which the runtime makes of two or four
/// narrower ones where the processor has no wider; multiplications and additions are rounded one by one, so that all widths give the same bits. Among equals the first wins.
/// </remarks>
internal static class SmoVectors
{
    /// <summary>lacking[t] -= change (a[t] - b[t]) in double; then the t with the largest lacking[t] + rising[t].</summary>
    /// <param name="a">Kernel of the row whose coefficient grew, shape [rows].</param>
    /// <param name="b">Kernel of the row whose coefficient fell, shape [rows].</param>
    /// <param name="change">By how much.</param>
    /// <param name="rising">0 where a coefficient may grow, -infinity where not, shape [rows].</param>
    /// <param name="lacking">What each row lacks, shape [rows]; changed in place.</param>
    /// <returns>The index, and minus infinity where none may grow.</returns>
    public static (int Index, double Most) Advance(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double change, ReadOnlySpan<double> rising, Span<double> lacking)
    {
        Debug.Assert(lacking.Length % PairKernel.Lanes == 0 && a.Length >= lacking.Length && b.Length >= lacking.Length && rising.Length >= lacking.Length);
        ref var firstA = ref MemoryMarshal.GetReference(a);
        ref var firstB = ref MemoryMarshal.GetReference(b);
        ref var firstRising = ref MemoryMarshal.GetReference(rising);
        ref var firstLacking = ref MemoryMarshal.GetReference(lacking);
        var scale = Vector512.Create(change);
        var (bestLow, bestHigh) = (Vector512.Create(double.NegativeInfinity), Vector512.Create(double.NegativeInfinity));
        var (atLow, atHigh) = (Vector512<long>.Zero, Vector512<long>.Zero);
        var index = Vector512.CreateSequence(0L, 1L);
        for (nuint t = 0; t < (nuint)lacking.Length; t += PairKernel.Lanes)
        {
            var (aLow, aHigh) = Vector512.Widen(Vector512.LoadUnsafe(ref firstA, t));
            var (bLow, bHigh) = Vector512.Widen(Vector512.LoadUnsafe(ref firstB, t));
            var low = Vector512.LoadUnsafe(ref firstLacking, t) - (aLow - bLow) * scale;
            var high = Vector512.LoadUnsafe(ref firstLacking, t + 8) - (aHigh - bHigh) * scale;
            low.StoreUnsafe(ref firstLacking, t);
            high.StoreUnsafe(ref firstLacking, t + 8);
            low += Vector512.LoadUnsafe(ref firstRising, t);
            high += Vector512.LoadUnsafe(ref firstRising, t + 8);
            var (moreLow, moreHigh) = (Vector512.GreaterThan(low, bestLow), Vector512.GreaterThan(high, bestHigh));
            bestLow = Vector512.ConditionalSelect(moreLow, low, bestLow);
            bestHigh = Vector512.ConditionalSelect(moreHigh, high, bestHigh);
            atLow = Vector512.ConditionalSelect(moreLow.AsInt64(), index, atLow);
            atHigh = Vector512.ConditionalSelect(moreHigh.AsInt64(), index, atHigh);
            index += Vector512.Create((long)PairKernel.Lanes);
        }

        var most = Largest(Vector512.MaxNative(bestLow, bestHigh));
        var none = Vector512.Create(long.MaxValue);
        var first = Smallest(Vector512.Min(
            Vector512.ConditionalSelect(Vector512.Equals(bestLow, Vector512.Create(most)).AsInt64(), atLow, none),
            Vector512.ConditionalSelect(Vector512.Equals(bestHigh, Vector512.Create(most)).AsInt64(), atHigh + Vector512.Create(8L), none)));
        return ((int)first, most);
    }

    /// <summary>The partner of the row that violates most: gain = violation^2 / curvature is largest, violation = most - lacking[t] + falling[t] above 0 (WSS 2).</summary>
    /// <param name="row">Kernel of the row that violates most with every row, shape [rows].</param>
    /// <param name="diagonal">Kernel of that row with itself.</param>
    /// <param name="most">What that row lacks.</param>
    /// <param name="lacking">What each row lacks, shape [rows].</param>
    /// <param name="falling">0 where a coefficient may fall, -infinity where not, shape [rows].</param>
    /// <param name="diagonals">Kernel of each row with itself, shape [rows].</param>
    /// <returns>The index, -1 where there is none, and the largest violation, in single precision.</returns>
    public static (int Index, float Violation) Partner(
        ReadOnlySpan<float> row, float diagonal, double most, ReadOnlySpan<double> lacking, ReadOnlySpan<float> falling, ReadOnlySpan<float> diagonals)
    {
        Debug.Assert(lacking.Length % PairKernel.Lanes == 0 && row.Length >= lacking.Length && falling.Length >= lacking.Length && diagonals.Length >= lacking.Length);
        ref var firstRow = ref MemoryMarshal.GetReference(row);
        ref var firstLacking = ref MemoryMarshal.GetReference(lacking);
        ref var firstFalling = ref MemoryMarshal.GetReference(falling);
        ref var firstDiagonal = ref MemoryMarshal.GetReference(diagonals);
        var (mostVector, own, least, none) = (Vector512.Create(most), Vector512.Create(diagonal), Vector512.Create((float)SmoSolver.LeastCurvature), Vector512.Create(-1f));
        var (worst, best, at) = (Vector512.Create(float.NegativeInfinity), none, Vector512<int>.Zero);
        var index = Vector512.CreateSequence(0, 1);
        for (nuint t = 0; t < (nuint)lacking.Length; t += PairKernel.Lanes)
        {
            var violation = Vector512.Narrow(mostVector - Vector512.LoadUnsafe(ref firstLacking, t), mostVector - Vector512.LoadUnsafe(ref firstLacking, t + 8))
                + Vector512.LoadUnsafe(ref firstFalling, t);
            worst = Vector512.MaxNative(worst, violation);
            var kernel = Vector512.LoadUnsafe(ref firstRow, t);
            var curvature = Vector512.MaxNative(least, own + Vector512.LoadUnsafe(ref firstDiagonal, t) - (kernel + kernel));
            var gain = Vector512.ConditionalSelect(Vector512.GreaterThan(violation, Vector512<float>.Zero), violation * violation / curvature, none);
            var more = Vector512.GreaterThan(gain, best);
            best = Vector512.ConditionalSelect(more, gain, best);
            at = Vector512.ConditionalSelect(more.AsInt32(), index, at);
            index += Vector512.Create(PairKernel.Lanes);
        }

        var top = Largest(best);
        var first = Smallest(Vector512.ConditionalSelect(Vector512.Equals(best, Vector512.Create(top)).AsInt32(), at, Vector512.Create(int.MaxValue)));
        return (top < 0 ? -1 : first, Largest(worst));
    }

    private static double Largest(Vector512<double> values)
    {
        var half = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        return Math.Max(quarter[0], quarter[1]);
    }

    private static float Largest(Vector512<float> values)
    {
        var half = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        return Math.Max(Math.Max(quarter[0], quarter[1]), Math.Max(quarter[2], quarter[3]));
    }

    private static long Smallest(Vector512<long> values)
    {
        var half = Vector256.Min(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Min(half.GetLower(), half.GetUpper());
        return Math.Min(quarter[0], quarter[1]);
    }

    private static int Smallest(Vector512<int> values)
    {
        var half = Vector256.Min(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Min(half.GetLower(), half.GetUpper());
        return Math.Min(Math.Min(quarter[0], quarter[1]), Math.Min(quarter[2], quarter[3]));
    }
}
