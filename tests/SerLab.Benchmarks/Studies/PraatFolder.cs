using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
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

    /// <summary>Where the track of a clip lies after <see cref="CpuSeconds"/>.</summary>
    public string TrackPath(int clip) => Path.Combine(folder.FullName, clip.ToString("D6", CultureInfo.InvariantCulture) + ".csv");

    /// <summary>Tracks all clips; the processor time of Praat, reading files and writing tracks included, seconds; null when praat is not installed.</summary>
    public double? CpuSeconds()
    {
        try
        {
            using var praat = Process.Start(new ProcessStartInfo("praat", ["--run", Path.GetFullPath("tests/SerLab.Benchmarks/Studies/pitch.praat"), folder.FullName, folder.FullName]))!;
            praat.WaitForExit();
            return praat.ExitCode == 0 ? praat.TotalProcessorTime.TotalSeconds : throw new InvalidOperationException($"praat ended with {praat.ExitCode}.");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
