using SerLab.Audio;

namespace SerLab.Features.Rhythm;

/// <summary>How fast a clip is spoken, and how much of it is silence.</summary>
/// <param name="Syllables">Syllable nuclei found.</param>
/// <param name="Seconds">Length of the clip, seconds.</param>
/// <param name="SpeechSeconds">From the first to the last audible frame, seconds.</param>
/// <param name="Pauses">Stretches of silence inside the speech that last <see cref="MinPauseSeconds"/> or longer.</param>
/// <param name="PauseSeconds">Their length altogether, seconds.</param>
public sealed record SpeakingRate(int Syllables, double Seconds, double SpeechSeconds, int Pauses, double PauseSeconds)
{
    /// <summary>Shortest silence that counts as a pause, seconds; shorter ones are closures of stops.</summary>
    public const double MinPauseSeconds = 0.15;

    // Frames this far under the loud parts (95th percentile of level) are silent.
    private const double SilenceDb = 25;

    /// <summary>Syllables per second of the clip, pauses and edges included.</summary>
    public double SpeechRateHz => Seconds > 0 ? Syllables / Seconds : 0;

    /// <summary>Syllables per second of speech without pauses.</summary>
    public double ArticulationRateHz => SpeechSeconds - PauseSeconds > 0 ? Syllables / (SpeechSeconds - PauseSeconds) : 0;

    /// <summary>Measures a sound.</summary>
    /// <param name="sound">Stretches in order, read once; only read.</param>
    /// <param name="plan">Prepared for the sound's rate.</param>
    public static SpeakingRate Of(IEnumerable<Stretch> sound, AnalysisPlan plan) =>
        Of(UtteranceContours.Join([.. sound.Select(stretch => UtteranceContours.Of(stretch, plan))]));

    internal static SpeakingRate Of(UtteranceContours utterance)
    {
        var audible = Audible(utterance.Loudness.Span);
        int first = Array.IndexOf(audible, true), last = Array.LastIndexOf(audible, true), pauses = 0, pauseFrames = 0;
        for (var frame = Math.Max(0, first); frame <= last; frame++)
        {
            if (audible[frame]) continue;
            var start = frame;
            while (!audible[frame]) frame++;
            if ((frame - start) * FrameGrid.HopSeconds < MinPauseSeconds) continue;
            pauses++;
            pauseFrames += frame - start;
        }

        return new SpeakingRate(utterance.Syllables.Count, utterance.Seconds, first < 0 ? 0 : (last - first + 1) * FrameGrid.HopSeconds, pauses, pauseFrames * FrameGrid.HopSeconds);
    }

    // Loudness is energy to the power 0.33: the threshold in dB is a factor.
    private static bool[] Audible(ReadOnlySpan<float> loudness)
    {
        var sorted = loudness.ToArray();
        Array.Sort(sorted);
        var loud = Functionals.Quantile(sorted, 0.95);
        var threshold = loud * (float)Math.Pow(10, -0.033 * SilenceDb);
        var audible = new bool[loudness.Length];
        for (var frame = 0; frame < audible.Length; frame++) audible[frame] = loud > 0 && loudness[frame] > threshold;
        return audible;
    }
}
