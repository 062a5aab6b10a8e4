using SerLab.Features;

namespace SerLab.Tests.Features;

public sealed class FunctionalsTests
{
    private static readonly float[] Contour = [2, 5, 3, 8, 1, 9, 4, 4, 7, 6.5f];

    // NumPy and SciPy on the same ten values, 10 ms apart: mean, std, scipy.stats.skew, kurtosis (not excess), percentile, polyfit, scipy.linalg.solve_toeplitz.
    [Theory]
    [InlineData(Statistic.Mean, 4.95)]
    [InlineData(Statistic.Sd, 2.4944939)]
    [InlineData(Statistic.Skewness, 0.0689989)]
    [InlineData(Statistic.Kurtosis, 1.8447318)]
    [InlineData(Statistic.P01, 1.09)]
    [InlineData(Statistic.P05, 1.45)]
    [InlineData(Statistic.P20, 2.8)]
    [InlineData(Statistic.P50, 4.5)]
    [InlineData(Statistic.P80, 7.2)]
    [InlineData(Statistic.P95, 8.55)]
    [InlineData(Statistic.P99, 8.91)]
    [InlineData(Statistic.InterquartileRange, 3.625)]
    [InlineData(Statistic.MiddleRange, 4.4)]
    [InlineData(Statistic.PercentileRange, 7.82)]
    [InlineData(Statistic.Slope, 33.636364)]
    [InlineData(Statistic.LineError, 2.2998023)]
    [InlineData(Statistic.Curvature, -303.0303)]
    [InlineData(Statistic.MeanAbsoluteChange, 372.22222)]
    public void Agree_with_numpy(Statistic statistic, double expected) => Assert.Equal(expected, Measure(Contour)[(int)statistic], 2e-5 * (1 + Math.Abs(expected)));

    // By hand. Peaks 5, 8, 9, 7 and valleys 3, 1, 4 (at index 6); percentile range 7.82, levels 1.09 + 7.82 (1/4, 1/2, 3/4) = 3.045, 5, 6.955.
    [Theory]
    [InlineData(Statistic.Min, 1)]
    [InlineData(Statistic.Max, 9)]
    [InlineData(Statistic.Range, 8)]
    [InlineData(Statistic.MinPosition, 4 / 9.0)]
    [InlineData(Statistic.MaxPosition, 5 / 9.0)]
    [InlineData(Statistic.Above25, 0.7)]
    [InlineData(Statistic.Above50, 0.4)]
    [InlineData(Statistic.Above75, 0.3)]
    [InlineData(Statistic.Rising, 4 / 9.0)]
    [InlineData(Statistic.PeakRate, 30)]
    [InlineData(Statistic.PeakHeight, 22 / 3.0 - 4.95)]
    [InlineData(Statistic.RisingSlope, (300 + 500 + 800) / 3.0)]
    [InlineData(Statistic.FallingSlope, (-200 - 700 - 500) / 3.0)]
    [InlineData(Statistic.MeanAbsolute, 4.95)]
    [InlineData(Statistic.RootMeanSquare, 5.5430136)]
    [InlineData(Statistic.Above90, 0.1)]
    [InlineData(Statistic.LeftCurved, 0.5)]
    [InlineData(Statistic.Centroid, 0.57805907)]
    [InlineData(Statistic.ParabolaError, 2.289237)]
    [InlineData(Statistic.Ar1, -0.56198839)]
    [InlineData(Statistic.Ar2, 0.10263783)]
    [InlineData(Statistic.Ar3, 0.18928063)]
    [InlineData(Statistic.Ar4, 0.083030005)]
    [InlineData(Statistic.Ar5, -0.084497771)]
    [InlineData(Statistic.ArGain, 1.9293962)]
    public void Agree_with_a_hand_computed_table(Statistic statistic, double expected) =>
        Assert.Equal(expected, Measure(Contour)[(int)statistic], 1e-4 * (1 + Math.Abs(expected)));

    [Fact]
    public void Lines_run_over_the_gaps_where_they_are()
    {
        // NumPy's polyfit on frames 0, 1, 4, 5, 6, 9.
        int[] frames = [0, 1, 4, 5, 6, 9];
        var values = new float[Functionals.All.Count];
        Functionals.Measure([.. frames.Select(frame => Contour[frame])], new ContourTimes(frames), values);
        Assert.Equal(39.969605, values[(int)Statistic.Slope], 1e-3);
        Assert.Equal(-24.371954, values[(int)Statistic.Curvature], 2e-2);
        Assert.Equal(2.3961194, values[(int)Statistic.LineError], 1e-5);
    }

    [Fact]
    public void Times_between_turns_are_those_of_a_hand_drawn_contour()
    {
        // Valleys at 0, 60 and 100 ms, peaks at 30 and 90 ms; the last rise never ends.
        var values = Measure([0, 2, 4, 6, 4, 2, 0, 3, 6, 9, 0, 1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal(0.06, values[(int)Statistic.PeakDistance], 1e-6);
        Assert.Equal(0, values[(int)Statistic.PeakDistanceSd], 1e-6);
        Assert.Equal(0.03, values[(int)Statistic.RiseTime], 1e-6);
        Assert.Equal(0.02, values[(int)Statistic.FallTime], 1e-6);
        Assert.Equal(0.03, values[(int)Statistic.LongestStretch], 1e-6);
    }

    [Fact]
    public void A_constant_has_no_spread_shape_or_slope()
    {
        var values = Measure([.. Enumerable.Repeat(0.1f, 50)]);
        foreach (var statistic in Functionals.All)
        {
            if (statistic == Statistic.Centroid) continue; // In the middle.
            var isLevel = statistic is Statistic.Mean or Statistic.MeanAbsolute or Statistic.RootMeanSquare or Statistic.Min or Statistic.Max || statistic.ToString() is ['P', >= '0' and <= '9', ..];
            Assert.Equal(isLevel ? 0.1 : 0, values[(int)statistic], 1e-4);
        }
    }

    [Fact]
    public void One_value_gives_finite_statistics() => Assert.All(Measure([3]), value => Assert.True(float.IsFinite(value)));

    [Fact]
    public void Names_are_different() => Assert.Equal(Functionals.All.Count, Functionals.All.Select(StatisticNames.Suffix).Distinct().Count());

    [Fact]
    public void The_delta_of_a_ramp_is_its_step()
    {
        var delta = new float[8];
        Deltas.Measure([0, 3, 6, 9, 12, 15, 18, 21], delta);
        Assert.All(delta[2..^2], value => Assert.Equal(3, value, 1e-6));
    }

    [Fact]
    public void Deltas_follow_the_formula_and_hold_the_end_values()
    {
        // d0 = (1 (4 - 1) + 2 (9 - 1)) / 10, d1 = (1 (9 - 1) + 2 (9 - 1)) / 10, d2 = (1 (9 - 4) + 2 (9 - 1)) / 10.
        var delta = new float[3];
        Deltas.Measure([1, 4, 9], delta);
        for (var t = 0; t < 3; t++) Assert.Equal(new[] { 1.9, 2.4, 2.1 }[t], delta[t], 1e-6);
    }

    private static float[] Measure(float[] contour)
    {
        var values = new float[Functionals.All.Count];
        Functionals.Measure(contour, ContourTimes.OfAll(contour.Length), values);
        return values;
    }
}
