using System.CommandLine;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary>A comparison from spec to files.</summary>
internal static class Job
{
    /// <summary>Runs the comparison, writes report, leaderboard, predictions and run folder, prints the leaderboard.</summary>
    public static int Compare(ComparisonSpec spec, string output, bool trainModel, RunArguments arguments, ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        SafeFile.CheckWritable(output);
        var store = arguments.Store(parsed);
        SafeFile.CheckWritable(store.Folder);
        var finished = new FoldFolder(Path.Combine(output, "unfinished"));
        if (finished.Count > 0) terminal.Error.WriteLine($"going on after {finished.Count} folds that were finished before");

        using var progress = new ProgressLine(terminal);
        var settings = arguments.Settings(parsed, progress) with { Checkpoint = finished };
        var record = Comparison.Run(spec, settings, cancel);
        var best = record.Models.First(model => !model.IsBaseline);
        var model = trainModel ? ModelTrainer.Train(spec, best.Name, settings, cancel) : null;
        if (record.IsLeaky && model is not null) model = model with { Note = model.Note with { Notices = [.. model.Note.Notices, "LEAKY: this model was chosen by a comparison whose test rows were known to training."] } };
        progress.Dispose();

        var runFolder = store.Save(record, progress.Log, model);
        var report = Path.Combine(output, "report.html");
        HtmlReport.Write(record, ReportCommand.ClipsOf(spec), report, json: settings.Json);
        Outputs.WriteLeaderboard(record, Path.Combine(output, "leaderboard.json"));
        Outputs.WritePredictions(record, Path.Combine(output, "predictions.csv"));
        finished.Clear();

        LeaderboardTable.Write(record, terminal);
        terminal.Output.WriteLine($"report   {Path.GetFullPath(report)}");
        terminal.Output.WriteLine($"run      {Path.GetFullPath(runFolder)}");
        return 0;
    }
}
