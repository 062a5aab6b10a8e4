using System.Numerics.Tensors;

namespace SerLab.Features;

/// <summary>Statistics of contours: pure functions of one contour and its times.</summary>
public static class Functionals
{
    /// <summary>Every statistic, in the order in which <see cref="Measure"/> gives them.</summary>
    public static IReadOnlyList<Statistic> All { get; } = Enum.GetValues<Statistic>();

    /// <summary>What a statistic adds to the name of its descriptor; ends in a unit where the statistic has one of its own (<see cref="ColumnNames"/>).</summary>
    public static string Suffix(Statistic statistic) => statistic switch
    {
        Statistic.Skewness => "skewness_ratio",
        Statistic.Kurtosis => "kurtosis_ratio",
        Statistic.MinPosition => "min_position_share",
        Statistic.MaxPosition => "max_position_share",
        Statistic.InterquartileRange => "iqr",
        Statistic.MiddleRange => "range20_80",
        Statistic.PercentileRange => "range01_99",
        Statistic.Slope => "slope_per_s",
        Statistic.LineError => "line_error",
        Statistic.Curvature => "curvature_per_s2",
        Statistic.MeanAbsoluteChange => "change_per_s",
        Statistic.RisingSlope => "rising_slope_per_s",
        Statistic.FallingSlope => "falling_slope_per_s",
        Statistic.RisingSlopeSd => "rising_slope_sd_per_s",
        Statistic.FallingSlopeSd => "falling_slope_sd_per_s",
        Statistic.PeakRate => "peak_rate_hz",
        Statistic.PeakHeight => "peak_height",
        Statistic.Above25 => "above25_share",
        Statistic.Above50 => "above50_share",
        Statistic.Above75 => "above75_share",
        Statistic.Rising => "rising_share",
        Statistic.MeanAbsolute => "mean_absolute",
        _ => statistic.ToString().ToLowerInvariant(),
    };

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
        Shape(contour, times, destination);
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
        double sum = 0, absolute = 0;
        foreach (var value in contour)
        {
            sum += value;
            absolute += Math.Abs(value);
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
        destination[(int)Statistic.Slope] = slope;
        destination[(int)Statistic.LineError] = MathF.Sqrt(Math.Max(0, sd * sd - slope * slope * times.VarianceSeconds));
        destination[(int)Statistic.Curvature] = times.Curvature(contour);
    }

    private static void Shape(ReadOnlySpan<float> contour, ContourTimes times, Span<float> destination)
    {
        double change = 0;
        var rising = 0;
        for (var i = 1; i < contour.Length; i++)
        {
            var step = contour[i] - contour[i - 1];
            change += Math.Abs(step);
            if (step > 0) rising++;
        }

        var steps = Math.Max(1, contour.Length - 1);
        destination[(int)Statistic.MeanAbsoluteChange] = (float)(change / steps * FrameGrid.FramesPerSecond);
        destination[(int)Statistic.Rising] = (float)rising / steps;
        var range = destination[(int)Statistic.PercentileRange];
        var turns = times.Turns;
        var count = range > 0 ? TurningPoints.Find(contour, 0.1f * range, turns) : 0;
        Turns(contour, times, turns[..count], destination);
    }

    private static void Turns(ReadOnlySpan<float> contour, ContourTimes times, ReadOnlySpan<int> turns, Span<float> destination)
    {
        var peaks = 0;
        double height = 0, rise = 0, riseSquares = 0, fall = 0, fallSquares = 0;
        int rises = 0, falls = 0;
        for (var i = 0; i < turns.Length; i++)
        {
            var isPeak = turns[i] >= 0;
            var here = isPeak ? turns[i] : ~turns[i];
            if (isPeak)
            {
                peaks++;
                height += contour[here];
            }

            if (i == 0) continue;
            var before = turns[i - 1] >= 0 ? turns[i - 1] : ~turns[i - 1];
            double slope = (contour[here] - contour[before]) / (times.Seconds[here] - times.Seconds[before]);
            if (isPeak) (rises, rise, riseSquares) = (rises + 1, rise + slope, riseSquares + slope * slope);
            else (falls, fall, fallSquares) = (falls + 1, fall + slope, fallSquares + slope * slope);
        }

        destination[(int)Statistic.PeakRate] = (float)(peaks / (contour.Length * FrameGrid.HopSeconds));
        destination[(int)Statistic.PeakHeight] = peaks == 0 ? 0 : (float)(height / peaks) - destination[(int)Statistic.Mean];
        destination[(int)Statistic.RisingSlope] = Mean(rise, rises);
        destination[(int)Statistic.RisingSlopeSd] = Deviation(rise, riseSquares, rises);
        destination[(int)Statistic.FallingSlope] = Mean(fall, falls);
        destination[(int)Statistic.FallingSlopeSd] = Deviation(fall, fallSquares, falls);
    }

    private static float Mean(double sum, int count) => count == 0 ? 0 : (float)(sum / count);

    private static float Deviation(double sum, double squares, int count) =>
        count == 0 ? 0 : (float)Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
}
