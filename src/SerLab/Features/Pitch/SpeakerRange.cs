namespace SerLab.Features.Pitch;

/// <summary>Where the F0 of a clip's main voice lies, in octaves over 1 Hz.</summary>
/// <remarks>
/// C. De Looze and D. Hirst, "Detecting changes in key and range for the automatic modelling and coding of intonation", Speech Prosody 2008: a first pass gives quartiles, and
/// the second looks from 0.75 times the first to 1.5 times the third. Here they are the ends of the middle third (a background that is followed in parts of the clip must not
/// move them), frames count by amplitude and periodicity (the nearest voice is the loudest), and outside the range candidates are made dearer, not left out.
/// </remarks>
/// <param name="LowOctave">The lower end.</param>
/// <param name="HighOctave">The upper end.</param>
internal readonly record struct SpeakerRange(float LowOctave, float HighOctave)
{
    // log2 of 0.75 and of 1.5.
    private const float OctavesBelow = 0.415f;
    private const float OctavesAbove = 0.585f;
    private const double OuterShare = 1.0 / 3;

    /// <summary>The range that holds everything.</summary>
    public static SpeakerRange Everything { get; } = new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>The range of a first path; everything when it has no voiced frame.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="path">The chosen candidate of each frame or -1, shape [frames].</param>
    /// <param name="cues">How loud the frames are.</param>
    public static SpeakerRange Of(PitchCandidates candidates, ReadOnlySpan<int> path, VoicingCues cues)
    {
        var voiced = new List<(float Octave, double Weight)>();
        for (var frame = 0; frame < path.Length; frame++)
        {
            if (path[frame] < 0) continue;
            double height = candidates.Height(frame)[path[frame]];
            voiced.Add((MathF.Log2(candidates.Hz(frame)[path[frame]]), Math.Pow(height, 4) * Math.Pow(10, (cues.VoiceDb[frame] - cues.LoudDb) / 20)));
        }

        if (voiced.Count == 0) return Everything;
        voiced.Sort();
        // A contour that spreads evenly over octaves, as a long glide, is as wide on both sides as in its middle.
        float low = Quantile(voiced, OuterShare), high = Quantile(voiced, 1 - OuterShare);
        return new SpeakerRange(low - Math.Max(OctavesBelow, high - low), high + Math.Max(OctavesAbove, high - low));
    }

    /// <summary>How far outside the range F0 lies, octaves; 0 inside.</summary>
    public float Beyond(float octave) => Math.Max(0, Math.Max(LowOctave - octave, octave - HighOctave));

    private static float Quantile(List<(float Octave, double Weight)> rising, double share)
    {
        var rest = share * rising.Sum(frame => frame.Weight);
        foreach (var (octave, weight) in rising)
        {
            rest -= weight;
            if (rest <= 0) return octave;
        }

        return rising[^1].Octave;
    }
}
