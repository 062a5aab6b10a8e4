using SerLab.Audio;

namespace SerLab.Corpora;

/// <summary>The speaker's gender as the corpus states it.</summary>
public enum Gender
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>Female.</summary>
    Female,

    /// <summary>Male.</summary>
    Male,

    /// <summary>Another gender that the corpus states.</summary>
    Other,
}

/// <summary>One labelled stretch of a recording. Immutable.</summary>
/// <param name="Id">Unique in the corpus and stable over machines: rows are joined by it. Usually the path below the corpus folder, with slashes, without extension.</param>
/// <param name="Recording">Where the sound is.</param>
/// <param name="Label">The emotion, in the corpus's or the label map's words.</param>
/// <param name="Speaker">Who speaks, unique across corpora: "emodb/03". Never empty.</param>
public sealed record Utterance(string Id, IRecording Recording, string Label, string Speaker)
{
    /// <summary>The corpus it belongs to: the kind's name, or the manifest's.</summary>
    public required string Corpus { get; init; }

    /// <summary>False when nobody knows who speaks: the utterance then counts as a speaker of its own, and no split keeps speakers apart.</summary>
    public bool IsSpeakerKnown { get; init; } = true;

    /// <summary>Start in the recording, seconds.</summary>
    public double StartSeconds { get; init; }

    /// <summary>End in the recording, seconds; null is the recording's end.</summary>
    public double? EndSeconds { get; init; }

    /// <summary>The speaker's gender.</summary>
    public Gender Gender { get; init; }

    /// <summary>Which sentence is spoken: its key in the corpus or its words; null when unknown.</summary>
    public string? Text { get; init; }

    /// <summary>Language as an ISO 639-1 code; null when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>Listeners' votes per label, as counts or shares; null when there are none.</summary>
    public IReadOnlyDictionary<string, double>? Votes { get; init; }

    /// <summary>The utterance's sound as one channel, to be read once or more; of a long WAV file no more than this is read.</summary>
    /// <param name="mix">How several channels become one.</param>
    /// <exception cref="Options.BadInputException">The recording cannot be read.</exception>
    public Sound Open(ChannelMix mix) => Sound.Of(Recording, mix, StartSeconds, EndSeconds);

    /// <summary>The utterance's sound in one piece.</summary>
    /// <inheritdoc cref="Open"/>
    public Clip Read(ChannelMix mix) => Open(mix).ToClip();
}
