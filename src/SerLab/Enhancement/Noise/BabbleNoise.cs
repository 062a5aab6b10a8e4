using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Enhancement.Noise;

/// <summary>Somebody whose recordings babble is made of.</summary>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Utterances">Makes the clip of each utterance, with at least one sample, at the rate of the speech; the same clip each time, from any thread.</param>
public sealed record Talker(string Speaker, IReadOnlyList<Func<Clip>> Utterances);

/// <summary>
/// Several people talking at once: each talker says utterances drawn at random, one after the other, beginning somewhere in the first; all talkers are equally loud. Immutable.
/// </summary>
/// <remarks>Talkers are different people as long as there are enough who may be in it; with fewer, some are heard twice, saying something else.</remarks>
public sealed class BabbleNoise : INoiseSource
{
    private readonly IReadOnlyList<Talker> talkers;
    private readonly int voices;

    /// <param name="talkers">Who may talk, each with at least one utterance.</param>
    /// <param name="voices">How many talk at once, at least 1; 8 are a crowd in which no word is understood.</param>
    public BabbleNoise(IReadOnlyList<Talker> talkers, int voices = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(voices, 1);
        (this.talkers, this.voices) = (talkers, voices);
    }

    /// <inheritdoc/>
    public string Name => "babble";

    /// <summary>Who talks in a stretch, in the order in which they are added.</summary>
    /// <param name="wish">The stretch.</param>
    /// <exception cref="ArgumentException">Every talker is to be absent.</exception>
    public IReadOnlyList<string> SpeakersOf(NoiseWish wish) => [.. Chosen(wish).Select(talker => talker.Speaker)];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Every talker is to be absent.</exception>
    public float[] Draw(NoiseWish wish)
    {
        var noise = new float[wish.SampleCount];
        var voice = new float[wish.SampleCount];
        var chosen = Chosen(wish);
        for (var v = 0; v < chosen.Length; v++)
        {
            Speak(chosen[v], wish.Random.For("voice", v).Open(), voice);
            var power = NoiseMix.Power(voice);
            if (power > 0) TensorPrimitives.MultiplyAdd(voice, (float)(1 / Math.Sqrt(power)), noise, noise);
        }

        return noise;
    }

    private Talker[] Chosen(NoiseWish wish)
    {
        Talker[] present = [.. talkers.Where(talker => !wish.AbsentSpeakers.Contains(talker.Speaker))];
        if (present.Length == 0) throw new ArgumentException($"Babble needs a talker, and all {talkers.Count} are to be absent; give recordings of more speakers.", nameof(wish));
        wish.Random.For("talkers").Open().Shuffle(present.AsSpan());
        return [.. Enumerable.Range(0, voices).Select(v => present[v % present.Length])];
    }

    // Utterance after utterance, the first from somewhere within it.
    private static void Speak(Talker talker, RandomStream chance, Span<float> voice)
    {
        for (var filled = 0; filled < voice.Length;)
        {
            var samples = talker.Utterances[chance.NextInt(talker.Utterances.Count)]().Samples.Span;
            if (samples.Length == 0) throw new ArgumentException($"An utterance of {talker.Speaker} has no samples; leave it out.", nameof(talker));
            if (filled == 0) samples = samples[chance.NextInt(samples.Length)..];
            samples = samples[..Math.Min(samples.Length, voice.Length - filled)];
            samples.CopyTo(voice[filled..]);
            filled += samples.Length;
        }
    }
}
