namespace SerLab.Features;

/// <summary>One number that sums up a contour over time.</summary>
public enum Statistic
{
    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Standard deviation (divided by the number of values).</summary>
    Sd,

    /// <summary>Third standardised moment; 0 for a constant.</summary>
    Skewness,

    /// <summary>Fourth standardised moment; 3 for a normal distribution, 0 for a constant.</summary>
    Kurtosis,

    /// <summary>Least value.</summary>
    Min,

    /// <summary>Greatest value.</summary>
    Max,

    /// <summary>Greatest less least value.</summary>
    Range,

    /// <summary>Where the least value is, from 0 (start) to 1 (end).</summary>
    MinPosition,

    /// <summary>Where the greatest value is, from 0 (start) to 1 (end).</summary>
    MaxPosition,

    /// <summary>1st percentile, between order statistics by a straight line.</summary>
    P01,

    /// <summary>5th percentile.</summary>
    P05,

    /// <summary>20th percentile.</summary>
    P20,

    /// <summary>Median.</summary>
    P50,

    /// <summary>80th percentile.</summary>
    P80,

    /// <summary>95th percentile.</summary>
    P95,

    /// <summary>99th percentile.</summary>
    P99,

    /// <summary>75th less 25th percentile.</summary>
    InterquartileRange,

    /// <summary>80th less 20th percentile.</summary>
    MiddleRange,

    /// <summary>99th less 1st percentile: a range that single outliers do not stretch.</summary>
    PercentileRange,

    /// <summary>Slope of the least-squares line.</summary>
    Slope,

    /// <summary>Root mean square distance from the least-squares line.</summary>
    LineError,

    /// <summary>Coefficient of t^2 in the least-squares parabola.</summary>
    Curvature,

    /// <summary>Mean absolute change between neighbouring values, per second.</summary>
    MeanAbsoluteChange,

    /// <summary>Mean slope of the stretches from a valley to the next peak; 0 without any.</summary>
    RisingSlope,

    /// <summary>Mean slope of the stretches from a peak to the next valley; 0 without any.</summary>
    FallingSlope,

    /// <summary>Standard deviation of the rising slopes.</summary>
    RisingSlopeSd,

    /// <summary>Standard deviation of the falling slopes.</summary>
    FallingSlopeSd,

    /// <summary>Peaks per second; a peak stands out by a tenth of the percentile range.</summary>
    PeakRate,

    /// <summary>Mean height of the peaks above the contour's mean; 0 without any.</summary>
    PeakHeight,

    /// <summary>Share of values above a quarter of the percentile range.</summary>
    Above25,

    /// <summary>Share of values above half of the percentile range.</summary>
    Above50,

    /// <summary>Share of values above three quarters of the percentile range.</summary>
    Above75,

    /// <summary>Share of steps that rise.</summary>
    Rising,

    /// <summary>Mean absolute value.</summary>
    MeanAbsolute,

    /// <summary>Root of the mean square.</summary>
    RootMeanSquare,

    /// <summary>Share of values above nine tenths of the percentile range.</summary>
    Above90,

    /// <summary>Share of places where the contour curves to the left: the next step is greater than the last.</summary>
    LeftCurved,

    /// <summary>Centre of mass in time of the contour above its least value, from 0 (start) to 1 (end).</summary>
    Centroid,

    /// <summary>Root mean square distance from the least-squares parabola.</summary>
    ParabolaError,

    /// <summary>Mean time from one peak to the next; 0 with fewer than two.</summary>
    PeakDistance,

    /// <summary>Standard deviation of the times from peak to peak.</summary>
    PeakDistanceSd,

    /// <summary>Mean time from a valley to the next peak; 0 without any.</summary>
    RiseTime,

    /// <summary>Mean time from a peak to the next valley; 0 without any.</summary>
    FallTime,

    /// <summary>Longest time from one turning point to the next; 0 without any.</summary>
    LongestStretch,

    /// <summary>First coefficient of the autoregression of order 5: how much of the last value is in the next.</summary>
    Ar1,

    /// <summary>Second coefficient of the autoregression.</summary>
    Ar2,

    /// <summary>Third coefficient of the autoregression.</summary>
    Ar3,

    /// <summary>Fourth coefficient of the autoregression.</summary>
    Ar4,

    /// <summary>Fifth coefficient of the autoregression.</summary>
    Ar5,

    /// <summary>Prediction gain of the autoregression: the contour's variance over that of what it does not predict.</summary>
    ArGain,
}
