namespace SerLab.Features.Pitch;

/// <summary>The candidate periods of every frame. Scratch: belongs to one thread.</summary>
internal sealed class PitchCandidates
{
    /// <summary>Most candidates of a frame; when there are more, the weakest goes.</summary>
    public const int Most = 15;

    private readonly float[] hz;
    private readonly float[] strength;
    private readonly float[] merit;
    private readonly float[] level;
    private readonly int[] counts;

    public PitchCandidates(int frameCount)
    {
        hz = new float[frameCount * Most];
        strength = new float[frameCount * Most];
        merit = new float[frameCount * Most];
        level = new float[frameCount];
        counts = new int[frameCount];
    }

    public int FrameCount => counts.Length;

    public int Count(int frame) => counts[frame];

    /// <summary>Frequencies, Hz, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Hz(int frame) => hz.AsSpan(frame * Most, counts[frame]);

    /// <summary>Heights of the autocorrelation, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Strength(int frame) => strength.AsSpan(frame * Most, counts[frame]);

    /// <summary>Local merits on the path, shape [candidates of the frame].</summary>
    public ReadOnlySpan<float> Merit(int frame) => merit.AsSpan(frame * Most, counts[frame]);

    /// <summary>The frame's peak over the clip's peak, 0 to 1.</summary>
    public float Level(int frame) => level[frame];

    public void SetLevel(int frame, float value) => level[frame] = value;

    public void Add(int frame, float candidateHz, float candidateStrength, float candidateMerit)
    {
        var slot = frame * Most + counts[frame];
        if (counts[frame] == Most)
        {
            var weakest = frame * Most;
            for (var i = weakest + 1; i < frame * Most + Most; i++)
                if (merit[i] < merit[weakest]) weakest = i;
            if (candidateMerit <= merit[weakest]) return;
            slot = weakest;
        }
        else
        {
            counts[frame]++;
        }

        (hz[slot], strength[slot], merit[slot]) = (candidateHz, candidateStrength, candidateMerit);
    }
}
