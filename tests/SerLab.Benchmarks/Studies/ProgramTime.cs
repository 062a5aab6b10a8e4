using System.Diagnostics;
using System.Globalization;

namespace SerLab.Benchmarks.Studies;

/// <summary>Runs another program and takes its time: on the wall and on processors, with all the programs that it starts.</summary>
internal sealed class ProgramTime
{
    private const int ClockTicksPerSecond = 100; // What Linux tells /proc in, on all its machines.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, double> cpuOf = [];
    private readonly Stopwatch wall = Stopwatch.StartNew();

    private ProgramTime()
    {
    }

    /// <summary>Lines of standard output, each with the wall and processor seconds that the program had taken by then.</summary>
    /// <param name="program">Path or name.</param>
    /// <param name="arguments">What stands behind it.</param>
    public static IReadOnlyList<(string Line, double Wall, double Cpu)> Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var time = new ProgramTime();
        var lines = new List<(string, double, double)>();
        process.OutputDataReceived += (_, received) =>
        {
            if (received.Data is not { } line) return;
            lock (lines) lines.Add((line, time.wall.Elapsed.TotalSeconds, time.Cpu()));
        };
        process.BeginOutputReadLine();
        while (!process.WaitForExit(Look)) time.Watch(process.Id);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        lock (lines) return [.. lines, ("", time.wall.Elapsed.TotalSeconds, time.Cpu())];
    }

    // A program that has ended keeps what was seen of it last.
    private void Watch(int root)
    {
        var parents = new Dictionary<int, (int Parent, double Cpu)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                var fields = File.ReadAllText(Path.Combine(folder, "stat")).Split(") ")[^1].Split(' '); // From the third field on: state, parent, ...
                parents[id] = (Number(fields[1]), (Number(fields[11]) + Number(fields[12])) / (double)ClockTicksPerSecond);
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        foreach (var (id, (_, cpu)) in parents)
            if (IsUnder(id)) lock (cpuOf) cpuOf[id] = cpu;

        bool IsUnder(int id) => id == root || (parents.TryGetValue(id, out var entry) && entry.Parent > 1 && IsUnder(entry.Parent));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private double Cpu()
    {
        lock (cpuOf) return cpuOf.Values.Sum();
    }
}
