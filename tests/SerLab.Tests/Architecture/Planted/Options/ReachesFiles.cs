using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace SerLab.Tests.Architecture.Planted.Options;

/// <summary>Reaches the disk in every way that the rule knows.</summary>
internal static class ReachesFiles
{
    internal static string ReadsText(string path) => File.ReadAllText(path);

    internal static Stream OpensStream(string path) => new FileStream(path, FileMode.Open);

    internal static string OpensReader(string path) => new StreamReader(path).ReadToEnd();

    internal static string[] ListsFolder(string path) => Directory.GetFiles(path);

    internal static bool AsksFolder(DirectoryInfo folder) => folder.Exists;

    internal static long AsksFile(FileInfo file) => file.Length;

    internal static string MakesName() => Path.GetTempFileName();

    internal static MemoryMappedFile Maps(string path) => MemoryMappedFile.CreateFromFile(path);

    internal static Process? StartsProgram(string path) => Process.Start(path);
}
