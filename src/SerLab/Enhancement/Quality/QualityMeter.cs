using SerLab.Audio;

namespace SerLab.Enhancement.Quality;

/// <summary>How close a clip is to its clean original. Each measure alone can be fooled; together they tell noise left in from speech taken out.</summary>
/// <param name="SiSdrDb">See <see cref="ScaleInvariantSdr"/>: dB, -100 to 100, higher is better.</param>
/// <param name="SegmentalSnrDb">See <see cref="SegmentalSnr"/>: dB, -10 to 35, higher is better; NaN for clips under 30 ms.</param>
/// <param name="LogSpectralDistanceDb">See <see cref="LogSpectralDistance"/>: dB, from 0, lower is better; NaN for clips under 32 ms.</param>
/// <param name="Stoi">See <see cref="ShortTimeIntelligibility"/>: at most 1, higher is better; NaN for clips with less than 0.4 s of speech.</param>
public sealed record SignalQuality(double SiSdrDb, double SegmentalSnrDb, double LogSpectralDistanceDb, double Stoi);

/// <summary>Measures clips against one clean clip, whose part of the work is done once. Immutable: one instance serves every thread.</summary>
public sealed class QualityMeter
{
    private readonly Clip clean;
    private readonly LogSpectralDistance spectra;
    private readonly ShortTimeIntelligibility intelligibility;

    /// <param name="clean">The clean speech; only read.</param>
    public QualityMeter(Clip clean)
    {
        this.clean = clean;
        spectra = new LogSpectralDistance(clean.Samples.Span, clean.SampleRateHz);
        intelligibility = new ShortTimeIntelligibility(clean);
    }

    /// <summary>All measures of a clip.</summary>
    /// <param name="processed">Sample by sample the clean clip with something done to it; only read.</param>
    /// <exception cref="ArgumentException">Another rate or length than the clean clip's.</exception>
    public SignalQuality Measure(Clip processed)
    {
        ReadOnlySpan<float> speech = clean.Samples.Span, estimate = processed.Samples.Span;
        return new SignalQuality(
            ScaleInvariantSdr.Db(speech, estimate), SegmentalSnr.Db(speech, estimate, clean.SampleRateHz), spectra.DistanceDb(estimate), intelligibility.Of(processed));
    }
}
