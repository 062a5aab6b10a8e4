using System.Numerics.Tensors;

namespace SerLab.Features.Rhythm;

/// <summary>Peaks of sonority that may be syllable nuclei, and what speaks for and against each, from dip to dip. No cue depends on the level of the clip.</summary>
/// <param name="Frames">The peaks, rising.</param>
/// <param name="Dips">The lowest frames between them, with the clip's first and last frame: peak i lies between dips i and i + 1.</param>
/// <param name="Values">Shape [peaks x <see cref="Names"/>].</param>
/// <param name="StretchValues">What lies between the dips of each peak, shape [peaks x <see cref="SyllableStretches.CueCount"/>].</param>
internal sealed record SyllableCues(int[] Frames, int[] Dips, float[] Values, float[] StretchValues)
{
    private const float MinDipDb = 0.2f;
    private const float MaxBelowLoudDb = 30;
    private const float MaxDifferenceDb = 20;

    // What a peak without a neighbour on one side stands above that side's silence.
    private const float AloneDb = 10;
    private const double CrowdSeconds = 0.12;
    private const float CrowdDb = 4;

    // Frames on each side of a peak over which its voicing and its spectrum are averaged.
    private const int VoicingReach = 2;
    private const int ShapeReach = 1;

    // A nucleus may be whispered or creaky, but not far from every voiced frame.
    private const int VoicedReach = 25;

    /// <summary>Names of the cues, with their units.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "shallower dip (ln dB)", "level (dB)", "periodicity", "voiced share",
        "shape 100-370 Hz (dB)", "shape 370-670 Hz (dB)", "shape 670-1200 Hz (dB)", "shape 1200-2000 Hz (dB)", "shape 2000-3500 Hz (dB)",
        "spectral distance to nearer dip", "spectral distance to farther dip", "dip to dip (ln frames)",
        "above 25 ms mean (dB)", "above 60 ms mean (dB)", "above left peak (dB)", "above right peak (dB)", "spectral change", "crowding",
    ];

    /// <summary>Finds the peaks of a clip: voiced, not far below the loud parts, with a dip on both sides.</summary>
    /// <param name="sonority">The clip's sonority.</param>
    /// <param name="analysis">The clip's workspace.</param>
    public static SyllableCues Find(Sonority sonority, ClipAnalysis analysis)
    {
        // One silent frame at each end: a clip may begin or end inside a vowel.
        var level = sonority.LevelDb;
        var contour = new float[level.Length + 2];
        level.CopyTo(contour, 1);
        contour[0] = contour[^1] = level.Min() - 1;
        var turns = new int[contour.Length];
        var count = TurningPoints.Find(contour, MinDipDb, turns);
        int[] peaks = [.. turns[..count].Where(turn => turn > 0).Select(turn => turn - 1).Where(frame => level[frame] > -MaxBelowLoudDb && VoicedShare(analysis, frame, VoicedReach) > 0)];

        var values = new float[peaks.Length * Names.Count];
        for (var i = 0; i < peaks.Length; i++) Describe(sonority, analysis, peaks, i, values.AsSpan(i * Names.Count, Names.Count));
        var dips = new int[peaks.Length + 1];
        for (var i = 1; i < peaks.Length; i++) dips[i] = LowestFrame(level, peaks[i - 1], peaks[i]);
        dips[^1] = level.Length - 1;
        return new SyllableCues(peaks, dips, values, SyllableStretches.Measure(sonority, analysis, peaks, dips, values));
    }

    private static void Describe(Sonority sonority, ClipAnalysis analysis, int[] peaks, int index, Span<float> cues)
    {
        var level = sonority.LevelDb;
        var peak = peaks[index];
        int left = LowestFrame(level, index > 0 ? peaks[index - 1] : 0, peak), right = LowestFrame(level, peak, index + 1 < peaks.Length ? peaks[index + 1] : level.Length - 1);
        // Outside the clip is silence.
        var leftDb = left == 0 ? MaxDifferenceDb : level[peak] - level[left];
        var rightDb = right == level.Length - 1 ? MaxDifferenceDb : level[peak] - level[right];
        cues[0] = MathF.Log(MinDipDb + Math.Min(MaxDifferenceDb, Math.Min(leftDb, rightDb)));
        cues[1] = level[peak];
        var strength = analysis.Pitch.Strength;
        cues[2] = Mean(strength[Math.Max(0, peak - VoicingReach)..Math.Min(strength.Length, peak + VoicingReach + 1)]);
        cues[3] = VoicedShare(analysis, peak, VoicingReach);

        int first = Math.Max(0, peak - ShapeReach), last = Math.Min(level.Length - 1, peak + ShapeReach);
        for (var frame = first; frame <= last; frame++)
            for (var region = 0; region < Sonority.RegionCount; region++) cues[4 + region] += sonority.ShapeDb[frame * Sonority.RegionCount + region] / (last - first + 1);
        float leftDistance = sonority.Distance(peak, left), rightDistance = sonority.Distance(peak, right);
        cues[9] = Math.Min(leftDistance, rightDistance);
        cues[10] = Math.Max(leftDistance, rightDistance);
        cues[11] = MathF.Log(right - left + 1);
        cues[12] = level[peak] - sonority.SyllableDb[peak];
        cues[13] = level[peak] - sonority.PhraseDb[peak];
        cues[14] = index > 0 ? Math.Clamp(level[peak] - level[peaks[index - 1]], -MaxDifferenceDb, MaxDifferenceDb) : AloneDb;
        cues[15] = index + 1 < peaks.Length ? Math.Clamp(level[peak] - level[peaks[index + 1]], -MaxDifferenceDb, MaxDifferenceDb) : AloneDb;
        cues[16] = Mean(sonority.Change.AsSpan(first..(last + 1)));
        cues[17] = Crowding(level, peaks, index);
    }

    private static int LowestFrame(float[] level, int first, int last)
    {
        var lowest = first;
        for (var frame = first; frame <= last; frame++)
            if (level[frame] < level[lowest]) lowest = frame;
        return lowest;
    }

    private static float VoicedShare(ClipAnalysis analysis, int peak, int reach)
    {
        var hz = analysis.Pitch.Hz[Math.Max(0, peak - reach)..Math.Min(analysis.Pitch.Hz.Length, peak + reach + 1)];
        return 1 - (float)hz.Count(0f) / hz.Length;
    }

    private static float Mean(ReadOnlySpan<float> values) => TensorPrimitives.Sum(values) / values.Length;

    // Other peaks count the more, the nearer and the higher they are.
    private static float Crowding(float[] level, int[] peaks, int index)
    {
        var crowd = 0f;
        for (var i = 0; i < peaks.Length; i++)
        {
            var seconds = Math.Abs(peaks[i] - peaks[index]) * FrameGrid.HopSeconds;
            if (i == index || seconds > 6 * CrowdSeconds) continue;
            crowd += MathF.Exp(Math.Min(0, (level[peaks[i]] - level[peaks[index]]) / CrowdDb) - (float)(seconds / CrowdSeconds));
        }

        return crowd;
    }
}
