using System.CommandLine;
using System.Globalization;
using SerLab.Store;

namespace SerLab.Cli;

/// <summary><c>serlab runs list|show|rebuild</c>.</summary>
internal static class RunsCommand
{
    /// <summary>Where the run store is.</summary>
    public static Option<string> StoreOption() => new("--store") { Description = "the folder that holds runs/ and runs.db", DefaultValueFactory = _ => "experiments" };

    public static Command Make(Terminal terminal) => new("runs", "Recorded runs: list them, show one") { List(terminal), Show(terminal), Rebuild(terminal) };

    private static Command List(Terminal terminal)
    {
        var store = StoreOption();
        var command = new Command("list", "List the runs, newest first") { store };
        command.SetAction(parsed =>
        {
            var table = Terminal.NewTable("run", "started (UTC)", "corpus", ">models", "best", ">MacroAccuracy %", "95 % interval", ">seconds", "caution");
            foreach (var run in new RunStore(parsed.GetValue(store)!, Plugins.Json(parsed)).List())
            {
                Terminal.AddRow(table,
                    run.Id, run.StartedUtc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), run.Corpus, $"{run.Models}", run.Best, Percent(run.MacroAccuracy),
                    $"{Percent(run.Low)} to {Percent(run.High)}", run.Seconds.ToString("F0", CultureInfo.InvariantCulture), run.Caution);
            }

            terminal.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = "a run's id, the beginning of one, \"latest\", or a run folder" };
        var store = StoreOption();
        var command = new Command("show", "Show one run: leaderboard, data, machine") { run, store };
        command.SetAction(parsed =>
        {
            var record = new RunStore(parsed.GetValue(store)!, Plugins.Json(parsed)).Load(parsed.GetValue(run)!);
            LeaderboardTable.Write(record, terminal);
            var environment = record.Environment;
            terminal.Output.WriteLine($"run      {record.Id}, started {record.StartedUtc:yyyy-MM-dd HH:mm:ss} UTC, seed {record.Spec.Seed}");
            terminal.Output.WriteLine($"code     SerLab {environment.CodeVersion}, {environment.Runtime}, {environment.OperatingSystem}");
            terminal.Output.WriteLine($"machine  {environment.Processor}, {environment.ProcessorCount} processors, {environment.VectorBits}-bit vectors, {environment.Threads} threads, peak {environment.PeakMemoryMegabytes:F0} MB");
            terminal.Output.WriteLine($"data     {record.Corpus.Name}, {record.Corpus.TotalSeconds:F0} s, fingerprint {record.Corpus.Fingerprint}, {record.Corpus.ResampledCount} resampled, {record.Corpus.Skipped.Count} left out");
            terminal.Output.WriteLine($"split    {record.Split.Scheme}, {record.Split.Folds.Count} folds, hash {record.Split.Hash}");
            foreach (var finding in record.Audit.Findings)
                terminal.Output.WriteLine($"audit    {finding.What}: {finding.TestRows} of {finding.OfTestRows} test rows{(finding is { IsLeak: true, TestRows: > 0 } ? "  LEAKY" : "")}");
            return 0;
        });
        return command;
    }

    private static Command Rebuild(Terminal terminal)
    {
        var store = StoreOption();
        var command = new Command("rebuild", "Make the index runs.db anew from the run folders") { store };
        command.SetAction(parsed =>
        {
            terminal.Output.WriteLine($"{new RunStore(parsed.GetValue(store)!, Plugins.Json(parsed)).Rebuild()} runs in the index");
            return 0;
        });
        return command;
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
