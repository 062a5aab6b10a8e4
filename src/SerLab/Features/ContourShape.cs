namespace SerLab.Features;

/// <summary>Statistics of how a contour moves: its steps, its peaks and valleys, where its mass lies.</summary>
internal static class ContourShape
{
    // A peak or valley stands out by this share of the percentile range.
    private const float MinSwingShare = 0.1f;

    /// <summary>Writes the statistics of shape; the percentile range must be there already.</summary>
    /// <param name="contour">Values, shape [times], at least 1; only read.</param>
    /// <param name="times">When they were measured.</param>
    /// <param name="turns">Scratch, at least as long as the contour.</param>
    /// <param name="destination">Indexed by <see cref="Statistic"/>.</param>
    public static void Measure(ReadOnlySpan<float> contour, ContourTimes times, Span<int> turns, Span<float> destination)
    {
        Steps(contour, destination);
        destination[(int)Statistic.Centroid] = Centroid(contour, destination[(int)Statistic.Min]);
        var range = destination[(int)Statistic.PercentileRange];
        var count = range > 0 ? TurningPoints.Find(contour, MinSwingShare * range, turns) : 0;
        Peaks(contour, times, turns[..count], destination);
        Stretches(contour, times, turns[..count], destination);
    }

    private static void Steps(ReadOnlySpan<float> contour, Span<float> destination)
    {
        double change = 0;
        int rising = 0, leftCurved = 0;
        var before = 0f;
        for (var i = 1; i < contour.Length; i++)
        {
            var step = contour[i] - contour[i - 1];
            change += Math.Abs(step);
            if (step > 0) rising++;
            if (i > 1 && step > before) leftCurved++;
            before = step;
        }

        var steps = Math.Max(1, contour.Length - 1);
        destination[(int)Statistic.MeanAbsoluteChange] = (float)(change / steps * FrameGrid.FramesPerSecond);
        destination[(int)Statistic.Rising] = (float)rising / steps;
        destination[(int)Statistic.LeftCurved] = (float)leftCurved / Math.Max(1, contour.Length - 2);
    }

    // Of the contour above its least value, from 0 (start) to 1 (end); a constant has its mass in the middle.
    private static float Centroid(ReadOnlySpan<float> contour, float least)
    {
        double mass = 0, moment = 0;
        for (var i = 0; i < contour.Length; i++)
        {
            double above = contour[i] - least;
            mass += above;
            moment += i * above;
        }

        return mass > 0 ? (float)(moment / mass / Math.Max(1, contour.Length - 1)) : 0.5f;
    }

    private static void Peaks(ReadOnlySpan<float> contour, ContourTimes times, ReadOnlySpan<int> turns, Span<float> destination)
    {
        var peaks = 0;
        double height = 0, distance = 0, distanceSquares = 0;
        var lastPeak = -1;
        foreach (var turn in turns)
        {
            if (turn < 0) continue;
            peaks++;
            height += contour[turn];
            if (lastPeak >= 0)
            {
                double apart = times.Seconds[turn] - times.Seconds[lastPeak];
                distance += apart;
                distanceSquares += apart * apart;
            }

            lastPeak = turn;
        }

        destination[(int)Statistic.PeakRate] = (float)(peaks / (contour.Length * FrameGrid.HopSeconds));
        destination[(int)Statistic.PeakHeight] = peaks == 0 ? 0 : (float)(height / peaks) - destination[(int)Statistic.Mean];
        destination[(int)Statistic.PeakDistance] = Mean(distance, peaks - 1);
        destination[(int)Statistic.PeakDistanceSd] = Deviation(distance, distanceSquares, peaks - 1);
    }

    // From each turning point to the next: a rise or a fall.
    private static void Stretches(ReadOnlySpan<float> contour, ContourTimes times, ReadOnlySpan<int> turns, Span<float> destination)
    {
        double rise = 0, riseSquares = 0, fall = 0, fallSquares = 0, riseSeconds = 0, fallSeconds = 0, longest = 0;
        int rises = 0, falls = 0;
        for (var i = 1; i < turns.Length; i++)
        {
            var isRise = turns[i] >= 0;
            int here = isRise ? turns[i] : ~turns[i], before = turns[i - 1] >= 0 ? turns[i - 1] : ~turns[i - 1];
            double seconds = times.Seconds[here] - times.Seconds[before], slope = (contour[here] - contour[before]) / seconds;
            longest = Math.Max(longest, seconds);
            if (isRise) (rises, rise, riseSquares, riseSeconds) = (rises + 1, rise + slope, riseSquares + slope * slope, riseSeconds + seconds);
            else (falls, fall, fallSquares, fallSeconds) = (falls + 1, fall + slope, fallSquares + slope * slope, fallSeconds + seconds);
        }

        destination[(int)Statistic.RisingSlope] = Mean(rise, rises);
        destination[(int)Statistic.RisingSlopeSd] = Deviation(rise, riseSquares, rises);
        destination[(int)Statistic.FallingSlope] = Mean(fall, falls);
        destination[(int)Statistic.FallingSlopeSd] = Deviation(fall, fallSquares, falls);
        destination[(int)Statistic.RiseTime] = Mean(riseSeconds, rises);
        destination[(int)Statistic.FallTime] = Mean(fallSeconds, falls);
        destination[(int)Statistic.LongestStretch] = (float)longest;
    }

    private static float Mean(double sum, int count) => count <= 0 ? 0 : (float)(sum / count);

    private static float Deviation(double sum, double squares, int count) =>
        count <= 0 ? 0 : (float)Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
}
