using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the joint low-level descriptors with their change: cepstrum, pitch, energy, zero crossings, spectral shape.</summary>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
[Kind("lld", "frames: cepstrum, pitch, energy, zero crossings and spectral shape, with deltas")]
public sealed record LowLevelSetOptions(double MaxHz = 8000, PitchTrackerOptions? Pitch = null) : FeatureSetOptions
{
    private const int Coefficients = 13;

    // Beside the cepstrum: measures of shape that are not nearly functions of one another, since diagonal Gaussians count evidence twice.
    private static readonly string[] Others =
    [
        "f0_st", "voicing_ratio", "loudness_ratio", "zero_crossings_hz", "centroid_hz", "spread_hz", "flatness_db", "flux_ratio", "rolloff90_hz",
        "tilt_0_500_db_per_khz", "tilt_500_1500_db_per_khz", "alpha_ratio_db", "hammarberg_db",
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 3;

    private CustomSetOptions Composition => new(
        [new MfccOptions(Coefficients, MaxHz: MaxHz), new FundamentalFrequencyOptions(), new EnergyOptions(), new ZeroCrossingsOptions(), new SpectralShapeOptions(MaxHz)],
        Columns: [.. Enumerable.Range(0, Coefficients).Select(k => $"mfcc_{k:00}_ln"), .. Others],
        DeltaOrder: 1,
        Pitch: Pitch);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Composition.DescribeColumns(sampleRateHz);
}
