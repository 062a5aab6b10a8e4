using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the log-mel frames, for recurrent networks.</summary>
/// <param name="Bands">Number of mel bands.</param>
/// <param name="MaxHz">Upper edge of the last band, Hz; at most half the sample rate.</param>
[Kind("logmel", "frames: log-mel spectrum")]
public sealed record LogMelSetOptions(int Bands = 40, double MaxHz = 8000) : FeatureSetOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 2;

    private CustomSetOptions Composition => new([new LogMelOptions(Bands, MaxHz: MaxHz)]);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Composition.DescribeColumns(sampleRateHz);
}
