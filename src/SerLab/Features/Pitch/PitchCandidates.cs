using SerLab.Numerics;

namespace SerLab.Features.Pitch;

/// <summary>The candidate periods of every frame, and what else the frames' spectra say. Scratch: belongs to one thread.</summary>
internal sealed class PitchCandidates : IDisposable
{
    /// <summary>Most candidates of a frame; when there are more, the weakest goes.</summary>
    public const int Most = 12;

    private readonly Borrowed<float> hz;
    private readonly Borrowed<float> height;
    private readonly Borrowed<float> strength;
    private readonly Borrowed<float> bandDb;
    private readonly Borrowed<byte> counts;

    /// <param name="frameCount">Frames of the clip.</param>
    public PitchCandidates(int frameCount)
    {
        FrameCount = frameCount;
        hz = new Borrowed<float>(frameCount * Most);
        height = new Borrowed<float>(frameCount * Most);
        strength = Borrowed<float>.Zeros(frameCount);
        bandDb = new Borrowed<float>(frameCount * PitchBands.Count);
        counts = Borrowed<byte>.Zeros(frameCount);
    }

    public int FrameCount { get; }

    public int Count(int frame) => counts.Span[frame];

    /// <summary>Frequencies, Hz, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Hz(int frame) => hz.Span.Slice(frame * Most, counts.Span[frame]);

    /// <summary>Heights of the correlation, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Height(int frame) => height.Span.Slice(frame * Most, counts.Span[frame]);

    /// <summary>How periodic each frame is, 0 to 1, shape [frames].</summary>
    public Span<float> Strength => strength.Span;

    /// <summary>Levels of the frame's bands under the clip's peak, dB, shape [<see cref="PitchBands.Count"/>].</summary>
    public Span<float> BandDb(int frame) => bandDb.Span.Slice(frame * PitchBands.Count, PitchBands.Count);

    /// <summary>The highest candidate of a frame, or -1 when it has none.</summary>
    public int Best(int frame)
    {
        var heights = Height(frame);
        var best = heights.Length - 1;
        for (var i = best - 1; i >= 0; i--)
            if (heights[i] >= heights[best]) best = i;
        return best;
    }

    public void Add(int frame, float candidateHz, float candidateHeight)
    {
        var heights = height.Span.Slice(frame * Most, Most);
        var slot = Count(frame);
        if (slot == Most)
        {
            slot = 0;
            for (var i = 1; i < Most; i++)
                if (heights[i] < heights[slot]) slot = i;
            if (candidateHeight <= heights[slot]) return;
        }
        else
        {
            counts.Span[frame]++;
        }

        (hz.Span[frame * Most + slot], heights[slot]) = (candidateHz, candidateHeight);
    }

    public void Dispose()
    {
        foreach (var values in (ReadOnlySpan<Borrowed<float>>)[hz, height, strength, bandDb]) values.Dispose();
        counts.Dispose();
    }
}
