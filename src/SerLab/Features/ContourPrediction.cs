namespace SerLab.Features;

/// <summary>How well a contour's next value follows from those before: the autoregression of order 5.</summary>
/// <remarks>J. Makhoul, "Linear prediction: a tutorial review", Proc. IEEE 63(4), 1975: the autocorrelation method, solved by Levinson's recursion (eqs. 38a to 38e).</remarks>
internal static class ContourPrediction
{
    private const int Order = 5;

    // White noise 50 dB below the contour: keeps a pure swing from being predicted without error.
    private const double NoiseShare = 1e-5;

    /// <summary>Writes the coefficients and the gain; the mean must be there already.</summary>
    /// <param name="contour">Values, shape [times], at least 1; only read.</param>
    /// <param name="destination">Indexed by <see cref="Statistic"/>.</param>
    public static void Measure(ReadOnlySpan<float> contour, Span<float> destination)
    {
        Span<double> correlation = stackalloc double[Order + 1];
        Span<double> coefficients = stackalloc double[Order];
        coefficients.Clear();
        var gainDb = 0.0;
        if (destination[(int)Statistic.Sd] > 0)
        {
            Correlate(contour, destination[(int)Statistic.Mean], correlation);
            gainDb = -10 * Math.Log10(Predict(correlation, coefficients));
        }

        for (var k = 0; k < Order; k++) destination[(int)Statistic.Ar1 + k] = (float)coefficients[k];
        destination[(int)Statistic.ArGain] = (float)gainDb;
    }

    private static void Correlate(ReadOnlySpan<float> contour, float mean, Span<double> correlation)
    {
        correlation.Clear();
        // Two passes over a few hundred values; sums of products of nearly equal numbers need double precision.
        for (var lag = 0; lag <= Order; lag++)
        {
            var sum = 0.0;
            for (var i = lag; i < contour.Length; i++) sum += (double)(contour[i] - mean) * (contour[i - lag] - mean);
            correlation[lag] = sum;
        }

        correlation[0] *= 1 + NoiseShare;
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
