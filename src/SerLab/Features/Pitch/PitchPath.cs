namespace SerLab.Features.Pitch;

/// <summary>The best path through the candidates of all frames.</summary>
internal static class PitchPath
{
    private const int States = PitchCandidates.Most + 1;

    /// <summary>Per frame the index of the chosen candidate, or -1 for unvoiced; shape [frames].</summary>
    public static int[] Best(PitchCandidates candidates, PitchTrackerOptions options)
    {
        var frameCount = candidates.FrameCount;
        var from = new sbyte[frameCount * States];
        Span<double> score = stackalloc double[States];
        Span<double> next = stackalloc double[States];
        Span<double> octaves = stackalloc double[States];
        Span<double> octavesBefore = stackalloc double[States];
        for (var frame = 0; frame < frameCount; frame++)
        {
            var count = candidates.Count(frame);
            for (var i = 0; i < count; i++) octaves[i] = Math.Log2(candidates.Hz(frame)[i]);
            var countBefore = frame == 0 ? 0 : candidates.Count(frame - 1);
            // State "count" is unvoiced.
            for (var i = 0; i <= count; i++)
            {
                var best = frame == 0 ? 0 : score[countBefore] - (i == count ? 0 : options.VoicingChangeCost);
                var bestFrom = countBefore;
                for (var j = 0; j < countBefore; j++)
                {
                    var cost = i == count ? options.VoicingChangeCost : options.OctaveJumpCost * Math.Abs(octaves[i] - octavesBefore[j]);
                    if (score[j] - cost <= best) continue;
                    best = score[j] - cost;
                    bestFrom = j;
                }

                next[i] = best + (i == count ? UnvoicedMerit(candidates.Level(frame), options) : candidates.Merit(frame)[i]);
                from[frame * States + i] = (sbyte)bestFrom;
            }

            next[..(count + 1)].CopyTo(score);
            octaves[..count].CopyTo(octavesBefore);
        }

        return Trace(candidates, score, from);
    }

    // Eq. 23: silence makes "unvoiced" better by up to 2.
    private static double UnvoicedMerit(double level, PitchTrackerOptions options) =>
        options.VoicingThreshold + Math.Max(0, 2 - level / (options.SilenceThreshold / (1 + options.VoicingThreshold)));

    private static int[] Trace(PitchCandidates candidates, ReadOnlySpan<double> score, ReadOnlySpan<sbyte> from)
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
