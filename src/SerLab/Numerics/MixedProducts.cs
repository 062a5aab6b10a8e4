using System.Numerics;
using System.Runtime.CompilerServices;

namespace SerLab.Numerics;

/// <summary>Products of single-precision rows with double-precision vectors, and distances in double: what solvers need that add up many small steps.</summary>
/// <remarks>Every float is widened before it is multiplied. Sums run in lanes, so they equal the plain loop within rounding; the same input gives the same bits.</remarks>
public static class MixedProducts
{
    /// <summary>sum_j row[j] vector[j] in double.</summary>
    /// <param name="row">Shape [columns]; only read.</param>
    /// <param name="vector">At least [columns]; only read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> row, ReadOnlySpan<double> vector)
    {
        vector = vector[..row.Length];
        int lanes = Vector<float>.Count, half = Vector<double>.Count, j = 0;
        Vector<double> a = default, b = default, c = default, d = default;
        for (; j + 2 * lanes <= row.Length; j += 2 * lanes)
        {
            Vector.Widen(new Vector<float>(row[j..]), out var low, out var high);
            a = Vector.MultiplyAddEstimate(low, new Vector<double>(vector[j..]), a);
            b = Vector.MultiplyAddEstimate(high, new Vector<double>(vector[(j + half)..]), b);
            Vector.Widen(new Vector<float>(row[(j + lanes)..]), out low, out high);
            c = Vector.MultiplyAddEstimate(low, new Vector<double>(vector[(j + lanes)..]), c);
            d = Vector.MultiplyAddEstimate(high, new Vector<double>(vector[(j + lanes + half)..]), d);
        }

        var sum = Vector.Sum(a + b + (c + d));
        for (; j < row.Length; j++) sum += row[j] * vector[j];
        return sum;
    }

    /// <summary>destination[j] += scale row[j] in double.</summary>
    /// <param name="scale">Factor of the row.</param>
    /// <param name="row">Shape [columns]; only read.</param>
    /// <param name="destination">At least [columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double scale, ReadOnlySpan<float> row, Span<double> destination)
    {
        destination = destination[..row.Length];
        int lanes = Vector<float>.Count, half = Vector<double>.Count, j = 0;
        var factor = new Vector<double>(scale);
        for (; j + lanes <= row.Length; j += lanes)
        {
            Vector.Widen(new Vector<float>(row[j..]), out var low, out var high);
            Vector.MultiplyAddEstimate(low, factor, new Vector<double>(destination[j..])).CopyTo(destination[j..]);
            Vector.MultiplyAddEstimate(high, factor, new Vector<double>(destination[(j + half)..])).CopyTo(destination[(j + half)..]);
        }

        for (; j < row.Length; j++) destination[j] += scale * row[j];
    }

    /// <summary>sum_j (x[j] - z[j])^2 in double: differences first, so that near rows far from the origin keep their digits.</summary>
    /// <param name="x">Shape [columns]; only read.</param>
    /// <param name="z">Same length; only read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> z)
    {
        z = z[..x.Length];
        int lanes = Vector<float>.Count, j = 0;
        Vector<double> a = default, b = default;
        for (; j + lanes <= x.Length; j += lanes)
        {
            Vector.Widen(new Vector<float>(x[j..]), out var lowX, out var highX);
            Vector.Widen(new Vector<float>(z[j..]), out var lowZ, out var highZ);
            (lowX, highX) = (lowX - lowZ, highX - highZ);
            a = Vector.MultiplyAddEstimate(lowX, lowX, a);
            b = Vector.MultiplyAddEstimate(highX, highX, b);
        }

        var sum = Vector.Sum(a + b);
        for (; j < x.Length; j++) sum += ((double)x[j] - z[j]) * ((double)x[j] - z[j]);
        return sum;
    }

    /// <summary>sum_j row[j]^2 in double.</summary>
    /// <param name="row">Any length; only read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(ReadOnlySpan<float> row)
    {
        int lanes = Vector<float>.Count, j = 0;
        Vector<double> a = default, b = default;
        for (; j + lanes <= row.Length; j += lanes)
        {
            Vector.Widen(new Vector<float>(row[j..]), out var low, out var high);
            a = Vector.MultiplyAddEstimate(low, low, a);
            b = Vector.MultiplyAddEstimate(high, high, b);
        }

        var sum = Vector.Sum(a + b);
        for (; j < row.Length; j++) sum += (double)row[j] * row[j];
        return sum;
    }
}
