using System.Numerics;
using System.Runtime.CompilerServices;

namespace SerLab.Numerics;

/// <summary>The bent functions of neural networks on vectors, and the loads and stores that leave no remainder to scalar code.</summary>
/// <remarks>A lane's result does not depend on the other lanes. Absolute error against double arithmetic: below 2e-7 for all finite x (ActivationsTests).</remarks>
public static class Activations
{
    /// <summary>1 / (1 + exp(-x)).</summary>
    /// <param name="x">Any length; only read.</param>
    /// <param name="destination">Same length; may be <paramref name="x"/> itself.</param>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> destination)
    {
        for (var i = 0; i < x.Length; i += Vector<float>.Count) Store(Sigmoid(Load(x, i)), destination, i);
    }

    /// <summary>(exp(x) - exp(-x)) / (exp(x) + exp(-x)).</summary>
    /// <param name="x">Any length; only read.</param>
    /// <param name="destination">Same length; may be <paramref name="x"/> itself.</param>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> destination)
    {
        for (var i = 0; i < x.Length; i += Vector<float>.Count) Store(Tanh(Load(x, i)), destination, i);
    }

    /// <summary>1 / (1 + exp(-x)) in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>(1 - t) / (1 + t) with t = exp(-2 |x|) and the sign of x, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Tanh(Vector<float> x)
    {
        var t = Exp(new Vector<float>(-2) * Vector.Abs(x));
        return Vector.CopySign((Vector<float>.One - t) / (Vector<float>.One + t), x);
    }

    /// <summary>exp(x) in every lane, x cut to [-87, 88].</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2, ln 2 in two parts (W. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6);
    /// exp(r) by its Taylor series to r^7 / 7!, whose rest is below 6e-9. Adding 1.5 * 2^23 rounds to the whole number n and leaves it in the low bits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Exp(Vector<float> x)
    {
        var rounding = new Vector<float>(12582912f);
        x = Vector.MinNative(new Vector<float>(88f), Vector.MaxNative(new Vector<float>(-87f), x)); // in this order NaN stays NaN
        var shifted = Vector.MultiplyAddEstimate(x, new Vector<float>(1.44269504f), rounding);
        var n = shifted - rounding;
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        var series = Vector.MultiplyAddEstimate(r, new Vector<float>(1f / 5040), new Vector<float>(1f / 720));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 120));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 24));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(1f / 6));
        series = Vector.MultiplyAddEstimate(series, r, new Vector<float>(0.5f));
        series = Vector.MultiplyAddEstimate(series, r, Vector<float>.One);
        series = Vector.MultiplyAddEstimate(series, r, Vector<float>.One);
        return series * Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(shifted) + new Vector<int>(127), 23));
    }

    /// <summary>The lanes from <paramref name="start"/> on; those beyond the end are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Load(ReadOnlySpan<float> values, int start) =>
        start + Vector<float>.Count <= values.Length ? new Vector<float>(values[start..]) : LoadRest(values[start..]);

    /// <summary>Writes the lanes from <paramref name="start"/> on; those beyond the end are dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(Vector<float> lanes, Span<float> destination, int start)
    {
        if (start + Vector<float>.Count <= destination.Length) lanes.CopyTo(destination[start..]);
        else StoreRest(lanes, destination[start..]);
    }

    private static Vector<float> LoadRest(ReadOnlySpan<float> rest)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        rest.CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    private static void StoreRest(Vector<float> lanes, Span<float> rest)
    {
        for (var i = 0; i < rest.Length; i++) rest[i] = lanes[i];
    }
}
