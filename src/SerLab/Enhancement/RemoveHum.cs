using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Takes the hum of the mains and its harmonics out by narrow notches, where <see cref="HumDetector"/> finds them.</summary>
/// <param name="MainsHz">The mains' frequency, Hz: 50 or 60; null tries both.</param>
/// <param name="MaxHz">Highest harmonic looked for, Hz, 50 to 2000.</param>
/// <param name="BandwidthHz">Width of each notch 3 dB down, Hz, 0.5 to 10.</param>
/// <param name="MinProminenceDb">How far a line must stand over its surroundings at all times, dB, 3 to 60; less also takes a steady voice for hum.</param>
[Kind("remove-hum", "removes mains hum (50 or 60 Hz and harmonics) by notches, where there is any")]
public sealed record RemoveHumOptions(double? MainsHz = null, double MaxHz = 1000, double BandwidthHz = 2, double MinProminenceDb = 10) : EnhancerOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(MainsHz is null or 50 or 60, $"MainsHz is {MainsHz}; use 50, 60 or null to try both.")
        .Unless(MaxHz is >= 50 and <= 2000, $"MaxHz is {MaxHz}; use 50 to 2000.")
        .Unless(BandwidthHz is >= 0.5 and <= 10, $"BandwidthHz is {BandwidthHz}; use 0.5 to 10.")
        .Unless(MinProminenceDb is >= 3 and <= 60, $"MinProminenceDb is {MinProminenceDb}; use 3 to 60.");

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new HumRemover(this, sampleRateHz);
    }
}

/// <summary>Notches out the lines of the mains. Immutable.</summary>
internal sealed class HumRemover : IEnhancer
{
    private readonly HumDetector detector;
    private readonly double bandwidthHz;

    public HumRemover(RemoveHumOptions options, int sampleRateHz) => (detector, bandwidthHz) = (new HumDetector(options, sampleRateHz), options.BandwidthHz);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        var lines = detector.Lines(clip);
        return lines.Count == 0 ? clip : new FilterEnhancer([.. lines.Select(hz => Biquad.Notch(hz, bandwidthHz, clip.SampleRateHz))], clip.SampleRateHz).Enhance(clip);
    }
}
