using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Where a folder corpus says who speaks.</summary>
public enum SpeakerSource
{
    /// <summary>The folder between label and file: <c>anger/anna/01.wav</c>.</summary>
    FolderBelowLabel,

    /// <summary>The folder above the label: <c>anna/anger/01.wav</c>.</summary>
    FolderAboveLabel,

    /// <summary>A group of the regular expression <see cref="FolderPerLabelOptions.SpeakerPattern"/>.</summary>
    Pattern,

    /// <summary>Nobody knows: each file counts as a speaker of its own, so no split can keep real speakers apart: a comparison needs "allowLeak" and says LEAKY.</summary>
    EachFile,
}

/// <summary>A folder per label: the recordings of <c>anger/</c> are angry. Speakers are stated, never guessed.</summary>
/// <remarks>The id is the path below the folder; labels are the folders' names as they are written (a label map changes them).</remarks>
/// <param name="Path">The folder that holds the label folders.</param>
/// <param name="Speakers">Where the speaker is named; below the label unless told otherwise.</param>
/// <param name="SpeakerPattern">
/// With <c>pattern</c>: a regular expression with a group named "speaker", matched against the path below the folder (slashes, no extension).
/// </param>
/// <param name="Name">The corpus's name, the first part of its speakers' ids; null takes the folder's.</param>
/// <param name="Language">ISO 639-1 code of the language spoken; null when unknown.</param>
[Kind("folder-per-label", "a sub-folder per label (anger/anna/01.wav); speakers by folder or pattern")]
public sealed record FolderPerLabelOptions(
    string Path, SpeakerSource Speakers = SpeakerSource.FolderBelowLabel, string? SpeakerPattern = null, string? Name = null, string? Language = null) : CorpusOptions
{
    private const string Group = "speaker";

    // An expression that somebody else wrote may need exponential time; no sane name needs more than a moment.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems.Unless(Path.Length > 0, $"Path is empty; give the folder that holds the label folders.")
            .Unless(Enum.IsDefined(Speakers), $"Speakers is {(int)Speakers}; use folder-below-label, folder-above-label, pattern or each-file.")
            .Unless((Speakers == SpeakerSource.Pattern) == (SpeakerPattern is not null),
                $"SpeakerPattern and speakers \"pattern\" belong together; give both, or neither.");
        if (SpeakerPattern is null) return;
        try
        {
            var groups = new Regex(SpeakerPattern).GetGroupNames();
            problems.Unless(groups.Contains(Group), $"SpeakerPattern is \"{SpeakerPattern}\", without a group named {Group}; write for example \"(?<{Group}>[^_/]+)_[^/]*$\".");
        }
        catch (ArgumentException wrong)
        {
            problems.Add($"SpeakerPattern is \"{SpeakerPattern}\", not a regular expression ({wrong.Message}); write for example \"(?<{Group}>[^_/]+)_[^/]*$\".");
        }
    }

    /// <inheritdoc/>
    public override Corpus Load()
    {
        Validate();
        var name = Name ?? System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));
        var pattern = SpeakerPattern is null ? null : new Regex(SpeakerPattern, RegexOptions.CultureInvariant, MatchTimeout);
        var files = AudioTree.Find(Path);
        RefuseMisplaced(files);
        var speakers = files.Select(file => SpeakerOf(file, pattern)).ToArray();
        var unknown = files.Where((_, index) => speakers[index] is null).Select(file => file.Name).ToArray();
        if (unknown.Length > 0)
        {
            throw new BadInputException(Path, null, $"the speaker of {unknown.Length} of {files.Count} recordings is not known: {NamedCorpus.List(unknown)}. "
                + "Put a folder per speaker below each label (anger/anna/01.wav), or give speakers \"pattern\" with a speakerPattern, or use a manifest; "
                + "speakers \"each-file\" goes on without knowing, and then no split can keep speakers apart.");
        }

        var utterances = files.Zip(speakers)
            .Select(pair => new Utterance(pair.First.Name, new FileRecording(pair.First.Location), LabelOf(pair.First), $"{name}/{pair.Second}") { Corpus = name, Language = Language, IsSpeakerKnown = Speakers != SpeakerSource.EachFile })
            .ToArray();
        NamedCorpus.RefuseDoubles(Kind, Path, utterances);
        return new Corpus(name, utterances, isSynthetic: false);
    }

    private int LabelIndex => Speakers == SpeakerSource.FolderAboveLabel ? 1 : 0;

    private string LabelOf(AudioName file) => file.Parts[LabelIndex];

    private void RefuseMisplaced(IReadOnlyList<AudioName> files)
    {
        var misplaced = files.Where(file => file.Parts.Length < LabelIndex + 2).Select(file => file.Name).ToArray();
        if (misplaced.Length == 0) return;
        throw new BadInputException(Path, null, $"{misplaced.Length} of {files.Count} recordings lie outside a label folder: {NamedCorpus.List(misplaced)}. "
            + $"Expected {(LabelIndex == 1 ? "speaker/label/file" : "label/.../file")}; move them into the folder of their label.");
    }

    private string? SpeakerOf(AudioName file, Regex? pattern) => Speakers switch
    {
        SpeakerSource.FolderBelowLabel => file.Parts.Length > 2 ? file.Parts[1] : null,
        SpeakerSource.FolderAboveLabel => file.Parts[0],
        SpeakerSource.Pattern => pattern!.Match(file.Name).Groups[Group] is { Success: true, Length: > 0 } group ? group.Value : null,
        _ => file.Name,
    };
}
