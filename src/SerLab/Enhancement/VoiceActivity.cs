namespace SerLab.Enhancement;

/// <summary>Where somebody speaks in a clip. Immutable.</summary>
public sealed class VoiceActivity
{
    /// <summary>Time from one frame to the next, seconds; frame i covers [i, i + 1) times it.</summary>
    public const double HopSeconds = 0.01;

    /// <param name="isSpeech">Speech or not, shape [frames]. Not copied: the caller gives it away.</param>
    public VoiceActivity(ReadOnlyMemory<bool> isSpeech) => IsSpeech = isSpeech;

    /// <summary>Speech or not, shape [frames]; the last frame may reach beyond the clip.</summary>
    public ReadOnlyMemory<bool> IsSpeech { get; }

    /// <summary>Where the first speech begins, seconds; null when there is none.</summary>
    public double? StartSeconds => IsSpeech.Span.IndexOf(true) is >= 0 and var first ? first * HopSeconds : null;

    /// <summary>Where the last speech ends, seconds; null when there is none.</summary>
    public double? EndSeconds => IsSpeech.Span.LastIndexOf(true) is >= 0 and var last ? (last + 1) * HopSeconds : null;

    /// <summary>Time with speech, seconds.</summary>
    public double SpeechSeconds => IsSpeech.Span.Count(true) * HopSeconds;
}
