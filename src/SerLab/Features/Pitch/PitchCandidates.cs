namespace SerLab.Features.Pitch;

/// <summary>The candidate periods of every frame, and what else the frames' spectra say. Scratch: belongs to one thread.</summary>
internal sealed class PitchCandidates
{
    /// <summary>Most candidates of a frame; when there are more, the weakest goes.</summary>
    public const int Most = 12;

    private readonly float[] hz;
    private readonly float[] height;
    private readonly float[] strength;
    private readonly float[] bandDb;
    private readonly byte[] counts;

    /// <param name="frameCount">Frames of the clip.</param>
    public PitchCandidates(int frameCount)
    {
        hz = new float[frameCount * Most];
        height = new float[frameCount * Most];
        strength = new float[frameCount];
        bandDb = new float[frameCount * PitchBands.Count];
        counts = new byte[frameCount];
    }

    public int FrameCount => counts.Length;

    public int Count(int frame) => counts[frame];

    /// <summary>Frequencies, Hz, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Hz(int frame) => hz.AsSpan(frame * Most, counts[frame]);

    /// <summary>Heights of the correlation, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Height(int frame) => height.AsSpan(frame * Most, counts[frame]);

    /// <summary>How periodic each frame is, 0 to 1, shape [frames].</summary>
    public Span<float> Strength => strength;

    /// <summary>Levels of the frame's bands under the clip's peak, dB, shape [<see cref="PitchBands.Count"/>].</summary>
    public Span<float> BandDb(int frame) => bandDb.AsSpan(frame * PitchBands.Count, PitchBands.Count);

    /// <summary>The highest candidate of a frame, or -1 when it has none.</summary>
    public int Best(int frame)
    {
        var best = counts[frame] - 1;
        for (var i = best - 1; i >= 0; i--)
            if (height[frame * Most + i] >= height[frame * Most + best]) best = i;
        return best;
    }

    public void Add(int frame, float candidateHz, float candidateHeight)
    {
        var slot = frame * Most + counts[frame];
        if (counts[frame] == Most)
        {
            var weakest = frame * Most;
            for (var i = weakest + 1; i < frame * Most + Most; i++)
                if (height[i] < height[weakest]) weakest = i;
            if (candidateHeight <= height[weakest]) return;
            slot = weakest;
        }
        else
        {
            counts[frame]++;
        }

        (hz[slot], height[slot]) = (candidateHz, candidateHeight);
    }
}
