using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>An audio file below a corpus folder.</summary>
/// <param name="Location">Its path as it is opened.</param>
/// <param name="Name">Its path below the corpus folder, with slashes, without extension: the same on every machine.</param>
internal readonly record struct AudioName(string Location, string Name)
{
    /// <summary>The last part of <see cref="Name"/>.</summary>
    public string Stem => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The parts of <see cref="Name"/>: folders, then the stem.</summary>
    public string[] Parts => Name.Split('/');
}

/// <summary>Finds the audio files of a folder and everything below it.</summary>
internal static class AudioTree
{
    private static readonly IReadOnlySet<string> Endings = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".wave", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au",
    };

    /// <summary>The audio files in ordinal order of their names.</summary>
    /// <remarks>
    /// Files of other endings (texts, tables, videos) are not audio and not listed. Names that begin with a dot and the folder <c>__MACOSX</c> are what
    /// operating systems leave behind (macOS writes <c>._x.wav</c> beside <c>x.wav</c>) and are not listed either.
    /// </remarks>
    /// <exception cref="BadInputException">There is no such folder, it cannot be read, or no audio is in it.</exception>
    public static IReadOnlyList<AudioName> Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException(folder, null, File.Exists(folder) ? "this is a file; give the folder that holds the recordings." : "there is no such folder; check the path.");
        var found = new List<AudioName>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 }))
            {
                if (!Endings.Contains(Path.GetExtension(file))) continue;
                var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                if (name.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX")) continue;
                found.Add(new AudioName(file, Path.ChangeExtension(name, null)));
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, null, $"the folder cannot be listed ({wrong.Message}); check its permissions.", wrong);
        }

        if (found.Count == 0) throw new BadInputException(folder, null, "no audio file is in this folder or below it; check the path, and that the archive was unpacked.");
        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    /// <summary>The first of the named sub-folders that exists, else the folder itself.</summary>
    /// <param name="folder">The corpus folder.</param>
    /// <param name="preferred">Names of sub-folders in which a distribution keeps its recordings, best first; case does not matter.</param>
    public static string Enter(string folder, params ReadOnlySpan<string> preferred)
    {
        if (!Directory.Exists(folder)) return folder;
        var below = Directory.GetDirectories(folder);
        foreach (var name in preferred)
            if (below.FirstOrDefault(path => string.Equals(Path.GetFileName(path), name, StringComparison.OrdinalIgnoreCase)) is { } inside)
                return inside;
        return folder;
    }
}
