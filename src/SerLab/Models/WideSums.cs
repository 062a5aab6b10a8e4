using System.Numerics;

namespace SerLab.Models;

/// <summary>Sums over single-precision rows in double precision: whole vectors of floats widen to two of doubles, the remainder goes one by one.</summary>
internal static class WideSums
{
    /// <summary>destination[t] += scale row[t], in double.</summary>
    public static void Add(ReadOnlySpan<float> row, double scale, Span<double> destination)
    {
        var t = 0;
        for (; t <= destination.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[t..]), out var low, out var high);
            var first = destination[t..];
            var second = destination[(t + Vector<double>.Count)..];
            (new Vector<double>(first) + low * scale).CopyTo(first);
            (new Vector<double>(second) + high * scale).CopyTo(second);
        }

        for (; t < destination.Length; t++) destination[t] += scale * row[t];
    }

    /// <summary>sum_t coefficients[t] row[t], in double; the order of summation depends on the width of vectors alone.</summary>
    public static double Dot(ReadOnlySpan<double> coefficients, ReadOnlySpan<float> row)
    {
        var (lowSum, highSum) = (Vector<double>.Zero, Vector<double>.Zero);
        var t = 0;
        for (; t <= coefficients.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[t..]), out var low, out var high);
            lowSum += new Vector<double>(coefficients[t..]) * low;
            highSum += new Vector<double>(coefficients[(t + Vector<double>.Count)..]) * high;
        }

        var sum = Vector.Sum(lowSum + highSum);
        for (; t < coefficients.Length; t++) sum += coefficients[t] * row[t];
        return sum;
    }

    /// <summary>destination[t] += (row[t] - centre[t])^2.</summary>
    public static void AddSquares(ReadOnlySpan<float> row, ReadOnlySpan<double> centre, Span<double> destination)
    {
        var t = 0;
        for (; t <= destination.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[t..]), out var low, out var high);
            low -= new Vector<double>(centre[t..]);
            high -= new Vector<double>(centre[(t + Vector<double>.Count)..]);
            var first = destination[t..];
            var second = destination[(t + Vector<double>.Count)..];
            (new Vector<double>(first) + low * low).CopyTo(first);
            (new Vector<double>(second) + high * high).CopyTo(second);
        }

        for (; t < destination.Length; t++) destination[t] += (row[t] - centre[t]) * (row[t] - centre[t]);
    }

    /// <summary>destination[t] = (row[t] - centre[t]) / scale[t], cut to -clip ... clip and rounded to single precision.</summary>
    public static void Scale(ReadOnlySpan<float> row, ReadOnlySpan<double> centre, ReadOnlySpan<double> scale, double clip, Span<float> destination)
    {
        var (least, most) = (new Vector<double>(-clip), new Vector<double>(clip));
        var t = 0;
        for (; t <= destination.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            var half = t + Vector<double>.Count;
            Vector.Widen(new Vector<float>(row[t..]), out var low, out var high);
            low = (low - new Vector<double>(centre[t..])) / new Vector<double>(scale[t..]);
            high = (high - new Vector<double>(centre[half..])) / new Vector<double>(scale[half..]);
            Vector.Narrow(Vector.Min(Vector.Max(low, least), most), Vector.Min(Vector.Max(high, least), most)).CopyTo(destination[t..]);
        }

        for (; t < destination.Length; t++) destination[t] = (float)Math.Clamp((row[t] - centre[t]) / scale[t], -clip, clip);
    }
}
