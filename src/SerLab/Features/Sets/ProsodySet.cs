using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the small interpretable set: pitch, energy, voice quality, spectral balance, formants, rate and pauses, about 130 columns.</summary>
/// <remarks>The idea, and most of the choice, of GeMAPS: F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016.</remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
[Kind("prosody", "functionals: interpretable columns of pitch, energy, voice quality, spectral balance, formants, rate and pauses")]
public sealed record ProsodySetOptions(double MaxHz = 8000, PitchTrackerOptions? Pitch = null) : FeatureSetOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 3;

    /// <summary>One measure of each quality: jitter, shimmer and cepstral peak come in several that tell the same, which would count it twice.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
    [
        "f0_st", "voicing_ratio", "energy_db", "loudness_ratio",
        "centroid_hz", "spread_hz", "skewness_ratio", "kurtosis_ratio", "flatness_db", "entropy_ratio", "flux_ratio",
        "rolloff25_hz", "rolloff50_hz", "rolloff75_hz", "rolloff90_hz",
        "tilt_db_per_khz", "tilt_0_500_db_per_khz", "tilt_500_1500_db_per_khz", "alpha_ratio_db", "hammarberg_db", "band_250_650_db", "band_1000_4000_db",
        "hnr_db", "jitter_ratio", "shimmer_db", "h1_h2_db", "cepstral_peak_smoothed_db",
        "f1_hz", "f2_hz", "f3_hz", "f1_bandwidth_hz", "f2_bandwidth_hz", "f3_bandwidth_hz", "f1_level_db", "f2_level_db", "h1_a3_db",
    ];

    private CustomSetOptions Composition => new(
        [new FundamentalFrequencyOptions(), new EnergyOptions(), new SpectralShapeOptions(MaxHz), new VoiceQualityOptions(), new FormantsOptions()],
        Columns: Columns,
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
