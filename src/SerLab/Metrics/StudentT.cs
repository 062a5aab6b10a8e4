namespace SerLab.Metrics;

/// <summary>The two distributions that the expanded percentiles of <see cref="SpeakerBootstrap"/> need.</summary>
internal static class StudentT
{
    /// <summary>P(Z &lt;= z) of the standard normal, absolute error below 1e-15.</summary>
    /// <remarks>G. Marsaglia, Journal of Statistical Software 11(4), 2004: 1/2 + phi(z) (z + z^3/3 + z^5/(3*5) + ...).</remarks>
    public static double NormalProbability(double z)
    {
        if (Math.Abs(z) > 8.5) return z < 0 ? 0 : 1;
        var (term, sum, last) = (z, z, 0.0);
        for (var i = 3; sum != last; i += 2)
        {
            last = sum;
            term *= z * z / i;
            sum += term;
        }

        return 0.5 + sum * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>P(T &lt;= t) of Student's distribution with a whole number of degrees of freedom, at least 1.</summary>
    /// <remarks>M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 1964, equations 26.7.3 and 26.7.4.</remarks>
    public static double Probability(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = (Math.Sin(angle), Math.Cos(angle));
        var odd = degrees % 2 == 1;
        var (term, sum) = odd ? (cosine, 0.0) : (1.0, 0.0);
        for (var i = odd ? 3 : 2; i <= degrees; i += 2)
        {
            sum += term;
            term *= cosine * cosine * (i - 1) / i;
        }

        var inside = odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
        return 0.5 + 0.5 * inside;
    }

    /// <summary>The t that a share of the distribution exceeds, by bisection.</summary>
    /// <param name="upperArea">Share above t, inside (0, 0.5].</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double UpperQuantile(double upperArea, int degrees)
    {
        var (low, high) = (0.0, 1.0);
        while (Probability(high, degrees) < 1 - upperArea) high *= 2;
        for (var step = 0; step < 100 && low < high; step++)
        {
            var middle = low + (high - low) / 2;
            if (Probability(middle, degrees) < 1 - upperArea) low = middle;
            else high = middle;
        }

        return low + (high - low) / 2;
    }
}
