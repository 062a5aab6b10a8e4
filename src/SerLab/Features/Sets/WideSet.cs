using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the big set: most descriptors and their change, summed up by many statistics, with rhythm and modulation.</summary>
/// <remarks>The idea of the ComParE set: F. Weninger et al., Frontiers in Psychology 4:292, 2013. Nothing in it was chosen by looking at a corpus' test speakers.</remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
[Kind("wide", "functionals: thousands of statistics of most descriptors and their change, with rate, pauses and modulation")]
public sealed record WideSetOptions(double MaxHz = 8000, PitchTrackerOptions? Pitch = null) : FeatureSetOptions
{
    private static readonly Statistic[] OfContours =
    [
        Statistic.Mean, Statistic.Sd, Statistic.Skewness, Statistic.Kurtosis, Statistic.MinPosition, Statistic.MaxPosition,
        Statistic.P01, Statistic.P20, Statistic.P50, Statistic.P80, Statistic.P99, Statistic.InterquartileRange, Statistic.PercentileRange,
        Statistic.Slope, Statistic.LineError, Statistic.Curvature, Statistic.ParabolaError,
        Statistic.RisingSlope, Statistic.FallingSlope, Statistic.RiseTime, Statistic.FallTime, Statistic.PeakRate, Statistic.PeakHeight, Statistic.PeakDistanceSd,
        Statistic.Above25, Statistic.Above75, Statistic.Above90, Statistic.Rising, Statistic.LeftCurved, Statistic.Centroid,
        Statistic.Ar1, Statistic.Ar2, Statistic.ArGain,
    ];

    private static readonly Statistic[] OfDeltas =
    [
        Statistic.MeanAbsolute, Statistic.Sd, Statistic.Skewness, Statistic.Kurtosis, Statistic.P01, Statistic.P20, Statistic.P80, Statistic.P99, Statistic.PeakRate,
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 3;

    private CustomSetOptions Composition => new(
        [
            new LogMelOptions(MaxHz: MaxHz), new MfccOptions(15, MaxHz: MaxHz), new RastaBandsOptions(), new FundamentalFrequencyOptions(), new EnergyOptions(),
            new ZeroCrossingsOptions(), new SpectralShapeOptions(MaxHz), new SharpnessOptions(), new HarmonicityOptions(), new VoiceQualityOptions(), new FormantsOptions(),
        ],
        Frames: false,
        Statistics: OfContours,
        VoicedStatistics: [Statistic.Mean, Statistic.Sd],
        UnvoicedStatistics: [Statistic.Mean, Statistic.Sd],
        DeltaStatistics: OfDeltas,
        Rhythm: true,
        Pitch: Pitch,
        Modulation: true);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Composition.DescribeColumns(sampleRateHz);
}
