using System.CommandLine;
using SerLab.Options;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary>A comparison from spec to files.</summary>
internal static class Job
{
    /// <summary>The report's name in the output folder.</summary>
    public const string ReportName = "report.html";

    /// <summary>Runs the comparison, writes report, leaderboard, predictions and run folder, prints the leaderboard.</summary>
    public static int Compare(ComparisonSpec spec, string output, bool trainModel, RunArguments arguments, ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        SpecCheck.Validate(spec, Plugins.Json(parsed)); // Before any folder is made: the spec's name is one.
        SafeFile.CheckWritable(output);
        var store = arguments.Store(parsed);
        SafeFile.CheckWritable(store.Folder);
        var finished = new FoldFolder(Path.Combine(output, "unfinished"));
        if (finished.Count > 0) terminal.Error.WriteLine($"going on after {finished.Count} folds that were finished before");

        using var progress = new ProgressLine(terminal);
        var settings = arguments.Settings(parsed, progress) with { Checkpoint = finished, Trainings = finished };
        var record = Comparison.Run(spec, settings, cancel);

        // What was computed is written before anything else can fail.
        var runFolder = store.Save(record, progress.Log);
        WriteOutputs(record, output, ReportCommand.ClipsOf(spec), settings.Json);
        finished.Clear();
        if (trainModel) KeepBestModel(spec, record, settings, runFolder, terminal, cancel);
        progress.Dispose();

        LeaderboardTable.Write(record, terminal);
        terminal.Output.WriteLine($"report   {Path.GetFullPath(Path.Combine(output, ReportName))}");
        terminal.Output.WriteLine($"run      {Path.GetFullPath(runFolder)}");
        return 0;
    }

    /// <summary>Writes report, leaderboard and predictions.</summary>
    public static void WriteOutputs(RunRecord record, string output, IClipSource? clips, RecipeJson json)
    {
        HtmlReport.Write(record, clips, Path.Combine(output, ReportName), json: json);
        Outputs.WriteLeaderboard(record, Path.Combine(output, "leaderboard.json"));
        Outputs.WritePredictions(record, Path.Combine(output, "predictions.csv"));
    }

    // The best model trained on all rows, for `serlab predict`; features that were imported cannot be measured of new recordings.
    private static void KeepBestModel(ComparisonSpec spec, RunRecord record, RunSettings settings, string runFolder, Terminal terminal, CancellationToken cancel)
    {
        var stacks = new StackOrder(NamedModel.All(spec, settings.Json.Catalog));
        var usable = record.Models.Where(model => !model.IsBaseline && !stacks.Needed(NamedModel.Find(spec, model.Name, settings.Json.Catalog)).Any(needed => needed.Model.Features is ImportedFeaturesOptions));
        if (usable.FirstOrDefault() is { } best)
            ModelFile.Write(ModelTrainer.Train(spec, best.Name, settings, Outputs.CautionOf(record), cancel), Path.Combine(runFolder, "model.zip"), settings.Json);
        else terminal.Error.WriteLine("notice: no model was kept for `serlab predict`: the run has baselines and imported features only");
    }
}
