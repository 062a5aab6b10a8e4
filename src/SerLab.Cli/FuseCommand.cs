using System.CommandLine;
using SerLab.Models;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab fuse RUN...</c>: late fusion of models of recorded runs.</summary>
internal static class FuseCommand
{
    public static Command Make(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUNS") { Description = "runs of the same corpus and split: ids, beginnings of ids, \"latest\", or run folders", Arity = ArgumentArity.OneOrMore };
        var models = new Option<string?>("--models") { Description = "names of the models to fuse, with commas between; all but baselines unless stated" };
        var classifier = new Option<string>("--classifier") { Description = "how scores are fused: a classifier of scores, or JSON with its settings", DefaultValueFactory = _ => "fusion" };
        var output = new Option<string>("--out") { Description = "where report.html, leaderboard.json and predictions.csv go", DefaultValueFactory = _ => Path.Combine("serlab-out", "fusion") };
        var store = RunsCommand.StoreOption();
        var command = new Command("fuse", "Fuse models of recorded runs; weights come from the training speakers of each fold") { runs, models, classifier, output, store };
        command.SetAction((parsed, cancel) =>
        {
            var json = Plugins.Json(parsed);
            var kept = new RunStore(parsed.GetValue(store)!, json);
            string[] names = [.. (parsed.GetValue(models) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            var record = RunFusion.Fuse(
                [.. parsed.GetValue(runs)!.Select(kept.Load)], names, RunArguments.RecipeOf<ClassifierOptions>(parsed.GetValue(classifier)!, "--classifier", json),
                RunSettings.AllProcessors with { Json = json }, cancel);
            var folder = parsed.GetValue(output)!;
            SafeFile.CheckWritable(folder);
            var runFolder = kept.Save(record, []);
            Job.WriteOutputs(record, folder, ReportCommand.ClipsIfThere(record.Spec, terminal), json);
            LeaderboardTable.Write(record, terminal);
            terminal.Output.WriteLine($"report   {Path.GetFullPath(Path.Combine(folder, Job.ReportName))}");
            terminal.Output.WriteLine($"run      {Path.GetFullPath(runFolder)}");
            return Task.FromResult(0);
        });
        return command;
    }
}
