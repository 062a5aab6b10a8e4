using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of voice quality: how regular and how breathy the voice is, in voiced frames.</summary>
/// <remarks>
/// <c>hnr_db</c>: harmonics-to-noise ratio, dB (<see cref="HarmonicsToNoise"/>). <c>jitter_ratio, jitter_ddp_ratio</c>: mean change from period to period, and mean
/// change of that change, over the mean period. <c>shimmer_ratio, shimmer_db</c>: mean change of the amplitude from period to period, over the mean amplitude and
/// in dB. These four over the periods within 30 ms of the frame (<see cref="PeriodMeasures"/>); a frame with too few keeps the values of the frame before.
/// <c>h1_h2_db</c>: level of the first harmonic less that of the second, dB, as they stand in the spectrum, formants included (<see cref="HarmonicLevels"/>).
/// <c>cepstral_peak_db, cepstral_peak_smoothed_db</c>: cepstral peak prominence, plain and smoothed, dB (<see cref="CepstralPeak"/>). Agreement with Praat: the
/// study voice-praat.
/// </remarks>
/// <param name="WindowSeconds">Length of the Hamming window of harmonics, noise and cepstrum, seconds; two or more periods of a low voice.</param>
[Kind("voice-quality", "harmonics-to-noise ratio, jitter, shimmer, H1-H2, cepstral peak prominence")]
public sealed record VoiceQualityOptions(double WindowSeconds = HarmonicLevels.WindowSeconds) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) =>
        problems.Unless(WindowSeconds is >= 0.05 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.05 to 0.1: the cepstrum reaches half as far.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        return new VoiceQualityDescriptor(WindowSeconds, sampleRateHz);
    }
}

/// <summary>Measures voice quality.</summary>
internal sealed class VoiceQualityDescriptor : IDescriptor
{
    private const double ReachSeconds = 0.03;
    private const int Hnr = 0, Jitter = 1, Shimmer = 2, H1H2 = 3, Prominence = 4, JitterChange = 5, ShimmerShare = 6, Smoothed = 7, Count = 8;
    private readonly SpectrumPlan spectrum;
    private readonly HarmonicsToNoise harmonicsToNoise;
    private readonly CepstralPeak cepstralPeak;

    public VoiceQualityDescriptor(double windowSeconds, int sampleRateHz)
    {
        spectrum = new SpectrumPlan(windowSeconds, sampleRateHz);
        harmonicsToNoise = new HarmonicsToNoise(spectrum);
        cepstralPeak = new CepstralPeak(spectrum);
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        new("hnr_db", true), new("jitter_ratio", true), new("shimmer_db", true), new("h1_h2_db", true), new("cepstral_peak_db", true),
        new("jitter_ddp_ratio", true), new("shimmer_ratio", true), new("cepstral_peak_smoothed_db", true),
    ];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var contours = new float[Count][];
        for (var i = 0; i < Count; i++) contours[i] = new float[analysis.Grid.Count];
        DescribePeriods(analysis, contours);
        harmonicsToNoise.Measure(analysis, contours[Hnr]);
        cepstralPeak.Measure(analysis, contours[Prominence], contours[Smoothed]);
        var spectra = analysis.PowerSpectra(spectrum);
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            double f0 = analysis.Pitch.Hz[frame], binHz = spectrum.BinHz;
            contours[H1H2][frame] = HarmonicLevels.Decibels(spectra.Row(frame), binHz, f0, 1) - HarmonicLevels.Decibels(spectra.Row(frame), binHz, f0, 2);
        }

        for (var i = 0; i < Count; i++)
        {
            analysis.Pitch.Interpolate(contours[i], 0);
            for (var frame = 0; frame < contours[i].Length; frame++) destination[frame * Count + i] = contours[i][frame];
        }
    }

    private static void DescribePeriods(ClipAnalysis analysis, float[][] contours)
    {
        var measures = new PeriodMeasures(analysis.Samples, analysis.Pitch);
        var reach = ReachSeconds * analysis.Grid.SampleRateHz;
        var known = default(Irregularity);
        var first = 0;
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            double centre = analysis.Grid.FirstSample(frame, 0);
            first = measures.FirstFrom(centre - reach, first);
            if (measures.Sum(first, centre + reach, out var now)) known = now;
            (contours[Jitter][frame], contours[JitterChange][frame]) = (known.Jitter, known.JitterChange);
            (contours[ShimmerShare][frame], contours[Shimmer][frame]) = (known.Shimmer, known.ShimmerDb);
        }
    }
}
