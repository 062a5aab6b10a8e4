using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the classic frames of speech recognition: cepstral coefficients with first and second change, 39 columns.</summary>
/// <param name="Coefficients">Coefficients, C0 (the level) among them.</param>
/// <param name="MaxHz">Upper edge of the last mel band, Hz; at most half the sample rate.</param>
[Kind("mfcc", "frames: 13 mel-frequency cepstral coefficients with two deltas")]
public sealed record MfccSetOptions(int Coefficients = 13, double MaxHz = 8000) : FeatureSetOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 2;

    private CustomSetOptions Composition => new([new MfccOptions(Coefficients, MaxHz: MaxHz)], DeltaOrder: 2);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Composition.DescribeColumns(sampleRateHz);
}
