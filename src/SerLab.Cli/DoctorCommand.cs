using System.CommandLine;
using SerLab.Audio;
using SerLab.Features.Pitch;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab doctor</c>: is this machine ready, and does the signal path give the right answer on it?</summary>
internal static class DoctorCommand
{
    public static Command Make(Terminal terminal)
    {
        var store = RunsCommand.StoreOption();
        var command = new Command("doctor", "Check this machine: runtime, vectors, ffmpeg, folders, and a tone whose pitch is known") { store };
        command.SetAction(parsed =>
        {
            var machine = Machine.Describe(Environment.ProcessorCount, Environment.WorkingSet);
            Finding[] findings =
            [
                new(true, "code", $"SerLab {machine.CodeVersion} on {machine.Runtime}"),
                new(true, "machine", $"{machine.Processor}, {machine.ProcessorCount} processors, {machine.OperatingSystem}"),
                new(machine.VectorBits >= 256, "vectors", machine.VectorBits >= 256 ? $"{machine.VectorBits} bits" : $"{machine.VectorBits} bits: results are the same, work takes several times longer; use a processor with AVX2"),
                Ffmpeg(),
                Writable("run store", parsed.GetValue(store)!),
                Tone(),
            ];
            foreach (var finding in findings) terminal.Output.WriteLine($"{(finding.IsGood ? "ok  " : "look")}  {finding.Name,-10} {finding.Text}");
            return findings.All(finding => finding.IsGood || !finding.IsNeeded) ? 0 : 1;
        });
        return command;
    }

    private static Finding Ffmpeg()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = folders.SelectMany(folder => (string[])[Path.Combine(folder, "ffmpeg"), Path.Combine(folder, "ffmpeg.exe")]).FirstOrDefault(File.Exists);
        return new Finding(found is not null, "ffmpeg", found ?? "not on the PATH: wav files are read without it; for FLAC, MP3, OGG and M4A install it (ffmpeg.org, or your package manager)");
    }

    private static Finding Writable(string name, string folder)
    {
        try
        {
            SafeFile.CheckWritable(folder);
            return new Finding(true, name, Path.GetFullPath(folder));
        }
        catch (BadInputException wrong)
        {
            return new Finding(false, name, wrong.Message) { IsNeeded = true };
        }
    }

    // The signal path end to end: a 220 Hz tone must come out as 220 Hz.
    private static Finding Tone()
    {
        const int Rate = 16000;
        const double Hz = 220;
        var samples = new float[Rate];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.3f * (float)Math.Sin(2 * Math.PI * Hz * i / Rate);
        var track = new PitchTracker(new PitchTrackerOptions(), Rate).Track(new Clip(samples, Rate));
        var middle = track.Hz[track.Hz.Length / 2];
        return new Finding(Math.Abs(middle - Hz) < 0.5, "signal", $"a tone of {Hz} Hz is heard at {middle:F2} Hz") { IsNeeded = true };
    }

    private sealed record Finding(bool IsGood, string Name, string Text)
    {
        public bool IsNeeded { get; init; }
    }
}
