using SerLab.Audio;
using SerLab.Enhancement.Noise;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement.Augmentation;

/// <summary>How the power of a made noise lies over frequency.</summary>
public enum NoiseColour
{
    /// <summary>Equal power at all frequencies.</summary>
    White,

    /// <summary>Equal power in every octave.</summary>
    Pink,

    /// <summary>White or pink, drawn for each clip.</summary>
    Either,
}

/// <summary>Adds noise at a drawn signal-to-noise ratio; the speech keeps its level.</summary>
/// <remarks>The ratio is that of mean powers over the whole clip, pauses included (<see cref="NoiseMix"/>). The noise is made, so that no recording, and no voice of a held-out speaker, gets in.</remarks>
/// <param name="MinSnrDb">Lowest ratio of speech to noise, dB, -20 to 60.</param>
/// <param name="MaxSnrDb">Highest ratio of speech to noise, dB, -20 to 60.</param>
/// <param name="Colour">Which noise.</param>
[Kind("noise", "adds white or pink noise at a drawn signal-to-noise ratio")]
public sealed record AddedNoiseOptions(double MinSnrDb = 10, double MaxSnrDb = 30, NoiseColour Colour = NoiseColour.Either) : AugmentationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        CheckRange(problems, "SnrDb", MinSnrDb, MaxSnrDb, -20, 60);
        problems.Unless(Enum.IsDefined(Colour), $"Colour is {Colour}; use white, pink or either.");
    }

    /// <inheritdoc/>
    protected override Clip Alter(Clip clip, RandomSource random)
    {
        var chance = random.For("choice").Open();
        var snrDb = chance.NextDouble(MinSnrDb, MaxSnrDb);
        INoiseSource source = Colour == NoiseColour.White || Colour == NoiseColour.Either && chance.NextInt(2) == 0 ? new WhiteNoise() : new PinkNoise(clip.SampleRateHz);
        return NoiseMix.At(clip, source.Draw(new NoiseWish(clip.Samples.Length, random.For("noise"), new HashSet<string>())), snrDb).Noisy;
    }
}
