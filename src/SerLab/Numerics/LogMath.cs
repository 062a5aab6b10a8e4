using System.Numerics.Tensors;

namespace SerLab.Numerics;

/// <summary>Arithmetic on logarithms of probabilities, in double.</summary>
public static class LogMath
{
    /// <summary>log sum_i exp(values[i]), without overflow; -infinity for no values or when all are -infinity.</summary>
    /// <param name="values">Logarithms, any length; only read.</param>
    public static double LogSumExp(ReadOnlySpan<double> values)
    {
        var max = double.NegativeInfinity;
        foreach (var value in values) max = Math.Max(max, value);
        if (double.IsInfinity(max) || double.IsNaN(max)) return max;
        var sum = 0.0;
        foreach (var value in values) sum += Math.Exp(value - max);
        return max + Math.Log(sum);
    }

    /// <summary>log(exp(a) + exp(b)) without overflow.</summary>
    public static double LogAdd(double a, double b)
    {
        var max = Math.Max(a, b);
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(1 + Math.Exp(Math.Min(a, b) - max));
    }

    /// <summary>Index of the highest value; the first of equals.</summary>
    /// <param name="values">At least one; only read.</param>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }

    /// <summary>values[i] -= LogSumExp(values): turns scores into log posteriors that sum to one.</summary>
    /// <param name="values">Logarithms, shape [classes]; changed in place.</param>
    public static void Normalise(Span<double> values)
    {
        var sum = LogSumExp(values);
        for (var i = 0; i < values.Length; i++) values[i] -= sum;
    }

    /// <summary>Turns each column of logarithms into shares that sum to one, and gives log sum_i exp(values[i, j]) of the column.</summary>
    /// <remarks>A column in every lane; a column's bits do not depend on where it stands. Absolute error of a share: below 1e-15 (SoftMaxColumnsTests).</remarks>
    /// <param name="values">Logarithms, shape [rows x columns], each column with a finite one; becomes exp(values[i, j] - logSums[j]).</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="logSums">Shape [columns].</param>
    public static void SoftMaxColumns(Span<double> values, int rows, int columns, Span<double> logSums)
    {
        if (values.Length < (long)rows * columns || logSums.Length < columns || rows < 1) throw new ArgumentException($"{values.Length} values and {logSums.Length} sums; give {rows} x {columns} and {columns}.");
        Span<double> sums = stackalloc double[256];
        for (var first = 0; first < columns; first += sums.Length)
        {
            var width = Math.Min(sums.Length, columns - first);
            var largest = logSums.Slice(first, width);
            LaneSoftMax.Columns(values[first..], rows, columns, sums[..width], largest);
            TensorPrimitives.Log(sums[..width], sums[..width]);
            TensorPrimitives.Add(largest, sums[..width], largest);
        }
    }
}
