namespace SerLab.Features.Descriptors;

/// <summary>Resonances of one frame, rising in frequency: what may be its formants.</summary>
/// <param name="Count">How many, 0 to <see cref="FormantPath.MostCandidates"/>.</param>
/// <param name="Hz">Their frequencies, Hz.</param>
/// <param name="BandwidthHz">Their bandwidths at -3 dB, Hz.</param>
internal readonly record struct Resonances(int Count, Resonances.Values Hz, Resonances.Values BandwidthHz)
{
    /// <summary>One number per resonance.</summary>
    [System.Runtime.CompilerServices.InlineArray(FormantPath.MostCandidates)]
    internal struct Values
    {
        private float first;
    }
}

/// <summary>Chooses which resonances are F1, F2 and F3, so that they go on evenly from frame to frame.</summary>
/// <remarks>
/// The costs of Praat's manual, "Formant: Track...": per formant, its distance from where a neutral tract has it (1 per kHz), bandwidth over frequency (1), and
/// the step from frame to frame (1 per octave); the cheapest path by dynamic programming. A frame with fewer than three resonances takes no part.
/// </remarks>
internal static class FormantPath
{
    public const int MostCandidates = 5;

    // Ways to choose three of five, rising.
    private const int MostChoices = 10;
    private static readonly byte[] First = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2];
    private static readonly byte[] Second = [1, 1, 1, 2, 2, 3, 2, 2, 3, 3];
    private static readonly byte[] Third = [2, 3, 4, 3, 4, 4, 3, 4, 4, 4];

    /// <summary>The cheapest path through frames that follow each other.</summary>
    /// <param name="frames">Resonances, shape [frames]; only read.</param>
    /// <param name="neutralHz">Where a neutral tract has F1, F2, F3, Hz.</param>
    /// <param name="choices">Per frame which resonance is F1, F2, F3, shape [frames x 3]; -1 where a frame has fewer than three.</param>
    public static void Find(ReadOnlySpan<Resonances> frames, ReadOnlySpan<float> neutralHz, Span<sbyte> choices)
    {
        choices.Fill(-1);
        var origins = new sbyte[frames.Length * MostChoices];
        Span<float> costs = stackalloc float[MostChoices];
        Span<float> costsBefore = stackalloc float[MostChoices];
        Span<float> octaves = stackalloc float[MostCandidates];
        Span<float> octavesBefore = stackalloc float[MostCandidates];
        Span<float> steps = stackalloc float[MostCandidates * MostCandidates];
        var before = -1;
        for (var frame = 0; frame < frames.Length; frame++)
        {
            if (frames[frame].Count < 3) continue;
            for (var i = 0; i < frames[frame].Count; i++) octaves[i] = MathF.Log2(frames[frame].Hz[i]);
            Own(frames[frame], neutralHz, costs);
            if (before >= 0)
            {
                for (var i = 0; i < frames[frame].Count; i++)
                    for (var j = 0; j < frames[before].Count; j++) steps[i * MostCandidates + j] = MathF.Abs(octaves[i] - octavesBefore[j]);
                Extend(frames[frame].Count, frames[before].Count, steps, costsBefore, costs, origins.AsSpan(frame * MostChoices, MostChoices));
            }

            costs.CopyTo(costsBefore);
            octaves.CopyTo(octavesBefore);
            before = frame;
        }

        if (before < 0) return;
        var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMin<float>(costsBefore);
        for (var frame = before; frame >= 0; frame--)
        {
            if (frames[frame].Count < 3) continue;
            (choices[3 * frame], choices[3 * frame + 1], choices[3 * frame + 2]) = ((sbyte)First[best], (sbyte)Second[best], (sbyte)Third[best]);
            best = origins[frame * MostChoices + best];
        }
    }

    // What a choice costs by itself; impossible ones cost infinitely much.
    private static void Own(in Resonances frame, ReadOnlySpan<float> neutralHz, Span<float> costs)
    {
        for (var choice = 0; choice < MostChoices; choice++)
        {
            costs[choice] = float.PositiveInfinity;
            if (Third[choice] >= frame.Count) continue;
            costs[choice] = One(frame, First[choice], neutralHz[0]) + One(frame, Second[choice], neutralHz[1]) + One(frame, Third[choice], neutralHz[2]);
        }
    }

    private static float One(in Resonances frame, int i, float neutralHz) => MathF.Abs(frame.Hz[i] - neutralHz) / 1000 + frame.BandwidthHz[i] / frame.Hz[i];

    private static void Extend(int count, int countBefore, ReadOnlySpan<float> steps, ReadOnlySpan<float> costsBefore, Span<float> costs, Span<sbyte> origins)
    {
        for (var choice = 0; choice < MostChoices; choice++)
        {
            if (Third[choice] >= count) continue;
            var cheapest = float.PositiveInfinity;
            for (var from = 0; from < MostChoices; from++)
            {
                if (Third[from] >= countBefore) continue;
                var cost = costsBefore[from] + steps[First[choice] * MostCandidates + First[from]]
                    + steps[Second[choice] * MostCandidates + Second[from]] + steps[Third[choice] * MostCandidates + Third[from]];
                if (cost >= cheapest) continue;
                (cheapest, origins[choice]) = (cost, (sbyte)from);
            }

            costs[choice] += cheapest;
        }
    }
}
