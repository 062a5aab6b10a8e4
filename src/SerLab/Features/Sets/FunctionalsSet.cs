using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the big set: all descriptors and their change, summed up by many statistics, and the rhythm columns.</summary>
/// <remarks>The idea of the ComParE set: F. Weninger et al., Frontiers in Psychology 4:292, 2013. Nothing in it was chosen by looking at a corpus' test speakers.</remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
[Kind("functionals", "functionals: many statistics of all descriptors and their change, with rate and pauses")]
public sealed record FunctionalsSetOptions(double MaxHz = 8000, PitchTrackerOptions? Pitch = null) : FeatureSetOptions
{
    private static readonly Statistic[] OfContours =
    [
        Statistic.Mean, Statistic.Sd, Statistic.Skewness, Statistic.Kurtosis, Statistic.MinPosition, Statistic.MaxPosition,
        Statistic.P01, Statistic.P20, Statistic.P50, Statistic.P80, Statistic.P99, Statistic.InterquartileRange, Statistic.PercentileRange,
        Statistic.Slope, Statistic.LineError, Statistic.Curvature, Statistic.RisingSlope, Statistic.FallingSlope, Statistic.PeakRate, Statistic.PeakHeight,
        Statistic.Above25, Statistic.Above75, Statistic.Rising,
    ];

    private static readonly Statistic[] OfDeltas =
    [
        Statistic.MeanAbsolute, Statistic.Sd, Statistic.Skewness, Statistic.Kurtosis, Statistic.P01, Statistic.P20, Statistic.P80, Statistic.P99, Statistic.PeakRate,
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 2;

    private CustomSetOptions Composition => new(
        [
            new LogMelOptions(MaxHz: MaxHz), new MfccOptions(15, MaxHz: MaxHz), new FundamentalFrequencyOptions(), new EnergyOptions(), new ZeroCrossingsOptions(),
            new SpectralShapeOptions(MaxHz), new VoiceQualityOptions(), new FormantsOptions(),
        ],
        Frames: false,
        Statistics: OfContours,
        VoicedStatistics: [Statistic.Mean, Statistic.Sd],
        UnvoicedStatistics: [Statistic.Mean, Statistic.Sd],
        DeltaStatistics: OfDeltas,
        Rhythm: true,
        Pitch: Pitch);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);
}
