namespace SerLab.Audio;

/// <summary>A part of a recording with its surroundings, so that what is measured in the part is as if the whole were there. Immutable.</summary>
/// <param name="Clip">The part and what surrounds it.</param>
/// <param name="LeadSeconds">How much of the clip lies before the part, whole seconds.</param>
/// <param name="CoreSeconds">Length of the part, whole seconds; null reaches to the clip's end.</param>
public sealed record Stretch(Clip Clip, int LeadSeconds, int? CoreSeconds)
{
    /// <summary>Where the part lies among values that are measured so many times a second.</summary>
    /// <param name="perSecond">Values per second: the sample rate, or frames per second.</param>
    /// <param name="count">How many values there are of the whole clip.</param>
    /// <returns>First value and number of values.</returns>
    public (int First, int Count) Core(int perSecond, int count)
    {
        var first = Math.Min(count, LeadSeconds * perSecond);
        return (first, CoreSeconds is { } seconds ? Math.Min(count - first, seconds * perSecond) : count - first);
    }

    /// <summary>The part's samples without its surroundings, shape [samples].</summary>
    public ReadOnlyMemory<float> CoreSamples
    {
        get
        {
            var (first, count) = Core(Clip.SampleRateHz, Clip.Samples.Length);
            return Clip.Samples.Slice(first, count);
        }
    }
}
