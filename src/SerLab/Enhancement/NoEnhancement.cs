using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Leaves clips as they are.</summary>
[Kind("none", "leaves the clip as it is")]
public sealed record NoEnhancementOptions : EnhancerOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool WorksInStretches => true;

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz) => new NoEnhancement();
}

/// <summary>Leaves clips as they are. Immutable.</summary>
public sealed class NoEnhancement : IEnhancer
{
    /// <inheritdoc/>
    public Clip Enhance(Clip clip) => clip;
}
