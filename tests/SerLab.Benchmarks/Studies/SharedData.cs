namespace SerLab.Benchmarks.Studies;

/// <summary>Where the real recordings are that studies measure on: beside the checkout, or where SERLAB_SHARED says.</summary>
internal static class SharedData
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("SERLAB_SHARED") ?? Path.GetFullPath("../shared");

    public static string Emodb => Existing("corpora/emodb");

    public static string Noise => Existing("noise");

    private static string Existing(string folder)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path) ? path : throw new DirectoryNotFoundException($"{path} is not there; run from the checkout beside shared, or set SERLAB_SHARED.");
    }
}
