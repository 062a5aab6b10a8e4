using System.Text;
using System.Text.Json;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Store;

/// <summary>Runs on disk: a folder per run under <c>runs/</c>, and <c>runs.db</c>, an index that can be rebuilt from the folders. Immutable; the folder grows.</summary>
/// <remarks>A run folder holds <c>run.json</c>, <c>metrics.jsonl</c>, <c>predictions.csv</c>, <c>leaderboard.json</c>, <c>split.json</c>, <c>log.txt</c> and, where the best model was trained on all rows, <c>model.zip</c>.</remarks>
public sealed class RunStore
{
    private readonly RunIndex index;
    private readonly RecipeJson json;

    /// <param name="folder">The store's folder, usually <c>experiments</c>; made when it is missing.</param>
    /// <param name="json">Reads and writes the recipes in records; null knows the built-in kinds.</param>
    public RunStore(string folder, RecipeJson? json = null)
    {
        Folder = folder;
        this.json = json ?? RecipeJson.BuiltIn;
        index = new RunIndex(Path.Combine(folder, "runs.db"));
    }

    /// <summary>The store's folder.</summary>
    public string Folder { get; }

    /// <summary>The folder of a run.</summary>
    public string FolderOf(string id) => Path.Combine(Folder, "runs", id);

    /// <summary>Writes a run under a temporary name, renames it when complete and enters it in the index.</summary>
    /// <param name="record">The run.</param>
    /// <param name="log">Lines of what was done when.</param>
    /// <returns>The run's folder.</returns>
    /// <exception cref="BadInputException">The store cannot be written; no half-written run is left.</exception>
    public string Save(RunRecord record, IReadOnlyList<string> log)
    {
        var folder = FolderOf(record.Id);
        var temporary = folder + ".part";
        try
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            WriteFiles(record, log, temporary);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.Move(temporary, folder);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or BadInputException)
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            throw wrong as BadInputException ?? new BadInputException(folder, null, $"the run cannot be written ({wrong.Message.TrimEnd('.')}); free space, check permissions or choose another --store.", wrong);
        }

        try
        {
            index.Enter(record);
        }
        catch (BadInputException)
        {
            Rebuild(); // The folders are the truth: a damaged index is made anew.
        }

        return folder;
    }

    /// <summary>Reads a run.</summary>
    /// <param name="idOrFolder">The run's id, the beginning of one, "latest", or a run folder.</param>
    /// <exception cref="BadInputException">There is no such run, or several, or it is damaged.</exception>
    public RunRecord Load(string idOrFolder)
    {
        var folder = Directory.Exists(idOrFolder) ? idOrFolder : FolderOf(Resolve(idOrFolder));
        var path = Path.Combine(folder, "run.json");
        if (!File.Exists(path)) throw new BadInputException(folder, "run.json", "the file is missing, so this is not a run folder; `serlab runs list` shows the runs.");
        try
        {
            return json.Read<RunRecord>(File.ReadAllText(path), path);
        }
        catch (OptionsException wrong)
        {
            throw new BadInputException(path, null, $"the record cannot be read by this version of SerLab ({Machine.CodeVersion}): {wrong.Problems[0]}", wrong);
        }
    }

    /// <summary>The runs, newest first, from the index; a lost or damaged index is rebuilt from the folders.</summary>
    public IReadOnlyList<RunSummary> List()
    {
        try
        {
            var listed = index.List();
            if (listed.Select(run => run.Id).Order(StringComparer.Ordinal).SequenceEqual(Ids())) return listed;
        }
        catch (BadInputException)
        {
            // Damaged: made anew below.
        }

        Rebuild();
        return index.List();
    }

    /// <summary>Makes the index anew from the run folders.</summary>
    /// <returns>The number of runs entered; a folder whose record cannot be read is left out.</returns>
    public int Rebuild()
    {
        index.Clear();
        var entered = 0;
        foreach (var id in Ids())
        {
            try
            {
                index.Enter(Load(id) with { Id = id });
                entered++;
            }
            catch (BadInputException) when (File.Exists(Path.Combine(FolderOf(id), "run.json")))
            {
                // `serlab runs show` says what is wrong with it; one bad folder must not hide the others.
            }
        }

        return entered;
    }

    private void WriteFiles(RunRecord record, IReadOnlyList<string> log, string folder)
    {
        SafeFile.WriteText(Path.Combine(folder, "run.json"), json.Write(record));
        SafeFile.WriteText(Path.Combine(folder, "metrics.jsonl"), MetricLines(record));
        Outputs.WritePredictions(record, Path.Combine(folder, "predictions.csv"));
        Outputs.WriteLeaderboard(record, Path.Combine(folder, "leaderboard.json"));
        SplitFile.Write(Path.Combine(folder, "split.json"), [.. record.Split.Folds.Select(fold => new SplitFold(fold.Name, fold.TrainIds, fold.TestIds))]);
        SafeFile.WriteText(Path.Combine(folder, "log.txt"), string.Concat(record.Notices.Select(notice => notice.ToString()).Concat(log).Select(line => line + "\n")));
    }

    // One line per number: model, fold (-1 over all folds), step (epoch; 0 for what has none), name, value.
    private static string MetricLines(RunRecord record)
    {
        var (lines, caution) = (new StringBuilder(), Outputs.CautionOf(record));
        foreach (var model in record.Models)
        {
            foreach (var fold in model.Folds)
            {
                foreach (var epoch in fold.History)
                    foreach (var (name, value) in ((string, double?)[])[("train_loss", epoch.TrainLoss), ("validation_loss", epoch.ValidationLoss), ("validation_macro_accuracy", epoch.ValidationMacroAccuracy)])
                        if (value is { } known) Add(model.Name, fold.Fold, epoch.Epoch, name, known);
                if (fold.InnerMacroAccuracy is { } inner) Add(model.Name, fold.Fold, 0, "inner_macro_accuracy", inner);
                Add(model.Name, fold.Fold, 0, "seconds", fold.Seconds);
            }

            foreach (var (name, value) in ((string, double)[])[("macro_accuracy", model.MacroAccuracy), ("micro_accuracy", model.MicroAccuracy), ("macro_f1", model.MacroF1), ("log_loss", model.LogLoss), ("calibration_error", model.CalibrationError)])
                Add(model.Name, -1, 0, name, value);
        }

        return lines.ToString();

        void Add(string model, int fold, int step, string name, double value) => lines.Append(JsonSerializer.Serialize(caution.Length == 0 ? new { model, fold, step, name, value } : (object)new { model, fold, step, name, value, caution })).Append('\n');
    }

    private IReadOnlyList<string> Ids()
    {
        var runs = Path.Combine(Folder, "runs");
        if (!Directory.Exists(runs)) return [];
        return [.. Directory.GetDirectories(runs).Where(folder => File.Exists(Path.Combine(folder, "run.json")) && !folder.EndsWith(".part", StringComparison.Ordinal))
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
    }

    private string Resolve(string id)
    {
        var ids = Ids();
        if (ids.Count == 0) throw new BadInputException(Folder, null, "there are no runs here; make one with `serlab compare`, or point --store at the folder that holds runs/.");
        if (id == "latest") return ids[^1];
        var found = ids.Contains(id) ? [id] : ids.Where(candidate => candidate.StartsWith(id, StringComparison.Ordinal)).ToArray();
        return found.Length == 1 ? found[0] : throw new BadInputException(Folder, null, found.Length == 0
            ? Spelling.Unknown("run", id, ids.TakeLast(10)) : $"\"{id}\" is the beginning of {found.Length} runs ({string.Join(", ", found.Take(5))}); write more of it.");
    }
}
