using System.Numerics.Tensors;

namespace SerLab.Features.Pitch;

/// <summary>The same instant of one glottal period after another.</summary>
/// <param name="Sample">When, samples from the clip's start; lies between samples.</param>
/// <param name="Begins">True when the mark before it is not one period earlier: the wave began, or did not repeat.</param>
internal readonly record struct PeriodMark(double Sample, bool Begins);

/// <summary>Walks through voiced stretches period by period, by matching the wave around each mark with that one period on.</summary>
/// <remarks>
/// After P. Boersma, Praat's manual, "Sound &amp; Pitch: To PointProcess (cc)": the first mark of a stretch is the greatest excursion in its middle; the next, to both
/// sides, lie where the cross-correlation of one period's wave is highest, 0.8 to 1.25 expected periods away.
/// </remarks>
internal static class PeriodMarks
{
    // A worse match than this is none: the wave no longer repeats, and the walk goes on one expected period further.
    private const double MinCorrelation = 0.3;
    private const double ShortestShare = 0.8;
    private const double LongestShare = 1.25;

    /// <summary>All marks, by time.</summary>
    /// <param name="samples">The clip; only read.</param>
    /// <param name="pitch">Its F0.</param>
    public static List<PeriodMark> Find(FramedSamples samples, PitchTrack pitch)
    {
        var marks = new List<PeriodMark>();
        var hz = pitch.Hz;
        for (var first = 0; first < hz.Length; first++)
        {
            if (hz[first] == 0) continue;
            var last = first;
            while (last + 1 < hz.Length && hz[last + 1] > 0) last++;
            Walk(samples, hz[first..(last + 1)], first, marks);
            first = last;
        }

        return marks;
    }

    // Marks of one voiced stretch, whose frames have the given F0.
    private static void Walk(FramedSamples samples, ReadOnlySpan<float> hz, int firstFrame, List<PeriodMark> marks)
    {
        var grid = samples.Grid;
        var middleFrame = firstFrame + hz.Length / 2;
        var period = (int)(grid.SampleRateHz / hz[hz.Length / 2]);
        var from = grid.FirstSample(middleFrame, period);
        double middle = from + TensorPrimitives.IndexOfMaxMagnitude(samples.From(from, period));
        var firstOfStretch = marks.Count;
        var matched = Go(samples, hz, firstFrame, middle, -1, marks);
        marks.Reverse(firstOfStretch, marks.Count - firstOfStretch);
        marks.Add(new PeriodMark(middle, !matched));
        // Going back, a mark was told whether it matches the one after it; the one after it has to know.
        for (var i = marks.Count - 2; i > firstOfStretch; i--) marks[i] = marks[i] with { Begins = marks[i - 1].Begins };
        if (marks.Count > firstOfStretch + 1) marks[firstOfStretch] = marks[firstOfStretch] with { Begins = true };
        Go(samples, hz, firstFrame, middle, 1, marks);
    }

    // Marks from a place on in one direction; true when the first of them was matched.
    private static bool Go(FramedSamples samples, ReadOnlySpan<float> hz, int firstFrame, double from, int direction, List<PeriodMark> marks)
    {
        var grid = samples.Grid;
        int start = grid.FirstSample(firstFrame, 0), end = grid.FirstSample(firstFrame + hz.Length - 1, 0);
        var reach = grid.SampleRateHz * FrameGrid.HopSeconds / 2;
        var (here, firstMatched, count) = (from, false, 0);
        while (true)
        {
            var frame = Math.Clamp((int)(here * FrameGrid.FramesPerSecond / grid.SampleRateHz) - firstFrame, 0, hz.Length - 1);
            var expected = grid.SampleRateHz / hz[frame];
            var (lag, correlation) = Match(samples, (int)Math.Round(here), expected, direction);
            var matched = correlation >= MinCorrelation;
            here += direction * (matched ? lag : expected);
            if (here < start - reach || here > end + reach) return firstMatched;
            marks.Add(new PeriodMark(here, !matched));
            if (count++ == 0) firstMatched = matched;
        }
    }

    // The lag at which the wave is most like that around a place, between samples by a parabola.
    private static (double Lag, double Correlation) Match(FramedSamples samples, int here, double expected, int direction)
    {
        int shortest = Math.Max(2, (int)(ShortestShare * expected)), longest = (int)Math.Ceiling(LongestShare * expected), length = (int)Math.Ceiling(expected);
        int lags = longest - shortest + 1, start = here - length / 2;
        var own = samples.From(start, length);
        var ownEnergy = TensorPrimitives.SumOfSquares(own);
        // All waves that come into question, the one at the shortest lag first if forwards, last if backwards.
        var others = samples.From(direction > 0 ? start + shortest : start - longest, lags - 1 + length);
        Span<float> correlations = lags <= 1024 ? stackalloc float[lags] : new float[lags];
        double energy = TensorPrimitives.SumOfSquares(others[..length]);
        for (var i = 0; i < lags; i++)
        {
            correlations[i] = TensorPrimitives.Dot(own, others.Slice(i, length)) / MathF.Sqrt(Math.Max(ownEnergy * (float)energy, 1e-20f));
            if (i + 1 < lags) energy = Math.Max(0, energy + (double)others[i + length] * others[i + length] - (double)others[i] * others[i]);
        }

        var best = TensorPrimitives.IndexOfMax<float>(correlations);
        double LagOf(double place) => direction > 0 ? shortest + place : longest - place;
        if (best <= 0 || best >= lags - 1) return (LagOf(Math.Max(0, best)), best < 0 ? 0 : correlations[best]);
        float left = correlations[best - 1], centre = correlations[best], right = correlations[best + 1];
        var bend = 2 * centre - left - right;
        return (LagOf(best + (bend > 0 ? 0.5 * (right - left) / bend : 0)), centre);
    }
}
