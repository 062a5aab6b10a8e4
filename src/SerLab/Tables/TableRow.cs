using SerLab.Corpora;

namespace SerLab.Tables;

/// <summary>What is known of one row besides its features; rows are joined by <paramref name="Id"/>, never by position. Immutable.</summary>
/// <param name="Id">The utterance's id, unique in the table.</param>
/// <param name="Label">The emotion.</param>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Gender">The speaker's gender.</param>
/// <param name="Corpus">The corpus it is from.</param>
/// <param name="Text">Which sentence is spoken; null when unknown.</param>
/// <param name="Language">ISO 639-1 code; null when unknown.</param>
/// <param name="Location">Where the recording is.</param>
/// <param name="StartSeconds">Start of the utterance in the recording, seconds.</param>
/// <param name="DurationSeconds">Length of the utterance as recorded, seconds.</param>
/// <param name="LevelDb">Root mean square level as recorded, dB re full scale, at least -120.</param>
/// <param name="AudioHash">Hash of the samples as recorded.</param>
public sealed record TableRow(
    string Id, string Label, string Speaker, Gender Gender, string Corpus, string? Text, string? Language, string Location, double StartSeconds, double DurationSeconds, double LevelDb, string AudioHash)
{
    /// <summary>True when the row is a part of its recording, not the whole.</summary>
    public bool IsStretch { get; init; }

    /// <summary>False when nobody knows who speaks and the row counts as a speaker of its own.</summary>
    public bool IsSpeakerKnown { get; init; } = true;

    /// <summary>Listeners' votes per label, as counts or as shares; null without.</summary>
    public IReadOnlyDictionary<string, double>? Votes { get; init; }

    /// <summary>What the sound is like, whatever its level: finds near-duplicates; null for rows whose sound was not read.</summary>
    public AudioFingerprint? Fingerprint { get; init; }
}
