using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>Statistics of contours: pure functions of one contour and its times.</summary>
public static class Functionals
{
    /// <summary>Every statistic, in the order in which they are measured.</summary>
    public static IReadOnlyList<Statistic> All { get; } = Enum.GetValues<Statistic>();

    /// <summary>All statistics of a contour.</summary>
    /// <param name="contour">Values, shape [times], at least 1; only read.</param>
    /// <param name="times">When they were measured.</param>
    /// <param name="destination">Shape [<see cref="All"/>.Count], indexed by <see cref="Statistic"/>.</param>
    public static void Measure(ReadOnlySpan<float> contour, ContourTimes times, Span<float> destination)
    {
        using var scratch = new ContourScratch(contour.Length);
        Measure(contour, times, PartsOf(All), scratch, destination);
    }

    /// <summary>What has to be measured for some statistics.</summary>
    internal static ContourParts PartsOf(IEnumerable<Statistic> statistics) => statistics.Aggregate(ContourParts.None, (parts, statistic) => parts | PartOf(statistic));

    /// <summary>Whether some parts go by the times of the values.</summary>
    internal static bool NeedTimes(ContourParts parts) => parts.HasFlag(ContourParts.Lines) || parts.HasFlag(ContourParts.Shape);

    /// <summary>Some statistics of a contour.</summary>
    /// <param name="contour">Values, shape [times], at least 1; only read.</param>
    /// <param name="times">When they were measured; may be null unless <see cref="NeedTimes"/>.</param>
    /// <param name="parts">What to measure.</param>
    /// <param name="scratch">Memory, at least as long as the contour.</param>
    /// <param name="destination">Shape [<see cref="All"/>.Count], indexed by <see cref="Statistic"/>; what is not asked for is left alone.</param>
    internal static void Measure(ReadOnlySpan<float> contour, ContourTimes? times, ContourParts parts, ContourScratch scratch, Span<float> destination)
    {
        var centred = scratch.Centred[..contour.Length];
        if (parts.HasFlag(ContourParts.Moments)) Moments(contour, centred, scratch.Squares[..contour.Length], destination);
        if (parts.HasFlag(ContourParts.Order)) Order(contour, scratch, destination);
        if (parts.HasFlag(ContourParts.Lines)) Lines(contour, times!, destination);
        if (parts.HasFlag(ContourParts.Shape)) ContourShape.Measure(contour, times!, scratch.Turns, destination);
        if (parts.HasFlag(ContourParts.Prediction)) ContourPrediction.Measure(centred, destination);
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

    private static ContourParts PartOf(Statistic statistic) => statistic switch
    {
        Statistic.Mean or Statistic.Sd or Statistic.Skewness or Statistic.Kurtosis or Statistic.MeanAbsolute or Statistic.RootMeanSquare => ContourParts.Moments,
        Statistic.Slope or Statistic.LineError or Statistic.Curvature or Statistic.ParabolaError => ContourParts.Lines,
        >= Statistic.Min and <= Statistic.PercentileRange or Statistic.Above25 or Statistic.Above50 or Statistic.Above75 or Statistic.Above90 => ContourParts.Order,
        >= Statistic.Ar1 => ContourParts.Prediction,
        _ => ContourParts.Shape,
    };

    // In double precision: sums of many products.
    private static void Moments(ReadOnlySpan<float> contour, Span<double> centred, Span<double> squares, Span<float> destination)
    {
        TensorPrimitives.ConvertChecked(contour, centred);
        double count = contour.Length, mean = TensorPrimitives.Sum<double>(centred) / count;
        destination[(int)Statistic.Mean] = (float)mean;
        destination[(int)Statistic.MeanAbsolute] = (float)(TensorPrimitives.SumOfMagnitudes<double>(centred) / count);
        destination[(int)Statistic.RootMeanSquare] = (float)Math.Sqrt(TensorPrimitives.SumOfSquares<double>(centred) / count);
        TensorPrimitives.Subtract(centred, mean, centred);
        TensorPrimitives.Multiply(centred, centred, squares);
        double m2 = TensorPrimitives.Sum<double>(squares) / count, m3 = TensorPrimitives.Dot<double>(squares, centred) / count, m4 = TensorPrimitives.SumOfSquares<double>(squares) / count;
        // A contour that varies by less than rounding does not vary.
        var flat = m2 <= 1e-12 * (1 + mean * mean);
        destination[(int)Statistic.Sd] = flat ? 0 : (float)Math.Sqrt(m2);
        destination[(int)Statistic.Skewness] = flat ? 0 : (float)(m3 / (m2 * Math.Sqrt(m2)));
        destination[(int)Statistic.Kurtosis] = flat ? 0 : (float)(m4 / (m2 * m2));
    }

    private static void Order(ReadOnlySpan<float> contour, ContourScratch scratch, Span<float> destination)
    {
        var sorted = scratch.Sorted[..contour.Length];
        RadixSort.Sort(contour, scratch.Spare, sorted);
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
