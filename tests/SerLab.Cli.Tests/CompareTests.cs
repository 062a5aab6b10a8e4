using System.Text.Json.Nodes;

namespace SerLab.Cli.Tests;

public sealed class CompareTests
{
    [Fact]
    public void Compare_writes_report_leaderboard_predictions_and_run_folder_and_every_run_command_reads_them()
    {
        using var folder = new TempFolder();
        var spec = folder.Write("spec.json", CommandLine.SmallSpec());
        var store = folder.File("store");
        var done = CommandLine.Run("compare", spec, "--out", folder.File("out"), "--store", store, "--no-cache", "--threads", "2");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Contains("MacroAccuracy (UAR) %", done.Output);
        Assert.Contains("SYNTHETIC", done.Output);
        Assert.Contains("training", done.Error);
        Assert.Equal(["leaderboard.json", "predictions.csv", "report.html"], Directory.GetFileSystemEntries(folder.File("out")).Select(Path.GetFileName).Order());
        var first = JsonNode.Parse(File.ReadAllText(folder.File("out/leaderboard.json")))![0]!;
        Assert.Equal("svm", (string)first["classifier"]!);
        Assert.Equal("prosody", (string)first["features"]!);
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(store, "runs")));
        foreach (var name in (string[])["run.json", "metrics.jsonl", "predictions.csv", "split.json", "model.zip", "log.txt"]) Assert.True(File.Exists(Path.Combine(run, name)), name);

        Assert.Contains(Path.GetFileName(run), CommandLine.Run("runs", "list", "--store", store).Output);
        Assert.Contains("fingerprint", CommandLine.Run("runs", "show", "latest", "--store", store).Output);
        Assert.Equal(0, CommandLine.Run("report", "latest", "--store", store, "--out", folder.File("again.html")).ExitCode);
        Assert.Equal(File.ReadAllText(folder.File("out/report.html")), File.ReadAllText(folder.File("again.html")));
        Assert.Equal(0, CommandLine.Run("report", "latest", "--store", store, "--out", folder.File("again.md")).ExitCode);
        Assert.Matches("\\| SVM +\\|", File.ReadAllText(folder.File("again.md")));
        var again = CommandLine.Run("reproduce", "latest", "--store", store, "--threads", "1");
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.StartsWith("REPRODUCED", again.Output);

        Assert.Equal(0, CommandLine.Run("corpus", "export", "demo", folder.File("wavs")).ExitCode);
        var wav = Directory.GetFiles(folder.File("wavs"), "*.wav", SearchOption.AllDirectories).Order().First();
        var heard = CommandLine.Run("predict", Path.Combine(run, "model.zip"), wav, "--format", "csv");
        Assert.True(heard.ExitCode == 0, heard.Error);
        var fields = heard.Output.Split('\n')[1].Split(',');
        Assert.Equal(1, fields.Skip(4).SkipLast(1).Sum(field => double.Parse(field, System.Globalization.CultureInfo.InvariantCulture)), 9);
        Assert.Equal("SYNTHETIC", fields[^1]);
        Assert.Contains("SYNTHETIC", heard.Error);
        var timeline = CommandLine.Run("predict", Path.Combine(run, "model.zip"), wav, "--format", "json", "--window", "0.6", "--hop", "0.3");
        Assert.True(JsonNode.Parse(timeline.Output)!.AsArray().Count > 3);
    }

    [Fact]
    public void Fuse_makes_a_run_of_recorded_runs_and_says_what_it_lacks()
    {
        using var folder = new TempFolder();
        var store = folder.File("store");
        var two = CommandLine.SmallSpec("\"keepInner\": true").Replace("\"models\": [", "\"models\": [ { \"name\": \"linear\", \"features\": \"prosody\", \"normalisation\": \"z\", \"classifier\": \"linear-svm\" },", StringComparison.Ordinal);
        var done = CommandLine.Run("compare", folder.Write("spec.json", two), "--out", folder.File("out"), "--store", store, "--no-cache", "--no-model");
        Assert.True(done.ExitCode == 0, done.Error);
        var fused = CommandLine.Run("fuse", "latest", "--out", folder.File("fused"), "--store", store);
        Assert.True(fused.ExitCode == 0, fused.Error);
        Assert.Contains("scores of", fused.Output);
        Assert.Contains("fuse again", File.ReadAllText(folder.File("fused/report.html")));
        var wrong = CommandLine.Run("fuse", "latest", "--models", "linaer,SVM", "--out", folder.File("no"), "--store", store);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("did you mean \"linear\"", wrong.Error);
        var again = CommandLine.Run("reproduce", "latest", "--store", store);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("fused from", again.Error);
    }

    [Fact]
    public void Another_corpus_takes_the_place_of_the_specs_with_one_option()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, CommandLine.Run("corpus", "export", "demo", folder.File("wavs")).ExitCode);
        var spec = folder.Write("spec.json", CommandLine.SmallSpec());
        var done = CommandLine.Run("compare", spec, "--corpus", "manifest:" + folder.File("wavs"), "--out", folder.File("out"), "--store", folder.File("s"), "--no-cache", "--no-model", "--seed", "9");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Contains("280 utterances", done.Output);
        Assert.Contains("SYNTHETIC", done.Output);
        Assert.Contains("seed 9", CommandLine.Run("runs", "show", "latest", "--store", folder.File("s")).Output);
    }

    [Fact]
    public void A_leaking_split_is_refused_and_with_the_override_every_output_says_LEAKY()
    {
        using var folder = new TempFolder();
        var spec = folder.Write("spec.json", CommandLine.SmallSpec().Replace("speaker-k-fold", "random-k-fold"));
        var refused = CommandLine.Run("compare", spec, "--out", folder.File("out"), "--store", folder.File("s"), "--no-cache");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--allow-leak", refused.Error);
        Assert.False(File.Exists(folder.File("out/report.html")));
        var leaky = CommandLine.Run("compare", spec, "--out", folder.File("out"), "--store", folder.File("s"), "--no-cache", "--allow-leak");
        Assert.True(leaky.ExitCode == 0, leaky.Error);
        Assert.Contains("LEAKY", leaky.Output);
        foreach (var name in (string[])["report.html", "predictions.csv"]) Assert.Contains("LEAKY", File.ReadAllText(folder.File("out/" + name)));
        Assert.Contains("\"leaky\": true", File.ReadAllText(folder.File("out/leaderboard.json")));
        Assert.Contains("LEAKY", CommandLine.Run("runs", "list", "--store", folder.File("s")).Output);
        var run = Assert.Single(Directory.GetDirectories(folder.File("s/runs")));
        foreach (var name in (string[])["metrics.jsonl", "log.txt", "run.json"]) Assert.Contains("LEAKY", File.ReadAllText(Path.Combine(run, name)));
        Assert.Contains(Store.ModelFile.Read(Path.Combine(run, "model.zip"), Options.RecipeJson.BuiltIn).Note.Notices, notice => notice.Word == Runs.Notice.Leaky);
    }

    [Fact]
    public void A_run_stopped_by_Ctrl_C_ends_with_130_leaves_no_half_result_and_goes_on_afterwards()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var spec = folder.Write("spec.json", CommandLine.SmallSpec());
        var stopped = CommandLine.Run(stop.Token, "compare", spec, "--out", folder.File("out"), "--store", folder.File("s"), "--cache", folder.File("cache"));
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("run the same command again", stopped.Error);
        Assert.False(File.Exists(folder.File("out/report.html")));
        Assert.Equal(0, CommandLine.Run("compare", spec, "--out", folder.File("out"), "--store", folder.File("s"), "--cache", folder.File("cache"), "--no-model").ExitCode);
    }

    [Fact]
    public void Train_and_predict_work_without_a_comparison()
    {
        using var folder = new TempFolder();
        var spec = folder.Write("spec.json", CommandLine.SmallSpec());
        var trained = CommandLine.Run("train", spec, "--model", "svm", "--out", folder.File("m.zip"), "--no-cache");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.True(File.Exists(folder.File("m.zip")));
        var unknown = CommandLine.Run("train", spec, "--model", "SVN", "--out", folder.File("m.zip"), "--no-cache");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("did you mean \"SVM\"", unknown.Error);
    }
}
