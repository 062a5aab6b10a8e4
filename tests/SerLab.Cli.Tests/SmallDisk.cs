using System.Diagnostics;

namespace SerLab.Cli.Tests;

/// <summary>A file system of 64 KiB in memory: a disk that is full after the first pages of a report.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    public SmallDisk(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
    }

    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.UserName == "root" && Tried();

    public void Dispose() => Run("umount", folder);

    private static bool Tried()
    {
        var probe = Directory.CreateTempSubdirectory("serlab-disk-").FullName;
        try
        {
            using (new SmallDisk(probe)) return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            Directory.Delete(probe);
        }
    }

    private static void Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardError = true };
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: {process.StandardError.ReadToEnd()}");
    }
}

/// <summary>A fact that needs the right to mount a small file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SkippableFullDiskFactAttribute : FactAttribute
{
    public SkippableFullDiskFactAttribute()
    {
        if (!SmallDisk.IsPossible) Skip = "needs the right to mount a 64 KiB file system in memory (root on Linux)";
    }
}
