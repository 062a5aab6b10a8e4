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
    /// <inheritdoc/>
    public override int Version => 1;

    private CustomSetOptions Composition => new(
        [new MfccOptions(MaxHz: MaxHz), new FundamentalFrequencyOptions(), new EnergyOptions(), new ZeroCrossingsOptions(), new SpectralShapeOptions(MaxHz)], DeltaOrder: 1, Pitch: Pitch);

    /// <inheritdoc/>
    public override void Check(Problems problems) => Composition.Check(problems);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => Composition.Prepare(sampleRateHz);
}
