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

    /// <summary>values[i] -= LogSumExp(values): turns scores into log posteriors that sum to one.</summary>
    /// <param name="values">Logarithms, shape [classes]; changed in place.</param>
    public static void Normalise(Span<double> values)
    {
        var sum = LogSumExp(values);
        for (var i = 0; i < values.Length; i++) values[i] -= sum;
    }
}
