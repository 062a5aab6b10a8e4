namespace SerLab.Tests.Architecture;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">Below the root, with slashes.</param>
/// <param name="Text">The whole text.</param>
internal sealed record SourceFile(string Path, string Text);

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The built library: the same file that the tests run against.</summary>
    public static string Library => typeof(Catalog).Assembly.Location;

    /// <summary>Our own files under some folders, by path; build output left out.</summary>
    public static IReadOnlyList<SourceFile> Files(string pattern, params string[] folders) =>
    [
        .. folders.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".git" or "TestResults"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "SerLab.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"SerLab.sln is in no folder above {AppContext.BaseDirectory}; run the tests from the checkout.");
    }
}
