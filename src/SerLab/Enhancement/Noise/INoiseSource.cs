using SerLab.Numerics;

namespace SerLab.Enhancement.Noise;

/// <summary>A kind of noise that stretches can be drawn from. Immutable: one instance serves every thread.</summary>
public interface INoiseSource
{
    /// <summary>The noise's name in tables: "white", "rain".</summary>
    string Name { get; }

    /// <summary>A stretch of this noise; the same wish gives the same samples. Its level means nothing: <see cref="NoiseMix"/> sets it.</summary>
    /// <param name="wish">How long, from which chance, and whose voices may not be in it.</param>
    float[] Draw(NoiseWish wish);
}

/// <summary>What a stretch of noise is wanted for.</summary>
/// <param name="SampleCount">Its length, samples, at least 1.</param>
/// <param name="Random">Where chance comes from.</param>
/// <param name="AbsentSpeakers">Speakers whose voices may not be in it: the speaker it is mixed with, and a test speaker whom training may not hear.</param>
public sealed record NoiseWish(int SampleCount, RandomSource Random, IReadOnlySet<string> AbsentSpeakers);
