using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the small interpretable set: pitch, energy, voice quality, spectral balance, formants, rate and pauses, about 150 columns.</summary>
/// <remarks>The idea, and most of the choice, of GeMAPS: F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016.</remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
[Kind("prosody", "functionals: interpretable columns of pitch, energy, voice quality, spectral balance, formants, rate and pauses")]
public sealed record ProsodySetOptions(double MaxHz = 8000, PitchTrackerOptions? Pitch = null) : FeatureSetOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 2;

    private CustomSetOptions Composition => new(
        [new FundamentalFrequencyOptions(), new EnergyOptions(), new SpectralShapeOptions(MaxHz), new VoiceQualityOptions(), new FormantsOptions()],
        Frames: false,
        Statistics: [Statistic.Mean, Statistic.Sd, Statistic.MiddleRange],
        Rhythm: true,
        Pitch: Pitch);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Composition.DescribeColumns(sampleRateHz);
}
