using System.Text.Json.Serialization;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of the middle set: few statistics of cepstrum, pitch, energy, voice quality, balance and formants, with rhythm and modulation; under 500 columns.</summary>
/// <remarks>
/// The idea of the set of the first emotion challenge: B. Schuller, S. Steidl, A. Batliner, Interspeech 2009 (384 columns), with more descriptors and fewer statistics of
/// each. Nothing in it was chosen by looking at a corpus' test speakers.
/// </remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
[Kind("compact", "functionals: under 500 columns of cepstrum, pitch, energy, voice quality, spectral balance, formants, rate and modulation")]
public sealed record CompactSetOptions(double MaxHz = 8000, PitchTrackerOptions? Pitch = null) : FeatureSetOptions
{
    private const int Coefficients = 13;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 2;

    private CustomSetOptions Composition => new(
        [
            new MfccOptions(Coefficients, MaxHz: MaxHz), new FundamentalFrequencyOptions(), new EnergyOptions(), new ZeroCrossingsOptions(), new SpectralShapeOptions(MaxHz),
            new SharpnessOptions(), new VoiceQualityOptions(), new FormantsOptions(),
        ],
        Columns: [.. Enumerable.Range(0, Coefficients).Select(k => $"mfcc_{k:00}_ln"), "zero_crossings_hz", "sharpness_acum", .. ProsodySetOptions.Columns],
        Frames: false,
        Statistics: [Statistic.Mean, Statistic.Sd, Statistic.P20, Statistic.P80, Statistic.Skewness],
        VoicedStatistics: [Statistic.Mean],
        DeltaStatistics: [Statistic.MeanAbsolute, Statistic.Sd],
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
