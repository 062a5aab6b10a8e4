using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>Everything that happens to a recording before a model sees it: channel mix, sample rate, enhancement, features. Immutable.</summary>
/// <param name="SampleRateHz">The rate all clips are brought to, Hz, 8000 to 96000; stated, never assumed.</param>
/// <param name="Mix">How several channels become one.</param>
/// <param name="Enhance">What cleans a clip, in order; empty leaves it as it is.</param>
/// <param name="Features">What is measured.</param>
public sealed record FrontEnd(int SampleRateHz, ChannelMix Mix, IReadOnlyList<EnhancerOptions> Enhance, FeatureSetOptions Features)
{
    /// <summary>See <see cref="FeatureSetOptions.Version"/>.</summary>
    [JsonIgnore]
    public int FeaturesVersion => Features.Version;

    /// <summary>Names this front end in cache keys: equal settings and equal code, equal name.</summary>
    /// <remarks>The builds of SerLab and of all plug-ins count, so that no value outlives the code that measured it: measuring again takes seconds.</remarks>
    /// <param name="json">Writes the recipes.</param>
    public string Hash(RecipeJson json) => RecipeHash.Of([json.Write(this), .. json.Catalog.Builds]);

    /// <summary>Checks all settings and prepares every part.</summary>
    /// <exception cref="OptionsException">Some setting cannot work at the sample rate.</exception>
    public PreparedFrontEnd Prepare()
    {
        var problems = new Problems("front end")
            .Unless(SampleRateHz is >= 8000 and <= 96000, $"sampleRateHz is {SampleRateHz}; use 8000 to 96000, 16000 suits speech.");
        for (var i = 0; i < Enhance.Count; i++) problems.Include($"enhance[{i}]", Enhance[i]);
        problems.Include("features", Features).ThrowIfAny();
        return new PreparedFrontEnd(this);
    }
}
