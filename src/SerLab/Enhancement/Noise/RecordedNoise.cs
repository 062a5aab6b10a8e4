using SerLab.Audio;

namespace SerLab.Enhancement.Noise;

/// <summary>Noise from recordings of one kind: a clip is drawn, then the place in it where the stretch begins; what is too short is repeated. Immutable.</summary>
/// <remarks>Collections pad short sounds with digital silence; a place where the whole stretch would be silent is drawn again.</remarks>
public sealed class RecordedNoise : INoiseSource
{
    private readonly IReadOnlyList<Clip> clips;

    /// <param name="name">The noise's name.</param>
    /// <param name="clips">At least one clip, none silent, all of the rate that the speech has.</param>
    /// <exception cref="ArgumentException">There are no clips, or one is silent.</exception>
    public RecordedNoise(string name, IReadOnlyList<Clip> clips)
    {
        if (clips.Count == 0 || clips.Any(clip => NoiseMix.Power(clip.Samples.Span) == 0))
            throw new ArgumentException($"\"{name}\" has {clips.Count} clips, of which at least one must be there and none silent.", nameof(clips));
        (Name, this.clips) = (name, clips);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public float[] Draw(NoiseWish wish)
    {
        var chance = wish.Random.Open();
        var noise = new float[wish.SampleCount];
        do
        {
            var samples = clips[chance.NextInt(clips.Count)].Samples.Span;
            var at = chance.NextInt(samples.Length);
            for (var filled = 0; filled < noise.Length; at = 0)
            {
                var part = Math.Min(samples.Length - at, noise.Length - filled);
                samples.Slice(at, part).CopyTo(noise.AsSpan(filled));
                filled += part;
            }
        }
        while (noise.Length > 0 && noise.AsSpan().IndexOfAnyExcept(0f) < 0);
        return noise;
    }
}
