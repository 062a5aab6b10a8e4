using System.Numerics.Tensors;

namespace SerLab.Features.Pitch;

/// <summary>One glottal period and how it differs from the one before it.</summary>
/// <param name="Sample">Where it begins.</param>
/// <param name="PeriodSamples">Its length, samples.</param>
/// <param name="PeriodChange">Its length less that of the period before, samples.</param>
/// <param name="AmplitudeChangeDb">Its peak-to-peak amplitude over that of the period before, dB.</param>
internal readonly record struct GlottalPeriod(int Sample, float PeriodSamples, float PeriodChange, float AmplitudeChangeDb);

/// <summary>Walks through voiced stretches period by period, by matching each period's wave with the next.</summary>
/// <remarks>Waveform matching after P. Boersma, Praat's manual "PointProcess: To PointProcess (cc)": the lag of the highest cross-correlation within 0.8 to 1.2
/// expected periods.</remarks>
internal static class PeriodMarks
{
    // A worse match than this ends the walk: the wave no longer repeats.
    private const double MinCorrelation = 0.5;

    /// <summary>Every period that follows another one, by time.</summary>
    public static List<GlottalPeriod> Find(FramedSamples samples, PitchTrack pitch)
    {
        var periods = new List<GlottalPeriod>();
        var hz = pitch.Hz;
        for (var first = 0; first < hz.Length; first++)
        {
            if (hz[first] == 0) continue;
            var last = first;
            while (last + 1 < hz.Length && hz[last + 1] > 0) last++;
            Walk(samples, hz, first, last, periods);
            first = last;
        }

        return periods;
    }

    private static void Walk(FramedSamples samples, ReadOnlySpan<float> hz, int firstFrame, int lastFrame, List<GlottalPeriod> periods)
    {
        var grid = samples.Grid;
        int here = grid.FirstSample(firstFrame, 0), end = grid.FirstSample(lastFrame, 0);
        double periodBefore = 0, amplitudeBefore = 0;
        while (here < end)
        {
            var frame = Math.Clamp((int)((long)here * FrameGrid.FramesPerSecond / grid.SampleRateHz), firstFrame, lastFrame);
            var expected = grid.SampleRateHz / hz[frame];
            var (period, correlation) = Match(samples, here, expected);
            if (correlation < MinCorrelation)
            {
                (periodBefore, amplitudeBefore) = (0, 0);
                here += (int)expected;
                continue;
            }

            var wave = samples.From(here, (int)Math.Round(period));
            double amplitude = TensorPrimitives.Max(wave) - TensorPrimitives.Min(wave);
            if (periodBefore > 0 && amplitude > 0 && amplitudeBefore > 0)
                periods.Add(new GlottalPeriod(here, (float)period, (float)(period - periodBefore), (float)(20 * Math.Log10(amplitude / amplitudeBefore))));
            (periodBefore, amplitudeBefore) = (period, amplitude);
            here += Math.Max(1, (int)Math.Round(period));
        }
    }

    // The lag at which the next period is most like this one, between samples by a parabola.
    private static (double Lag, double Correlation) Match(FramedSamples samples, int here, double expected)
    {
        int shortest = Math.Max(2, (int)(0.8 * expected)), longest = (int)Math.Ceiling(1.2 * expected), length = (int)Math.Ceiling(expected);
        var own = samples.From(here, length);
        var ownEnergy = TensorPrimitives.SumOfSquares(own);
        Span<float> correlations = longest - shortest + 1 <= 1024 ? stackalloc float[longest - shortest + 1] : new float[longest - shortest + 1];
        for (var lag = shortest; lag <= longest; lag++)
        {
            var other = samples.From(here + lag, length);
            correlations[lag - shortest] = TensorPrimitives.Dot(own, other) / MathF.Sqrt(Math.Max(ownEnergy * TensorPrimitives.SumOfSquares(other), 1e-20f));
        }

        var best = TensorPrimitives.IndexOfMax<float>(correlations);
        if (best <= 0 || best >= correlations.Length - 1) return (shortest + Math.Max(0, best), best < 0 ? 0 : Math.Min(correlations[best], 0.49));
        float left = correlations[best - 1], centre = correlations[best], right = correlations[best + 1];
        var bend = 2 * centre - left - right;
        return (shortest + best + (bend > 0 ? 0.5 * (right - left) / bend : 0), centre);
    }
}
