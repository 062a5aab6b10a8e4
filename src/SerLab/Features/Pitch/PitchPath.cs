using SerLab.Numerics;

namespace SerLab.Features.Pitch;

/// <summary>The best path through the candidates of all frames.</summary>
internal static class PitchPath
{
    private const int States = PitchCandidates.Most + 1;

    /// <summary>Per frame the index of the chosen candidate, or -1 for unvoiced; shape [frames].</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="voicing">Log odds of "voiced", shape [frames].</param>
    /// <param name="range">Where F0 is expected.</param>
    /// <param name="options">The costs.</param>
    public static int[] Best(PitchCandidates candidates, ReadOnlySpan<float> voicing, SpeakerRange range, PitchTrackerOptions options)
    {
        using var borrowed = new Borrowed<sbyte>(candidates.FrameCount * States);
        var from = borrowed.Span;
        Span<float> score = stackalloc float[States];
        Span<float> next = stackalloc float[States];
        Span<float> octaves = stackalloc float[States];
        Span<float> octavesBefore = stackalloc float[States];
        float jumpCost = (float)(options.PeriodWeight * options.OctaveJumpCost), changeCost = (float)options.VoicingChangeCost;
        var countBefore = 0;
        for (var frame = 0; frame < candidates.FrameCount; frame++)
        {
            var count = candidates.Count(frame);
            Merits(candidates, frame, voicing[frame], range, options, octaves, next);
            // State "count" is unvoiced, whose merit is 0.
            next[count] = 0;
            for (var i = 0; i <= count; i++)
            {
                var best = score[countBefore] - (i == count || frame == 0 ? 0 : changeCost);
                var bestFrom = countBefore;
                for (var j = 0; j < countBefore; j++)
                {
                    var came = score[j] - (i == count ? changeCost : jumpCost * Math.Abs(octaves[i] - octavesBefore[j]));
                    if (came <= best) continue;
                    best = came;
                    bestFrom = j;
                }

                next[i] += best;
                from[frame * States + i] = (sbyte)bestFrom;
            }

            // Kept near 0, so that the thousandth frame is told apart as finely as the first.
            var lead = next[count];
            for (var i = 0; i <= count; i++) score[i] = next[i] - lead;
            octaves[..count].CopyTo(octavesBefore);
            countBefore = count;
        }

        return Trace(candidates, score, from);
    }

    // What a candidate falls short of the frame's highest counts against it, and so do short or long periods by the octave cost, and any outside the range.
    private static void Merits(PitchCandidates candidates, int frame, float voicing, SpeakerRange range, PitchTrackerOptions options, Span<float> octaves, Span<float> merits)
    {
        var best = candidates.Best(frame);
        if (best < 0) return;
        var heights = candidates.Height(frame);
        var hz = candidates.Hz(frame);
        for (var i = 0; i < heights.Length; i++)
        {
            octaves[i] = MathF.Log2(hz[i]);
            var height = heights[i] - heights[best] + options.OctaveCost * (octaves[i] - octaves[best]) - options.RangeCost * range.Beyond(octaves[i]);
            merits[i] = (float)(voicing + options.VoicingBias + options.PeriodWeight * height);
        }
    }

    private static int[] Trace(PitchCandidates candidates, ReadOnlySpan<float> score, ReadOnlySpan<sbyte> from)
    {
        var path = new int[candidates.FrameCount];
        var last = candidates.Count(path.Length - 1);
        var state = last;
        for (var i = 0; i < last; i++)
            if (score[i] > score[state]) state = i;
        for (var frame = path.Length - 1; frame >= 0; frame--)
        {
            path[frame] = state == candidates.Count(frame) ? -1 : state;
            state = from[frame * States + state];
        }

        return path;
    }
}
