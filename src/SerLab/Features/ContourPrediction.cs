using System.Numerics.Tensors;

namespace SerLab.Features;

/// <summary>How well a contour's next value follows from those before: the autoregression of order 5.</summary>
/// <remarks>J. Makhoul, "Linear prediction: a tutorial review", Proc. IEEE 63(4), 1975: the autocorrelation method, solved by Levinson's recursion (eqs. 38a to 38e).</remarks>
internal static class ContourPrediction
{
    private const int Order = 5;

    // White noise 50 dB below the contour: keeps a pure swing from being predicted without error.
    private const double NoiseShare = 1e-5;

    /// <summary>Writes the coefficients and the gain; the standard deviation must be there already.</summary>
    /// <param name="centred">Values less their mean, shape [times], at least 1; only read. In double precision: their products are summed up.</param>
    /// <param name="destination">Indexed by <see cref="Statistic"/>.</param>
    public static void Measure(ReadOnlySpan<double> centred, Span<float> destination)
    {
        Span<double> correlation = stackalloc double[Order + 1];
        Span<double> coefficients = stackalloc double[Order];
        correlation.Clear();
        coefficients.Clear();
        var gainDb = 0.0;
        if (destination[(int)Statistic.Sd] > 0)
        {
            for (var lag = 0; lag <= Math.Min(Order, centred.Length - 1); lag++) correlation[lag] = TensorPrimitives.Dot(centred[lag..], centred[..^lag]);
            correlation[0] *= 1 + NoiseShare;
            gainDb = -10 * Math.Log10(Predict(correlation, coefficients));
        }

        for (var k = 0; k < Order; k++) destination[(int)Statistic.Ar1 + k] = (float)coefficients[k];
        destination[(int)Statistic.ArGain] = (float)gainDb;
    }

    // Levinson's recursion; gives what is left of the power, above 0 and at most 1.
    private static double Predict(ReadOnlySpan<double> correlation, Span<double> coefficients)
    {
        Span<double> before = stackalloc double[Order];
        var error = correlation[0];
        for (var i = 0; i < Order; i++)
        {
            var sum = correlation[i + 1];
            for (var j = 0; j < i; j++) sum -= coefficients[j] * correlation[i - j];
            var reflection = sum / error;
            coefficients.CopyTo(before);
            coefficients[i] = reflection;
            for (var j = 0; j < i; j++) coefficients[j] = before[j] - reflection * before[i - 1 - j];
            error *= 1 - reflection * reflection;
        }

        return error / correlation[0];
    }
}
