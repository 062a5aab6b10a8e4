using System.CommandLine;
using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Store;

namespace SerLab.Cli;

/// <summary><c>serlab predict MODEL PATHS...</c>: what a trained model hears in recordings.</summary>
internal static class PredictCommand
{
    public static Command Make(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "a model file of `serlab train`, or a run folder's model.zip" };
        var paths = new Argument<string[]>("PATHS") { Description = "recordings, or folders of them", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "table, json or csv", DefaultValueFactory = _ => "table" }.AcceptOnlyFromAmong("table", "json", "csv");
        var window = new Option<double?>("--window") { Description = "judge stretches of this many seconds one after the other: a timeline for long files" };
        var hop = new Option<double?>("--hop") { Description = "seconds from one stretch to the next; the window's length unless stated" };
        var command = new Command("predict", "Say what emotion a trained model hears in recordings") { model, paths, format, window, hop };
        command.SetAction((parsed, cancel) =>
        {
            var trained = ModelFile.Read(parsed.GetValue(model)!, Plugins.Json(parsed));
            foreach (var notice in trained.Note.Notices) terminal.Error.WriteLine(notice);
            if (trained.Note.CodeVersion != Machine.CodeVersion)
                terminal.Error.WriteLine($"notice: the model was trained by SerLab {trained.Note.CodeVersion}, this is {Machine.CodeVersion}; if features changed in between, train it again");
            if (trained.IsTransductive)
                terminal.Error.WriteLine("notice: per-speaker normalisation is transductive: all recordings given are taken as one speaker's and judged together");
            var stretches = Stretches(parsed.GetValue(paths)!, trained.FrontEnd.Mix, parsed.GetValue(window), parsed.GetValue(hop), cancel);
            var posteriors = trained.Predict([.. stretches.Select(stretch => stretch.Clip)], [.. stretches.Select(stretch => stretch.Path)]);
            var predictions = stretches.Select((stretch, i) => new ClipPrediction(
                stretch.Path, stretch.StartSeconds, stretch.StartSeconds + stretch.Clip.DurationSeconds, trained.ClassNames[LogMath.ArgMax(posteriors[i])], [.. posteriors[i].Select(Math.Exp)])).ToArray();
            PredictionOutput.Write(predictions, trained.ClassNames, string.Join(' ', trained.Note.Notices.Select(notice => notice.Word.Replace(' ', '-'))), parsed.GetValue(format)!, terminal);
            return Task.FromResult(0);
        });
        return command;
    }

    private static List<Stretch> Stretches(string[] paths, ChannelMix mix, double? windowSeconds, double? hopSeconds, CancellationToken cancel)
    {
        new Problems("predict")
            .Unless(windowSeconds is null or (>= 0.1 and <= 3600), $"--window is {windowSeconds}; use 0.1 to 3600 seconds, 3 suits most models.")
            .Unless(hopSeconds is null or (>= 0.01 and <= 3600), $"--hop is {hopSeconds}; use 0.01 to 3600 seconds.")
            .Unless(hopSeconds is null || windowSeconds is not null, $"--hop needs --window; state both, for instance --window 3 --hop 1.")
            .ThrowIfAny();
        var stretches = new List<Stretch>();
        foreach (var path in paths.SelectMany(RecordingFiles.Of))
        {
            cancel.ThrowIfCancellationRequested();
            var clip = AudioFile.Read(path, mix);
            if (windowSeconds is null) stretches.Add(new Stretch(path, 0, clip));
            else stretches.AddRange(Windows(path, clip, windowSeconds.Value, hopSeconds ?? windowSeconds.Value));
        }

        return stretches;
    }

    // The last window ends with the recording; what is left over is judged as part of it, so nothing is dropped.
    private static IEnumerable<Stretch> Windows(string path, Clip clip, double windowSeconds, double hopSeconds)
    {
        var lastStartSeconds = Math.Max(0, clip.DurationSeconds - windowSeconds);
        for (var i = 0; i * hopSeconds < lastStartSeconds; i++) yield return new Stretch(path, i * hopSeconds, clip.Slice(i * hopSeconds, i * hopSeconds + windowSeconds));
        yield return new Stretch(path, lastStartSeconds, clip.Slice(lastStartSeconds, null));
    }

    private sealed record Stretch(string Path, double StartSeconds, Clip Clip);
}
