using System.Globalization;
using SerLab.Audio;

namespace SerLab.Benchmarks.Studies;

/// <summary><c>study front-end-speed [rounds]</c>: audio seconds per CPU second of everything between samples and features, how two cores share the work, and the memory that a recording of two hours takes.</summary>
/// <remarks>
/// One thread, CPU time of this process, medians of rounds in which all take turns, every tenth utterance of EMO-DB. The limit beside a rate is what the transforms, filters
/// and products of the method alone would take at the rate of multiply-adds that the same round reaches without touching memory: logarithms, sorting and the path of the pitch
/// tracker come on top and are not in it. <c>study front-end-speed memory</c> and <c>threads</c> do these parts alone.
/// </remarks>
internal sealed class FrontEndSpeed : IStudy
{
    private const int EveryFile = 10;

    public string Name => "front-end-speed";

    public void Run(IReadOnlyList<string> arguments)
    {
        var part = arguments.Count > 0 ? arguments[0] : "5";
        if (int.TryParse(part, CultureInfo.InvariantCulture, out var rounds)) PrintRates(rounds);
        if (part is "threads" || rounds > 0) FrontEndThreads.Print();
        if (part is "memory" || rounds > 0) FrontEndMemory.Print();
    }

    private static void PrintRates(int rounds)
    {
        Clip[] clips =
        [
            .. Directory.GetFiles(Path.Combine(SharedData.Emodb, "wav"), "*.wav").Order(StringComparer.Ordinal).Where((_, i) => i % EveryFile == 0).Select(path => AudioFile.Read(path, ChannelMix.Mean)),
        ];
        var audioSeconds = clips.Sum(clip => clip.DurationSeconds);
        var items = FrontEndItem.All(clips);
        var rates = items.ToDictionary(item => item.Name, _ => new List<double>());
        List<double> multiplyAdds = [], memory = [], praats = [];
        using var praat = new PraatFolder(clips);
        // Twice unmeasured: the runtime compiles hot code anew.
        foreach (var item in items) _ = (CpuTime.Rate(item.Work, audioSeconds), CpuTime.Rate(item.Work, audioSeconds));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var item in items) rates[item.Name].Add(CpuTime.Rate(item.Work, audioSeconds));
            multiplyAdds.Add(CpuTime.Rate(MachineLimit.MultiplyAdds, MachineLimit.MultiplyAddsGflop));
            memory.Add(CpuTime.Rate(MachineLimit.ReadMemory, MachineLimit.MemoryGigabytes));
            if (praat.CpuSeconds() is { } seconds) praats.Add(audioSeconds / seconds);
        }

        var (gflops, gigabytes) = (CpuTime.Median(multiplyAdds), CpuTime.Median(memory));
        Line($"One core of {Machine()}: {gflops:F0} GFLOP/s of multiply-adds, {gigabytes:F0} GB/s read from memory, which passes {gigabytes * 1e9 / (4 * FrontEndItem.RateHz):N0} seconds of samples a second.");
        Line($"{clips.Length} utterances, {audioSeconds:F0} s; audio seconds per CPU second, medians of {rounds} rounds.");
        Line($"{"",-28} {"x real time",12} {"bar",8} {"limit",9} {"reached",8}");
        foreach (var item in items)
        {
            var (rate, limit) = (CpuTime.Median(rates[item.Name]), gflops * 1e9 / item.FlopsPerSecond);
            Line($"{item.Name,-28} {rate,12:F0} {item.Bar?.ToString(CultureInfo.InvariantCulture) ?? "-",8} {limit,9:F0} {rate / limit,8:P0}{(rate < item.Bar ? "  MISSED" : "")}");
        }

        if (praats.Count > 0) Line($"{"Praat, pitch (ac)",-28} {CpuTime.Median(praats),12:F0}");
    }

    private static string Machine() =>
        File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim() : Environment.MachineName;

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
