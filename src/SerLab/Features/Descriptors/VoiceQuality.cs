using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of voice quality: how regular and how breathy the voice is, in voiced frames.</summary>
/// <remarks>
/// Measured by <see cref="HarmonicsToNoise"/>, <see cref="PeriodMeasures"/> (jitter and shimmer of the periods within 30 ms of the frame; a frame with too few keeps the values
/// of the frame before), <see cref="HarmonicLevels"/> (H1-H2 as in F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016, section 6.1) and <see cref="CepstralPeak"/>.
/// Agreement with Praat: the study voice-praat.
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
        new("hnr_db", "10 log10(r / (1 - r)), r = autocorrelation of the frame at the period over that of its window; -40 to 40", "Boersma 1993, eqs. 4 and 9", true),
        new("jitter_ratio", "mean of |T[i] - T[i-1]| / mean of T, T = periods within 30 ms", "Praat's manual, jitter (local)", true),
        new("shimmer_db", "mean of |20 log10(A[i] / A[i-1])|, A = amplitudes of the periods within 30 ms", "Praat's manual, shimmer (local, dB)", true),
        new("h1_h2_db", "level of the first harmonic less that of the second, formants included", "Eyben et al. 2016, 6.1", true),
        new("cepstral_peak_db", "power cepstrum in dB at its peak near the period less its least-squares line from 1 to 25 ms there", "Hillenbrand et al. 1994", true),
        new("jitter_ddp_ratio", "mean of |T[i+1] - 2 T[i] + T[i-1]| / mean of T, T = periods within 30 ms", "Praat's manual, jitter (ddp)", true),
        new("shimmer_ratio", "mean of |A[i] - A[i-1]| / mean of A, A = amplitudes of the periods within 30 ms", "Praat's manual, shimmer (local)", true),
        new("cepstral_peak_smoothed_db", "power cepstrum in dB, averaged over 30 ms of time and 0.5 ms of quefrency, at its peak near the period less its line there", "Hillenbrand and Houde 1996", true),
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
