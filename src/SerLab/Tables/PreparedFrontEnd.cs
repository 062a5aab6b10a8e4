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

    internal PreparedFrontEnd(FrontEnd settings)
    {
        this.settings = settings;
        enhancers = [.. settings.Enhance.Select(recipe => recipe.Prepare(settings.SampleRateHz))];
        extractor = settings.Features.Prepare(settings.SampleRateHz);
    }

    /// <summary>The columns, in order.</summary>
    public FeatureSchema Schema => extractor.Schema;

    /// <summary>The clip at the front end's rate, enhanced.</summary>
    /// <param name="clip">A clip of any rate; only read.</param>
    public Clip Clean(Clip clip)
    {
        if (clip.SampleRateHz != settings.SampleRateHz) clip = new Resampler(clip.SampleRateHz, settings.SampleRateHz).Resample(clip);
        foreach (var enhancer in enhancers) clip = enhancer.Enhance(clip);
        return clip;
    }

    /// <summary>Measures a clean clip.</summary>
    /// <param name="clean">What <see cref="Clean"/> gave; only read.</param>
    public FeatureValues Measure(Clip clean) => extractor.Extract(clean);
}
