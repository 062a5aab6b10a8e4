namespace SerLab.Tests;

/// <summary>The recordings and references beside the checkout (../shared): not part of the product, so tests that need them skip where they are absent.</summary>
internal static class Shared
{
    /// <summary>The folder, or null. Looked for beside the repository, upwards from the test assembly, or where SERLAB_SHARED says.</summary>
    public static string? Folder { get; } = Find();

    public static string EmoDb => Path.Combine(Folder!, "corpora", "emodb");

    public static string Noise => Path.Combine(Folder!, "noise");

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SERLAB_SHARED") is { Length: > 0 } stated) return Directory.Exists(stated) ? stated : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "corpora")))
                return Path.Combine(folder.FullName, "shared");
        return null;
    }
}

/// <summary>A fact about the recordings in ../shared.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (Shared.Folder is null) Skip = "needs ../shared (real recordings), which is not part of the repository; set SERLAB_SHARED to where it is";
    }
}

/// <summary>A fact that needs another program as an oracle.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, bool shared = false)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program)))) Skip = $"needs the program {program} on the PATH (an independent oracle)";
        else if (shared && Shared.Folder is null) Skip = "needs ../shared (real recordings), which is not part of the repository";
    }
}
