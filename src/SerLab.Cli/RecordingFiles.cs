using SerLab.Options;

namespace SerLab.Cli;

/// <summary>The recordings that a path on the command line means.</summary>
internal static class RecordingFiles
{
    private static readonly string[] Endings = [".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac", ".wma", ".aif", ".aiff"];

    /// <summary>The file itself, or all recordings in and below the folder, in ordinal order.</summary>
    /// <exception cref="BadInputException">The folder holds none.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new BadInputException(path, null, $"the folder holds no recordings ({string.Join(' ', Endings)}); check the path.");
    }

    /// <summary>The recordings, each with the file that is made of it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="target">The file that is made of a recording.</param>
    /// <exception cref="BadInputException">A target is one of the recordings, or two recordings have one target: something would be lost.</exception>
    public static IReadOnlyList<(string Path, string Target)> WithTargets(string path, Func<string, string> target)
    {
        (string Path, string Target)[] pairs = [.. Of(path).Select(file => (file, target(file)))];
        var sources = pairs.Select(pair => Path.GetFullPath(pair.Path)).ToHashSet();
        foreach (var pair in pairs.Where(pair => sources.Contains(Path.GetFullPath(pair.Target))))
            throw new BadInputException(pair.Target, null, "it is one of the recordings and would be overwritten; choose another place for the output.");
        foreach (var same in pairs.GroupBy(pair => Path.GetFullPath(pair.Target)).Where(group => group.Count() > 1))
            throw new BadInputException(same.Key, null, $"it would be made of {same.Count()} recordings ({string.Join(", ", same.Take(3).Select(pair => pair.Path))}); give them one folder or one name each.");
        return pairs;
    }
}
