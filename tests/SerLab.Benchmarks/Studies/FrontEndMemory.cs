using System.Diagnostics;
using SerLab.Audio;

namespace SerLab.Benchmarks.Studies;

/// <summary>The most memory that commands on a recording of two hours hold at once, as the system counts it for each process.</summary>
internal static class FrontEndMemory
{
    private const int Seconds = 2 * 60 * 60, LimitMegabytes = 500;
    private const string Program = "src/SerLab.Cli/bin/Release/net10.0/SerLab.Cli.dll";

    public static void Print()
    {
        if (!File.Exists(Program)) throw new FileNotFoundException($"{Program} is not there; build it: dotnet build -c Release src/SerLab.Cli.");
        var folder = Directory.CreateTempSubdirectory("serlab-memory");
        try
        {
            // Twice the same folder: of recordings, and of labels with recordings.
            var label = folder.CreateSubdirectory("corpus").CreateSubdirectory("neutral").CreateSubdirectory("one").FullName;
            var wav = Path.Combine(label, "hours.wav");
            WriteHours(wav);
            Console.WriteLine($"A recording of {Seconds / 3600} hours at {FrontEndItem.RateHz} Hz, peak of memory (limit {LimitMegabytes} MB):");
            Measure("pitch", ["pitch", wav, folder.FullName]);
            Measure("rate", ["rate", wav]);
            Measure("denoise, omlsa", ["denoise", wav, Path.Combine(folder.FullName, "clean.wav")]);
            foreach (var set in (string[])["prosody", "compact", "wide", "mfcc", "logmel", "lld"])
                Measure($"features, {set}", ["features", "extract", "--corpus", $"folder-per-label:{Path.Combine(folder.FullName, "corpus")}", "--set", set, "--out", Path.Combine(folder.FullName, "table")]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WriteHours(string path)
    {
        ReadOnlyMemory<float>[] utterances = [.. Directory.GetFiles(Path.Combine(SharedData.Emodb, "wav"), "*.wav").Order(StringComparer.Ordinal).Select(file => AudioFile.Read(file, ChannelMix.Mean).Samples)];
        const long Count = (long)Seconds * FrontEndItem.RateHz;
        using var stream = File.Create(path);
        WavWriter.Write(stream, Parts(), Count, FrontEndItem.RateHz, WavFormat.Pcm16);

        IEnumerable<ReadOnlyMemory<float>> Parts()
        {
            var rest = Count;
            for (var i = 0; rest > 0; i = (i + 1) % utterances.Length)
            {
                var part = utterances[i][..(int)Math.Min(rest, utterances[i].Length)];
                yield return part;
                rest -= part.Length;
            }
        }
    }

    private static void Measure(string name, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var said = process.StandardError.ReadToEndAsync();
        long peak = 0;
        var clock = Stopwatch.StartNew();
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            if (!process.HasExited) peak = Math.Max(peak, process.PeakWorkingSet64);
        }

        if (process.ExitCode != 0) throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {said.Result}");
        var megabytes = peak / 1e6;
        Console.WriteLine(FormattableString.Invariant($"{name,-28} {megabytes,8:F0} MB in {clock.Elapsed.TotalSeconds,4:F0} s{(megabytes > LimitMegabytes ? "  MISSED" : "")}"));
    }
}
