using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Settings of something that makes a clip cleaner: a denoiser, a silence trimmer.</summary>
public abstract record EnhancerOptions : Recipe
{
    /// <summary>
    /// True when a minute of a long recording comes out the same with <see cref="Sound.ContextSeconds"/> around it as with everything around it, up to what recursions have
    /// forgotten by then; false when the whole recording is needed: to trim its ends, to measure its loudness.
    /// </summary>
    [JsonIgnore] // And on every override: the JSON writer does not look at what it overrides.
    public virtual bool WorksInStretches => false;

    /// <summary>Prepares for one sample rate.</summary>
    /// <exception cref="OptionsException">The settings do not suit the rate.</exception>
    public abstract IEnhancer Prepare(int sampleRateHz);
}

/// <summary>Makes clips cleaner. Immutable: one instance serves every thread.</summary>
public interface IEnhancer
{
    /// <summary>The cleaner clip, at the same rate; the input is only read.</summary>
    /// <param name="clip">Any clip of the prepared rate, also an empty one.</param>
    Clip Enhance(Clip clip);
}
