using System.Numerics.Tensors;

namespace SerLab.Features;

/// <summary>Statistics of contours: pure functions of one contour and its times.</summary>
public static class Functionals
{
    /// <summary>Every statistic, in the order in which <see cref="Measure"/> gives them.</summary>
    public static IReadOnlyList<Statistic> All { get; } = Enum.GetValues<Statistic>();

    /// <summary>All statistics of a contour.</summary>
    /// <param name="contour">Values, shape [times], at least 1; only read.</param>
    /// <param name="times">When they were measured.</param>
    /// <param name="destination">Shape [<see cref="All"/>.Count], indexed by <see cref="Statistic"/>.</param>
    public static void Measure(ReadOnlySpan<float> contour, ContourTimes times, Span<float> destination)
    {
        var sorted = times.Scratch;
        contour.CopyTo(sorted);
        sorted.Sort();
        Moments(contour, destination);
        Order(contour, sorted, destination);
        Lines(contour, times, destination);
        ContourShape.Measure(contour, times, destination);
        ContourPrediction.Measure(contour, destination);
    }

    /// <summary>The value below which a share of the sorted values lies, between order statistics by a straight line (type 7 of Hyndman and Fan, 1996; NumPy's
    /// default).</summary>
    /// <param name="sorted">Values, rising, at least 1; only read.</param>
    /// <param name="share">0 to 1.</param>
    public static float Quantile(ReadOnlySpan<float> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1] : (float)(sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]));
    }

    private static void Moments(ReadOnlySpan<float> contour, Span<float> destination)
    {
        double sum = 0, absolute = 0, squares = 0;
        foreach (var value in contour)
        {
            sum += value;
            absolute += Math.Abs(value);
            squares += (double)value * value;
        }

        var mean = sum / contour.Length;
        double m2 = 0, m3 = 0, m4 = 0;
        foreach (var value in contour)
        {
            var d = value - mean;
            var square = d * d;
            m2 += square;
            m3 += square * d;
            m4 += square * square;
        }

        (m2, m3, m4) = (m2 / contour.Length, m3 / contour.Length, m4 / contour.Length);
        // A contour that varies by less than rounding does not vary.
        var flat = m2 <= 1e-12 * (1 + mean * mean);
        destination[(int)Statistic.Mean] = (float)mean;
        destination[(int)Statistic.MeanAbsolute] = (float)(absolute / contour.Length);
        destination[(int)Statistic.RootMeanSquare] = (float)Math.Sqrt(squares / contour.Length);
        destination[(int)Statistic.Sd] = flat ? 0 : (float)Math.Sqrt(m2);
        destination[(int)Statistic.Skewness] = flat ? 0 : (float)(m3 / (m2 * Math.Sqrt(m2)));
        destination[(int)Statistic.Kurtosis] = flat ? 0 : (float)(m4 / (m2 * m2));
    }

    private static void Order(ReadOnlySpan<float> contour, ReadOnlySpan<float> sorted, Span<float> destination)
    {
        var last = Math.Max(1, contour.Length - 1);
        destination[(int)Statistic.Min] = sorted[0];
        destination[(int)Statistic.Max] = sorted[^1];
        destination[(int)Statistic.Range] = sorted[^1] - sorted[0];
        destination[(int)Statistic.MinPosition] = (float)TensorPrimitives.IndexOfMin(contour) / last;
        destination[(int)Statistic.MaxPosition] = (float)TensorPrimitives.IndexOfMax(contour) / last;
        float p01 = Quantile(sorted, 0.01), p20 = Quantile(sorted, 0.2), p80 = Quantile(sorted, 0.8), p99 = Quantile(sorted, 0.99);
        destination[(int)Statistic.P01] = p01;
        destination[(int)Statistic.P05] = Quantile(sorted, 0.05);
        destination[(int)Statistic.P20] = p20;
        destination[(int)Statistic.P50] = Quantile(sorted, 0.5);
        destination[(int)Statistic.P80] = p80;
        destination[(int)Statistic.P95] = Quantile(sorted, 0.95);
        destination[(int)Statistic.P99] = p99;
        destination[(int)Statistic.InterquartileRange] = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
        destination[(int)Statistic.MiddleRange] = p80 - p20;
        destination[(int)Statistic.PercentileRange] = p99 - p01;
        destination[(int)Statistic.Above25] = ShareAbove(sorted, p01 + 0.25f * (p99 - p01));
        destination[(int)Statistic.Above50] = ShareAbove(sorted, p01 + 0.5f * (p99 - p01));
        destination[(int)Statistic.Above75] = ShareAbove(sorted, p01 + 0.75f * (p99 - p01));
        destination[(int)Statistic.Above90] = ShareAbove(sorted, p01 + 0.9f * (p99 - p01));
    }

    // The contour is sorted already: a binary search counts.
    private static float ShareAbove(ReadOnlySpan<float> sorted, float level)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] > level) high = middle;
            else low = middle + 1;
        }

        return (float)(sorted.Length - low) / sorted.Length;
    }

    private static void Lines(ReadOnlySpan<float> contour, ContourTimes times, Span<float> destination)
    {
        var slope = times.Slope(contour);
        var sd = destination[(int)Statistic.Sd];
        var lineSquare = Math.Max(0, sd * sd - slope * slope * times.VarianceSeconds);
        var curvature = times.Curvature(contour);
        destination[(int)Statistic.Slope] = slope;
        destination[(int)Statistic.LineError] = MathF.Sqrt(lineSquare);
        destination[(int)Statistic.Curvature] = curvature;
        destination[(int)Statistic.ParabolaError] = MathF.Sqrt(Math.Max(0, lineSquare - curvature * curvature * times.SecondPowerSeconds));
    }
}
