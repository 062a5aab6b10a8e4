using System.Collections.Concurrent;
using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Features;

namespace SerLab.Tables;

/// <summary>Turns clips into feature values. Immutable: one instance serves every thread.</summary>
public sealed class PreparedFrontEnd
{
    private readonly FrontEnd settings;
    private readonly IReadOnlyList<IEnhancer> enhancers;
    private readonly IFeatureExtractor extractor;
    private readonly ConcurrentDictionary<int, Resampler> resamplers = new();

    internal PreparedFrontEnd(FrontEnd settings)
    {
        this.settings = settings;
        enhancers = [.. settings.Enhance.Select(recipe => recipe.Prepare(settings.SampleRateHz))];
        extractor = settings.Features.Prepare(settings.SampleRateHz);
    }

    /// <summary>The columns, in order.</summary>
    public FeatureSchema Schema => extractor.Schema;

    /// <summary>Brings a sound to the front end's rate, cleans and measures it.</summary>
    /// <param name="sound">Any rate and length; only read. Hours go stretch by stretch, unless an enhancer needs the whole.</param>
    public FeatureValues Measure(Sound sound) => extractor.Extract(sound.Through(Clean, settings.Enhance.All(recipe => recipe.WorksInStretches)));

    private Clip Clean(Clip clip)
    {
        if (clip.SampleRateHz != settings.SampleRateHz) clip = resamplers.GetOrAdd(clip.SampleRateHz, from => new Resampler(from, settings.SampleRateHz)).Resample(clip);
        foreach (var enhancer in enhancers) clip = enhancer.Enhance(clip);
        return clip;
    }
}
