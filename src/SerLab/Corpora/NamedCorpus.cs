using System.Text.RegularExpressions;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Loads corpora whose file names tell label and speaker.</summary>
internal static class NamedCorpus
{
    private const int Listed = 5;

    /// <summary>Lists a folder and reads every name.</summary>
    /// <param name="kind">The corpus kind: the corpus's name, and the prefix of its speakers.</param>
    /// <param name="folder">Where the recordings are.</param>
    /// <param name="pattern">What a name (below the folder, without extension) looks like.</param>
    /// <param name="expected">The pattern in words, with an example.</param>
    /// <param name="read">Makes an utterance of a name; null leaves out what the kind excludes by its documented design.</param>
    /// <exception cref="BadInputException">The folder is missing or empty, names are not understood, nothing is left, or one recording is there twice.</exception>
    public static Corpus Load(string kind, string folder, Regex pattern, string expected, Func<AudioName, Match, Utterance?> read)
    {
        var files = AudioTree.Find(folder);
        var matches = files.Select(file => (File: file, Match: pattern.Match(file.Name))).ToArray();
        var unknown = matches.Where(item => !item.Match.Success).Select(item => item.File.Name).ToArray();
        if (unknown.Length > 0)
        {
            throw new BadInputException(folder, null, $"{unknown.Length} of {files.Count} names are not {kind}'s: {List(unknown)}. Expected {expected}. "
                + $"Move these files away, or use the corpus kind that fits (manifest fits any).");
        }

        var utterances = matches.Select(item => read(item.File, item.Match)).OfType<Utterance>().ToArray();
        if (utterances.Length == 0) throw new BadInputException(folder, null, $"none of the {files.Count} files is one that {kind} takes. Expected {expected}.");
        RefuseDoubles(kind, folder, utterances);
        return new Corpus(kind, utterances, isSynthetic: false);
    }

    /// <summary>Refuses a folder that holds a recording twice: copies of one recording in training and test are a leak.</summary>
    public static void RefuseDoubles(string kind, string folder, IReadOnlyCollection<Utterance> utterances)
    {
        var doubles = utterances.GroupBy(utterance => utterance.Id, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).ToArray();
        if (doubles.Length == 0) return;
        var first = doubles[0].Select(utterance => Path.GetRelativePath(folder, utterance.Recording.Location)).ToArray();
        throw new BadInputException(folder, null, $"{doubles.Length} recordings are there more than once, the first as {first[0]} and {first[1]}. "
            + $"Archives are often unpacked with a copy inside; point {kind} at one copy.");
    }

    /// <summary>The first few names of a list, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Listed)) + (names.Count > Listed ? $" and {names.Count - Listed} more" : "");
}
