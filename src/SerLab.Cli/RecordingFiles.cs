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
}
