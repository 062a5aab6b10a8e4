namespace SerLab.Features;

/// <summary>The names, meanings and units of statistics, for columns and their documentation.</summary>
public static class StatisticNames
{
    /// <summary>What a statistic adds to the name of its descriptor; ends in a unit where the statistic has one of its own (<see cref="ColumnNames"/>).</summary>
    public static string Suffix(Statistic statistic) => Of(statistic).Suffix;

    /// <summary>What a statistic is of a contour x at times t, in words and formulas.</summary>
    public static string Meaning(Statistic statistic) => Of(statistic).Meaning;

    /// <summary>The unit of a statistic, given that of its descriptor.</summary>
    /// <param name="statistic">The statistic.</param>
    /// <param name="unit">The descriptor's unit in words.</param>
    public static string Unit(Statistic statistic, string unit) => Unit(Suffix(statistic), unit);

    /// <summary>The unit of what a suffix names, given that of the descriptor.</summary>
    internal static string Unit(string suffix, string unit)
    {
        bool Ends(string word) => suffix.EndsWith("_" + word, StringComparison.Ordinal);
        return Ends("per_s2") ? ColumnNames.Per(unit, "second squared")
            : Ends("per_s") ? ColumnNames.Per(unit, "second")
            : Ends("hz") ? "per second"
            : Ends("ratio") ? ColumnNames.NoUnit
            : Ends("share") ? ColumnNames.ShareUnit
            : Ends("db") ? "dB"
            : Ends("s") ? "seconds"
            : unit;
    }

    private static (string Suffix, string Meaning) Of(Statistic statistic) => statistic switch
    {
        Statistic.Mean => ("mean", "arithmetic mean"),
        Statistic.Sd => ("sd", "standard deviation (divisor: number of values)"),
        Statistic.Skewness => ("skewness_ratio", "third central moment over sd^3; 0 for a constant"),
        Statistic.Kurtosis => ("kurtosis_ratio", "fourth central moment over sd^4; 0 for a constant"),
        Statistic.Min => ("min", "least value"),
        Statistic.Max => ("max", "greatest value"),
        Statistic.Range => ("range", "greatest less least value"),
        Statistic.MinPosition => ("min_position_share", "place of the least value, 0 (start) to 1 (end)"),
        Statistic.MaxPosition => ("max_position_share", "place of the greatest value, 0 (start) to 1 (end)"),
        Statistic.P01 => ("p01", "1st percentile (linear between order statistics)"),
        Statistic.P05 => ("p05", "5th percentile"),
        Statistic.P20 => ("p20", "20th percentile"),
        Statistic.P50 => ("p50", "median"),
        Statistic.P80 => ("p80", "80th percentile"),
        Statistic.P95 => ("p95", "95th percentile"),
        Statistic.P99 => ("p99", "99th percentile"),
        Statistic.InterquartileRange => ("iqr", "75th less 25th percentile"),
        Statistic.MiddleRange => ("range20_80", "80th less 20th percentile"),
        Statistic.PercentileRange => ("range01_99", "99th less 1st percentile"),
        Statistic.Slope => ("slope_per_s", "slope of the least-squares line"),
        Statistic.LineError => ("line_error", "root mean square distance from the least-squares line"),
        Statistic.Curvature => ("curvature_per_s2", "coefficient of t^2 in the least-squares parabola"),
        Statistic.MeanAbsoluteChange => ("change_per_s", "mean of |x[t+1] - x[t]| per second"),
        Statistic.RisingSlope => ("rising_slope_per_s", "mean slope from each valley to the next peak (swings above a tenth of range01_99)"),
        Statistic.FallingSlope => ("falling_slope_per_s", "mean slope from each peak to the next valley"),
        Statistic.RisingSlopeSd => ("rising_slope_sd_per_s", "standard deviation of the rising slopes"),
        Statistic.FallingSlopeSd => ("falling_slope_sd_per_s", "standard deviation of the falling slopes"),
        Statistic.PeakRate => ("peak_rate_hz", "peaks over the contour's length"),
        Statistic.PeakHeight => ("peak_height", "mean of the peaks less the contour's mean"),
        Statistic.Above25 => ("above25_share", "share of values above p01 + 0.25 range01_99"),
        Statistic.Above50 => ("above50_share", "share of values above p01 + 0.5 range01_99"),
        Statistic.Above75 => ("above75_share", "share of values above p01 + 0.75 range01_99"),
        Statistic.Rising => ("rising_share", "share of steps that rise"),
        Statistic.MeanAbsolute => ("mean_absolute", "mean of |x|"),
        Statistic.RootMeanSquare => ("rms", "root of the mean of x^2"),
        Statistic.Above90 => ("above90_share", "share of values above p01 + 0.9 range01_99"),
        Statistic.LeftCurved => ("left_curved_share", "share of places where x[t+1] - x[t] exceeds x[t] - x[t-1]"),
        Statistic.Centroid => ("centroid_share", "centre of mass in time of x - min, 0 (start) to 1 (end)"),
        Statistic.ParabolaError => ("parabola_error", "root mean square distance from the least-squares parabola"),
        Statistic.PeakDistance => ("peak_distance_s", "mean time from peak to peak"),
        Statistic.PeakDistanceSd => ("peak_distance_sd_s", "standard deviation of the times from peak to peak"),
        Statistic.RiseTime => ("rise_s", "mean time from a valley to the next peak"),
        Statistic.FallTime => ("fall_s", "mean time from a peak to the next valley"),
        Statistic.LongestStretch => ("longest_stretch_s", "longest time from one turning point to the next"),
        Statistic.Ar1 => ("ar1_ratio", "1st coefficient of the autoregression of order 5 of x - mean (autocorrelation method)"),
        Statistic.Ar2 => ("ar2_ratio", "2nd coefficient of the autoregression"),
        Statistic.Ar3 => ("ar3_ratio", "3rd coefficient of the autoregression"),
        Statistic.Ar4 => ("ar4_ratio", "4th coefficient of the autoregression"),
        Statistic.Ar5 => ("ar5_ratio", "5th coefficient of the autoregression"),
        Statistic.ArGain => ("ar_gain_db", "variance of x over that of what the autoregression leaves"),
        _ => throw new ArgumentOutOfRangeException(nameof(statistic), statistic, "no such statistic"),
    };
}
