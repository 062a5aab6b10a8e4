using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Features;

/// <summary>Settings of a feature set: what is measured of a clip, as one row per utterance, one row per frame, or both.</summary>
public abstract record FeatureSetOptions : Recipe
{
    /// <summary>Counts up when the same settings would give other numbers than before: a trained model is refused when its features have moved on.</summary>
    [JsonIgnore] // And on every override: the JSON writer does not look at what it overrides.
    public abstract int Version { get; }

    /// <summary>Prepares for one sample rate.</summary>
    /// <exception cref="OptionsException">The settings do not suit the rate.</exception>
    public abstract IFeatureExtractor Prepare(int sampleRateHz);

    /// <summary>Says of every column what it is: unit, formula and source.</summary>
    /// <exception cref="OptionsException">The settings do not suit the rate.</exception>
    public abstract SchemaDescription DescribeColumns(int sampleRateHz);
}

/// <summary>Measures clips. Immutable: one instance serves every thread.</summary>
public interface IFeatureExtractor
{
    /// <summary>The columns, in order.</summary>
    FeatureSchema Schema { get; }

    /// <summary>Measures a sound.</summary>
    /// <param name="sound">Stretches of the prepared rate, in order; only read. Read once, or from the beginning again where hours of it would take too much memory at once.</param>
    /// <exception cref="BadInputException">The sound is too short or not finite.</exception>
    FeatureValues Extract(IEnumerable<Stretch> sound);
}

/// <summary>Shorter ways to say it.</summary>
public static class FeatureExtractorExtensions
{
    /// <summary>Measures one clip.</summary>
    /// <param name="extractor">What measures.</param>
    /// <param name="clip">A clip of the prepared rate, at least 60 ms long; only read.</param>
    /// <exception cref="BadInputException">The clip is too short or not finite.</exception>
    public static FeatureValues Extract(this IFeatureExtractor extractor, Clip clip) => extractor.Extract(Sound.Of(clip));
}

/// <summary>The names of what a feature set measures; each ends in its unit.</summary>
/// <param name="Functionals">Columns of the one row per utterance; empty when the set has none.</param>
/// <param name="Descriptors">Columns of the frames; empty when the set has none.</param>
/// <param name="HopSeconds">Time between frames, seconds; 0 without frames.</param>
public sealed record FeatureSchema(IReadOnlyList<string> Functionals, IReadOnlyList<string> Descriptors, double HopSeconds);
