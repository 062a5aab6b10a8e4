using SerLab.Models;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Store;

public sealed class StoreTests
{
    private static RunRecord Record() => Comparison.Run(Toy.Spec(), Toy.Settings());

    [Fact]
    public void A_run_comes_back_from_its_folder_with_every_bit()
    {
        using var folder = new TempFolder();
        var store = new RunStore(folder.Path, Toy.Json);
        var record = Record();
        store.Save(record, ["a line"]);
        var read = store.Load(record.Id);
        Assert.Equal(Toy.Json.Write(record), Toy.Json.Write(read));
        Assert.True(Reproduction.Compare(record, read).IsIdentical);
        Assert.Equal(record.Id, store.Load("latest").Id);
        Assert.Equal(record.Id, store.Load(record.Id[..12]).Id);
    }

    [Fact]
    public void The_index_lists_runs_and_is_rebuilt_from_the_folders_when_it_is_lost()
    {
        using var folder = new TempFolder();
        var store = new RunStore(folder.Path, Toy.Json);
        var record = Record();
        store.Save(record, []);
        Assert.Equal(record.Models[0].MacroAccuracy, Assert.Single(store.List()).MacroAccuracy);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(folder.File("runs.db"));
        Assert.Equal(record.Id, Assert.Single(new RunStore(folder.Path, Toy.Json).List()).Id);
    }

    [Fact]
    public void A_run_that_cannot_be_written_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        folder.Write("runs", "a file where the folder should be");
        Assert.Contains("cannot be", Assert.Throws<BadInputException>(() => new RunStore(folder.Path, Toy.Json).Save(Record(), [])).Message);
        Assert.Equal(["runs"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void An_unknown_run_is_answered_with_the_nearest()
    {
        using var folder = new TempFolder();
        var store = new RunStore(folder.Path, Toy.Json);
        Assert.Contains("serlab compare", Assert.Throws<BadInputException>(() => store.Load("x")).Message);
        var record = Record();
        store.Save(record, []);
        Assert.Contains(record.Id, Assert.Throws<BadInputException>(() => store.Load("nothing-like-it")).Message);
    }

    [Fact]
    public void The_leaderboard_has_the_fields_that_scripts_rely_on()
    {
        using var folder = new TempFolder();
        var record = Record();
        Outputs.WriteLeaderboard(record, folder.File("l.json"));
        var rows = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder.File("l.json")))!.AsArray();
        Assert.Equal(record.Models.Count, rows.Count);
        foreach (var field in (string[])["classifier", "features", "normalisation", "macro_accuracy", "macro_accuracy_low", "macro_accuracy_high", "micro_accuracy", "seconds"])
            Assert.All(rows, row => Assert.NotNull(row![field]));
    }

    [Fact]
    public void Predictions_have_the_columns_that_scripts_rely_on_and_no_others()
    {
        using var folder = new TempFolder();
        var record = Record();
        Outputs.WritePredictions(record, folder.File("p.csv"));
        var lines = File.ReadAllLines(folder.File("p.csv"));
        Assert.Equal("id,label,speaker,fold,classifier,predicted,high,low,middle", lines[0]);
        Assert.Equal(1 + 36 * record.Models.Count, lines.Length);
    }

    [PythonFact]
    public void Scikit_learn_computes_the_same_scores_from_the_predictions()
    {
        using var folder = new TempFolder();
        var record = Record();
        Outputs.WritePredictions(record, folder.File("p.csv"));
        Outputs.WriteLeaderboard(record, folder.File("l.json"));
        var worst = Python.Run(
            """
            import csv, json, sys
            from sklearn.metrics import recall_score, accuracy_score, f1_score, log_loss
            rows = list(csv.DictReader(open(sys.argv[1])))
            labels = sorted({r['label'] for r in rows}); worst = 0
            for m in json.load(open(sys.argv[2])):
                mine = [r for r in rows if r['classifier'] == m['classifier']]
                t, p = [r['label'] for r in mine], [r['predicted'] for r in mine]
                pairs = [(recall_score(t, p, average='macro'), m['macro_accuracy']), (accuracy_score(t, p), m['micro_accuracy']), (f1_score(t, p, average='macro'), m['macro_f1']),
                         (log_loss(t, [[float(r[l]) for l in labels] for r in mine], labels=labels), m['log_loss'])]
                worst = max([worst] + [abs(a - b) for a, b in pairs])
            print(worst)
            """, folder.File("p.csv"), folder.File("l.json"));
        Assert.True(double.Parse(worst, System.Globalization.CultureInfo.InvariantCulture) < 1e-12, worst);
    }
}
