using System.CommandLine;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Cli;

/// <summary><c>serlab reproduce RUN</c>: runs a recorded run again and compares every prediction.</summary>
internal static class ReproduceCommand
{
    public static Command Make(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = "a run's id, the beginning of one, \"latest\", or a run folder" };
        var threads = ThreadsOption.New();
        var store = RunsCommand.StoreOption();
        var command = new Command("reproduce", "Run a recorded run again, from the recordings, and compare every prediction") { run, threads, store };
        command.SetAction((parsed, cancel) =>
        {
            var before = new Store.RunStore(parsed.GetValue(store)!, Plugins.Json(parsed)).Load(parsed.GetValue(run)!);
            if (before.FusedFrom.Count > 0)
                throw new BadInputException(before.Id, null, $"it was fused from {string.Join(", ", before.FusedFrom)} without measuring anything; reproduce those and fuse them again.");
            using var progress = new ProgressLine(terminal);
            var after = Comparison.Run(before.Spec, new RunSettings(ThreadsOption.Of(parsed, threads)) { Json = Plugins.Json(parsed), Progress = progress }, cancel);
            progress.Dispose();
            var verdict = Reproduction.Compare(before, after);
            terminal.Output.WriteLine(verdict.Sentence);
            foreach (var difference in verdict.Differences) terminal.Output.WriteLine($"  {difference}");
            return Task.FromResult(verdict.IsIdentical ? 0 : 1);
        });
        return command;
    }
}
