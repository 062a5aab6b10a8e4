using System.Numerics.Tensors;

namespace SerLab.Features.Rhythm;

/// <summary>What only a whole utterance has: speaking rate, pauses, voiced stretches, the rhythm of syllables and of loudness.</summary>
/// <remarks>Voiced and unvoiced stretches: F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016, section 6.1. nPVI: E. Grabe and E. L. Low, Laboratory Phonology 7, 2002.
/// Modulation: S. Wu, T. Falk, W.-Y. Chan, Speech Communication 53, 2011, for the use.</remarks>
internal static class RhythmColumns
{
    // -100 dB re full scale: under it nothing is heard.
    private const float FloorPower = 1e-10f;
    private const string Syllables = "SerLab (SyllableFinder), after de Jong and Wempe 2009", Pauses = "SerLab (PauseFinder)", GeMaps = "Eyben et al. 2016, 6.1";

    private static readonly double[] ModulationEdgesHz = [1, 2, 4, 8, 16];

    /// <summary>The columns.</summary>
    public static IReadOnlyList<ColumnDescription> Columns { get; } =
    [
        new("speech_rate_hz", "syllable nuclei / length of the clip", Syllables),
        new("articulation_rate_hz", "syllable nuclei / (time from the first to the last audible frame less pauses)", Syllables),
        new("pause_rate_hz", "pauses (0.2 s or longer, inside the speech) / length of the clip", Pauses),
        new("pause_share", "length of all pauses / length of the clip", Pauses),
        new("pause_mean_s", "mean length of the pauses; 0 without any", Pauses),
        new("voiced_share", "voiced frames / all frames", "definition"),
        new("voiced_stretch_rate_hz", "voiced stretches / length of the frames", GeMaps),
        new("voiced_stretch_s_mean", "mean length of the voiced stretches", GeMaps),
        new("voiced_stretch_s_sd", "standard deviation of the lengths of the voiced stretches", GeMaps),
        new("unvoiced_stretch_s_mean", "mean length of the unvoiced stretches", GeMaps),
        new("unvoiced_stretch_s_sd", "standard deviation of the lengths of the unvoiced stretches", GeMaps),
        new("nucleus_interval_s_mean", "mean of the times d from nucleus to nucleus", Syllables),
        new("nucleus_interval_s_sd", "standard deviation of the times d from nucleus to nucleus", Syllables),
        new("nucleus_interval_npvi_ratio", "mean of |d[i] - d[i-1]| / ((d[i] + d[i-1]) / 2), d = times from nucleus to nucleus", "Grabe and Low 2002, without their factor 100"),
        new("nucleus_f0_st_sd", "standard deviation of F0 at the nuclei", Syllables),
        new("nucleus_f0_st_step", "mean of |change of F0| from nucleus to nucleus", Syllables),
        new("nucleus_f0_st_slope_per_s", "mean of |slope of F0| from 40 ms before to 40 ms after the nuclei", Syllables),
        new("nucleus_loudness_ratio_cv", "standard deviation / mean of the loudness at the nuclei", Syllables),
        new("nucleus_loudness_ratio_step", "mean of |change of loudness| from nucleus to nucleus / mean of the loudness at the nuclei", Syllables),
        new("equivalent_level_db", "10 log10(1e-10 + mean of the power re full scale)", "definition"),
        new("dynamics_db", "10 log10(95th percentile of the power / its mean)", "definition"),
        .. ModulationEdgesHz.Zip(ModulationEdgesHz.Skip(1), LoudnessModulation),
    ];

    /// <summary>Measures a clip.</summary>
    /// <param name="utterance">The utterance over time.</param>
    /// <param name="destination">Shape [<see cref="Columns"/>].</param>
    public static void Measure(UtteranceContours utterance, Span<float> destination)
    {
        var rate = SpeakingRate.Of(utterance);
        destination[0] = (float)rate.SpeechRateHz;
        destination[1] = (float)rate.ArticulationRateHz;
        destination[2] = (float)(rate.Pauses / rate.Seconds);
        destination[3] = (float)(rate.PauseSeconds / rate.Seconds);
        destination[4] = rate.Pauses == 0 ? 0 : (float)(rate.PauseSeconds / rate.Pauses);
        MeasureStretches(utterance, destination[5..11]);
        MeasureNuclei(utterance, destination[11..19]);
        MeasureLevel(utterance.Power.Span, destination[19..21]);
        MeasureModulation(utterance.Loudness.Span, destination[21..25]);
    }

    private static ColumnDescription LoudnessModulation(double lowHz, double highHz) => new(
        $"loudness_modulation_{lowHz}_{highHz}hz_share", $"share of the variance of the loudness contour at modulation frequencies from {lowHz} to {highHz} Hz", "Wu et al. 2011");

    private static void MeasureStretches(UtteranceContours utterance, Span<float> destination)
    {
        var hz = utterance.Pitch.Hz;
        var voiced = new List<double>();
        var unvoiced = new List<double>();
        for (var start = 0; start < hz.Length;)
        {
            var end = start + 1;
            while (end < hz.Length && hz[end] > 0 == hz[start] > 0) end++;
            (hz[start] > 0 ? voiced : unvoiced).Add((end - start) * FrameGrid.HopSeconds);
            start = end;
        }

        destination[0] = (float)utterance.Pitch.VoicedFrames.Length / hz.Length;
        destination[1] = (float)(voiced.Count / (hz.Length * FrameGrid.HopSeconds));
        (destination[2], destination[3]) = MeanAndDeviation(voiced);
        (destination[4], destination[5]) = MeanAndDeviation(unvoiced);
    }

    private static void MeasureNuclei(UtteranceContours utterance, Span<float> destination)
    {
        var nuclei = utterance.Syllables;
        var loudness = utterance.Loudness.Span;
        var semitones = new float[utterance.FrameCount];
        foreach (var frame in utterance.Pitch.VoicedFrames) semitones[frame] = (float)(12 * Math.Log2(utterance.Pitch.Hz[frame]));
        utterance.Pitch.Interpolate(semitones, 0);
        var intervals = new List<double>();
        var unevenness = new List<double>();
        var pitches = new List<double>();
        var pitchSteps = new List<double>();
        var slopes = new List<double>();
        var levels = new List<double>();
        var levelSteps = new List<double>();
        for (var i = 0; i < nuclei.Count; i++)
        {
            var frame = Math.Clamp((int)(nuclei[i] * FrameGrid.FramesPerSecond), 0, semitones.Length - 1);
            int left = Math.Max(0, frame - 4), right = Math.Min(semitones.Length - 1, frame + 4);
            pitches.Add(semitones[frame]);
            levels.Add(loudness[frame]);
            if (right > left) slopes.Add(Math.Abs(semitones[right] - semitones[left]) / ((right - left) * FrameGrid.HopSeconds));
            if (i == 0) continue;
            intervals.Add(nuclei[i] - nuclei[i - 1]);
            pitchSteps.Add(Math.Abs(pitches[i] - pitches[i - 1]));
            levelSteps.Add(Math.Abs(levels[i] - levels[i - 1]));
            if (i > 1) unevenness.Add(Math.Abs(intervals[^1] - intervals[^2]) / (0.5 * (intervals[^1] + intervals[^2])));
        }

        (destination[0], destination[1]) = MeanAndDeviation(intervals);
        destination[2] = MeanAndDeviation(unevenness).Mean;
        destination[3] = MeanAndDeviation(pitches).Deviation;
        destination[4] = MeanAndDeviation(pitchSteps).Mean;
        destination[5] = MeanAndDeviation(slopes).Mean;
        var (level, deviation) = MeanAndDeviation(levels);
        destination[6] = level > 0 ? deviation / level : 0;
        destination[7] = level > 0 ? MeanAndDeviation(levelSteps).Mean / level : 0;
    }

    // Level of the whole utterance, and how far its loudest stretches stand above that.
    private static void MeasureLevel(ReadOnlySpan<float> power, Span<float> destination)
    {
        var powers = power.ToArray();
        TensorPrimitives.Add(powers, FloorPower, powers);
        var mean = TensorPrimitives.Sum<float>(powers) / powers.Length;
        Array.Sort(powers);
        destination[0] = 10 * MathF.Log10(mean);
        destination[1] = 10 * MathF.Log10(Functionals.Quantile(powers, 0.95) / mean);
    }

    private static void MeasureModulation(ReadOnlySpan<float> loudness, Span<float> destination)
    {
        destination.Clear();
        var mean = TensorPrimitives.Sum(loudness) / loudness.Length;
        var total = 0.0;
        foreach (var value in loudness) total += (value - mean) * (double)(value - mean);
        if (total <= 1e-12 * loudness.Length) return;
        // Plain Fourier sums at steps of half a hertz: a few hundred frames need no fast transform.
        for (var band = 0; band < destination.Length; band++)
        {
            var power = 0.0;
            var count = 0;
            for (var hz = ModulationEdgesHz[band]; hz < ModulationEdgesHz[band + 1]; hz += 0.5, count++) power += PowerAt(loudness, mean, hz);
            var bandHz = ModulationEdgesHz[band + 1] - ModulationEdgesHz[band];
            destination[band] = (float)Math.Min(1, 2 * power / count * bandHz * FrameGrid.HopSeconds / total);
        }
    }

    private static double PowerAt(ReadOnlySpan<float> contour, float mean, double hz)
    {
        var (turnIm, turnRe) = Math.SinCos(2 * Math.PI * hz * FrameGrid.HopSeconds);
        double re = 0, im = 0, phaseRe = 1, phaseIm = 0;
        foreach (var value in contour)
        {
            re += (value - mean) * phaseRe;
            im += (value - mean) * phaseIm;
            (phaseRe, phaseIm) = (phaseRe * turnRe - phaseIm * turnIm, phaseRe * turnIm + phaseIm * turnRe);
        }

        return re * re + im * im;
    }

    private static (float Mean, float Deviation) MeanAndDeviation(List<double> values)
    {
        if (values.Count == 0) return (0, 0);
        var mean = values.Average();
        return ((float)mean, (float)Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
