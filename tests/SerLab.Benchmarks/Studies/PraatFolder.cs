using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SerLab.Audio;

namespace SerLab.Benchmarks.Studies;

/// <summary>Clips in a temporary folder, for the script pitch.praat beside this file. Removed when disposed of.</summary>
internal sealed class PraatFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serlab-pitch");

    public PraatFolder(IReadOnlyList<Clip> clips)
    {
        for (var i = 0; i < clips.Count; i++) WavWriter.Write(Path.ChangeExtension(TrackPath(i), ".wav"), clips[i], WavFormat.Float32);
    }

    /// <summary>Where the track of a clip lies after <see cref="Track"/>.</summary>
    public string TrackPath(int clip) => Path.Combine(folder.FullName, clip.ToString("D6", CultureInfo.InvariantCulture) + ".csv");

    /// <summary>Tracks all clips; false when praat is not installed.</summary>
    public bool Track()
    {
        using var praat = Start(new ProcessStartInfo("praat", ["--run", Path.GetFullPath("tests/SerLab.Benchmarks/Studies/pitch.praat"), folder.FullName, folder.FullName]));
        if (praat is null) return false;
        praat.WaitForExit();
        return praat.ExitCode == 0 ? true : throw new InvalidOperationException($"praat ended with {praat.ExitCode}.");
    }

    /// <summary>Processor time of ../shared/peers/praat_pitch.sh over all clips, files read but no tracks written, seconds; null when praat is not installed.</summary>
    public double? CpuSeconds()
    {
        using var script = Start(new ProcessStartInfo("bash", [Path.Combine(SharedData.Root, "peers", "praat_pitch.sh"), folder.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true });
        var said = script?.StandardError.ReadToEnd() ?? "";
        script?.WaitForExit();
        if (script is null || script.ExitCode != 0) return null;
        // What bash's "time" prints: user 0m5.155s.
        return Regex.Matches(said, @"^(user|sys)\s+(\d+)m([\d.]+)s", RegexOptions.Multiline)
            .Sum(line => 60 * double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture) + double.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Process? Start(ProcessStartInfo program)
    {
        try
        {
            return Process.Start(program);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
