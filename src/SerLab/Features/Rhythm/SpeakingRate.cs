using SerLab.Audio;

namespace SerLab.Features.Rhythm;

/// <summary>How fast a clip is spoken, and where it pauses.</summary>
/// <param name="Syllables">Syllable nuclei found.</param>
/// <param name="Seconds">Length of the clip, seconds.</param>
/// <param name="SpeechSeconds">From the first to the last audible frame, seconds.</param>
/// <param name="PauseLengths">Length of every pause inside the speech, seconds, in the order of time; see <see cref="PauseFinder"/>.</param>
public sealed record SpeakingRate(int Syllables, double Seconds, double SpeechSeconds, IReadOnlyList<double> PauseLengths)
{
    /// <summary>Syllables per second of the clip, pauses and edges included.</summary>
    public double SpeechRateHz => Seconds > 0 ? Syllables / Seconds : 0;

    /// <summary>Syllables per second of speech without pauses.</summary>
    public double ArticulationRateHz => SpeechSeconds - PauseSeconds > 0 ? Syllables / (SpeechSeconds - PauseSeconds) : 0;

    /// <summary>Number of pauses.</summary>
    public int Pauses => PauseLengths.Count;

    /// <summary>Their length altogether, seconds.</summary>
    public double PauseSeconds => PauseLengths.Sum();

    /// <summary>Their mean length, seconds; 0 without pauses.</summary>
    public double PauseMeanSeconds => Pauses == 0 ? 0 : PauseSeconds / Pauses;

    /// <summary>Standard deviation of their lengths (divided by their number), seconds; 0 without pauses.</summary>
    public double PauseDeviationSeconds => Pauses == 0 ? 0 : Math.Sqrt(PauseLengths.Sum(length => (length - PauseMeanSeconds) * (length - PauseMeanSeconds)) / Pauses);

    /// <summary>The longest pause, seconds; 0 without pauses.</summary>
    public double LongestPauseSeconds => PauseLengths.DefaultIfEmpty(0).Max();

    /// <summary>Measures a sound.</summary>
    /// <param name="sound">Stretches in order, read once; only read.</param>
    /// <param name="plan">Prepared for the sound's rate.</param>
    public static SpeakingRate Of(IEnumerable<Stretch> sound, AnalysisPlan plan) =>
        Of(UtteranceContours.Join([.. sound.Select(stretch => UtteranceContours.Of(stretch, plan))]));

    /// <summary>Measures a clip.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    public static SpeakingRate Of(ClipAnalysis analysis) => Of(UtteranceContours.Of(analysis, new Stretch(analysis.Clip, 0, null)));

    internal static SpeakingRate Of(UtteranceContours utterance)
    {
        var speech = PauseFinder.Find(utterance.SpeechPower.Span);
        var lengths = speech.Pauses.Select(pause => (pause.End - pause.Start) * FrameGrid.HopSeconds).ToArray();
        return new SpeakingRate(utterance.Syllables.Count, utterance.Seconds, (speech.End - speech.Start) * FrameGrid.HopSeconds, lengths);
    }
}
