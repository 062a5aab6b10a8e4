using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Settings of a way to alter a clip so that a classifier learns what it should not mind: another speed, another voice, noise, a room.</summary>
/// <remarks>A pure function of clip and chance: the same clip and source give the same bits, from any thread.</remarks>
public abstract record AugmentationOptions : Recipe
{
    /// <summary>An altered copy at the same rate; the input is only read.</summary>
    /// <remarks>A silent clip comes back as it is. Where the loudest sample would lie beyond full scale, the whole copy is made quieter until it does not: nothing is clipped.</remarks>
    /// <param name="clip">Any clip, also an empty one.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <exception cref="OptionsException">Some setting cannot work; the message lists all of them.</exception>
    public Clip Apply(Clip clip, RandomSource random)
    {
        Validate();
        if (clip.Samples.Span.IndexOfAnyExcept(0f) < 0) return clip;
        var altered = Alter(clip, random);
        var peak = altered.Samples.Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(altered.Samples.Span));
        return peak <= 1 ? altered : Scaled(altered, 1 / peak);
    }

    /// <summary>An altered copy, not yet held within full scale.</summary>
    /// <param name="clip">A clip with some sample other than 0.</param>
    /// <param name="random">Where chance comes from.</param>
    protected abstract Clip Alter(Clip clip, RandomSource random);

    /// <summary>A copy of a clip, every sample times a gain.</summary>
    /// <param name="clip">The clip; only read.</param>
    /// <param name="gain">The factor.</param>
    protected static Clip Scaled(Clip clip, double gain)
    {
        var scaled = new float[clip.Samples.Length];
        TensorPrimitives.Multiply(clip.Samples.Span, (float)gain, scaled);
        return new Clip(scaled, clip.SampleRateHz);
    }

    /// <summary>Adds what is wrong with a range that values are drawn from.</summary>
    /// <param name="problems">Where to.</param>
    /// <param name="name">The setting's name without Min and Max: "SnrDb".</param>
    /// <param name="min">Its lower end.</param>
    /// <param name="max">Its upper end.</param>
    /// <param name="lowest">Lowest value that can work.</param>
    /// <param name="highest">Highest value that can work.</param>
    protected static void CheckRange(Problems problems, string name, double min, double max, double lowest, double highest) => problems
        .Unless(min >= lowest && min <= highest, $"Min{name} is {min}; use {lowest} to {highest}.")
        .Unless(max >= lowest && max <= highest, $"Max{name} is {max}; use {lowest} to {highest}.")
        .Unless(!(min > max), $"Min{name} is {min} and Max{name} is {max}; give the smaller as Min{name}, or one value as both.");
}
