using System.Numerics.Tensors;

namespace SerLab.Features.Rhythm;

/// <summary>What a clip sounds like from the dip before a peak of sonority to the dip after it, and around: the cues by which the nuclei in between are counted.</summary>
/// <remarks>In the order of a row: the peak's own cues; the spectrum before, at and behind the peak; how it changes towards both dips; lengths; the neighbouring peaks.</remarks>
internal static class SyllableStretches
{
    // Adjacent mel bands of sonority that make one band here, from the second on.
    private const int Pooled = 3;
    private const int BandCount = (Sonority.BandCount - 1) / Pooled;
    private const int MaxReach = 15;
    private const int MaxStepFrames = 30;
    private const float VowelDb = 6;
    private const int LengthCues = 10;
    private const int CuesPerNeighbour = 3;

    // What is taken for a neighbour that is not there.
    private const float NoneDb = -30;
    private const float NoneDip = 3;
    private const int NoneFrames = 40;

    private static readonly int[] Offsets = [-8, -4, 0, 4, 8];
    private static readonly int[] Neighbours = [-2, -1, 1, 2];

    /// <summary>Cues of one peak.</summary>
    public static int CueCount { get; } = SyllableCues.Names.Count + (Offsets.Length + 2) * BandCount + LengthCues + Neighbours.Length * CuesPerNeighbour;

    /// <summary>Measures all peaks.</summary>
    /// <param name="sonority">The clip's sonority.</param>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="peaks">The peaks, rising.</param>
    /// <param name="dips">Between them, shape [peaks + 1].</param>
    /// <param name="peakCues">Their own cues, shape [peaks x <see cref="SyllableCues.Names"/>].</param>
    /// <returns>Shape [peaks x <see cref="CueCount"/>].</returns>
    public static float[] Measure(Sonority sonority, ClipAnalysis analysis, int[] peaks, int[] dips, ReadOnlySpan<float> peakCues)
    {
        var bands = PooledDb(sonority);
        var all = new float[peaks.Length * CueCount];
        for (var i = 0; i < peaks.Length; i++)
        {
            var row = all.AsSpan(i * CueCount, CueCount);
            var own = peakCues.Slice(i * SyllableCues.Names.Count, SyllableCues.Names.Count);
            own.CopyTo(row);
            var rest = row[own.Length..];
            int peak = peaks[i], first = Math.Max(dips[i], peak - MaxReach), last = Math.Min(dips[i + 1], peak + MaxReach);
            rest = Spectra(bands, sonority.LevelDb, (first, peak, last), rest);
            rest = Lengths(sonority.LevelDb, analysis, peaks, i, (first, last), rest);
            DescribeNeighbours(sonority.LevelDb, peaks, i, peakCues, rest);
        }

        return all;
    }

    /// <summary>Where a peak's second nucleus is, seconds, if it has one: there is no peak, so half way to the farther dip.</summary>
    public static double SecondNucleus(int peak, int dipBefore, int dipBehind)
    {
        int before = Math.Min(MaxReach, peak - dipBefore), behind = Math.Min(MaxReach, dipBehind - peak);
        return FrameGrid.CentreSeconds(peak) + FrameGrid.HopSeconds / 2 * (behind >= before ? behind : -before);
    }

    private static float[] PooledDb(Sonority sonority)
    {
        var pooled = new float[sonority.LevelDb.Length * BandCount];
        for (var frame = 0; frame < sonority.LevelDb.Length; frame++)
            for (var band = 0; band < BandCount; band++)
                pooled[frame * BandCount + band] = Sonority.Decibels(TensorPrimitives.Sum<float>(sonority.Bands.Slice(frame * Sonority.BandCount + band * Pooled, Pooled)) / Pooled);
        return pooled;
    }

    private static Span<float> Spectra(float[] bands, float[] level, (int First, int Peak, int Last) at, Span<float> cues)
    {
        foreach (var offset in Offsets)
        {
            TensorPrimitives.Subtract(Row(bands, Math.Clamp(at.Peak + offset, 0, level.Length - 1)), level[at.Peak], cues[..BandCount]);
            cues = cues[BandCount..];
        }

        foreach (var edge in (ReadOnlySpan<int>)[at.First, at.Last])
        {
            TensorPrimitives.Subtract(Row(bands, edge), Row(bands, at.Peak), cues[..BandCount]);
            cues = cues[BandCount..];
        }

        return cues;
    }

    private static ReadOnlySpan<float> Row(float[] bands, int frame) => bands.AsSpan(frame * BandCount, BandCount);

    private static Span<float> Lengths(float[] level, ClipAnalysis analysis, int[] peaks, int index, (int First, int Last) part, Span<float> cues)
    {
        var peak = peaks[index];
        var hz = analysis.Pitch.Hz[part.First..(part.Last + 1)];
        int length = hz.Length, before = peak - part.First + 1, voiced = length - hz.Count(0f), loud = 0;
        foreach (var db in level.AsSpan(part.First, length))
            if (db > level[peak] - VowelDb) loud++;
        cues[0] = MathF.Log(before);
        cues[1] = MathF.Log(part.Last - peak + 1);
        cues[2] = MathF.Log(index > 0 ? Math.Min(MaxStepFrames, peak - peaks[index - 1]) : MaxStepFrames);
        cues[3] = MathF.Log(index + 1 < peaks.Length ? Math.Min(MaxStepFrames, peaks[index + 1] - peak) : MaxStepFrames);
        cues[4] = MathF.Log(1 + voiced);
        cues[5] = MathF.Log(1 + loud);
        cues[6] = (float)voiced / length;
        cues[7] = TensorPrimitives.Max(analysis.Pitch.Strength[part.First..(part.Last + 1)]);
        cues[8] = MathF.Log(1 + before - hz[..before].Count(0f));
        cues[9] = MathF.Log(1 + length - before + 1 - hz[(before - 1)..].Count(0f));
        return cues[LengthCues..];
    }

    private static void DescribeNeighbours(float[] level, int[] peaks, int index, ReadOnlySpan<float> peakCues, Span<float> cues)
    {
        for (var n = 0; n < Neighbours.Length; n++)
        {
            var other = index + Neighbours[n];
            var isThere = other >= 0 && other < peaks.Length;
            cues[n * CuesPerNeighbour] = isThere ? level[peaks[other]] : NoneDb;
            cues[n * CuesPerNeighbour + 1] = isThere ? peakCues[other * SyllableCues.Names.Count] : NoneDip;
            cues[n * CuesPerNeighbour + 2] = isThere ? Math.Min(NoneFrames, Math.Abs(peaks[other] - peaks[index])) : NoneFrames;
        }
    }
}
