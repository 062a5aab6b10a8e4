namespace SerLab.Tests.Corpora;

/// <summary>A folder of files that exists as long as a test.</summary>
internal sealed class TempTree : IDisposable
{
    public TempTree(params string[] emptyFiles)
    {
        foreach (var name in emptyFiles) Write(name, "");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("serlab-corpora-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
