using System.CommandLine;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab train SPEC --out MODEL.zip</c>: a model for use on new recordings.</summary>
internal static class TrainCommand
{
    public static Command Make(Terminal terminal)
    {
        var spec = new Argument<string>("SPEC") { Description = "a comparison as JSON, or \"demo\"" };
        var model = new Option<string?>("--model") { Description = "which of the spec's models: its name or its classifier's kind; the first unless stated" };
        var output = new Option<string>("--out") { Description = "the model file", DefaultValueFactory = _ => "model.zip" };
        var arguments = new RunArguments();
        var command = new Command("train", "Train one model on a whole corpus, for use with `serlab predict`") { spec, model, output };
        arguments.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var path = parsed.GetValue(spec)!;
            var asked = arguments.Spec(parsed, path == "demo" ? DemoCommand.Spec() : RunArguments.ReadSpec(path), path);
            var target = parsed.GetValue(output)!;
            if (Directory.Exists(target)) throw new BadInputException(target, null, "it is a folder; name a file in it, such as model.zip.");
            SafeFile.CheckWritable(Path.GetDirectoryName(Path.GetFullPath(target))!);
            using var progress = new ProgressLine(terminal);
            var trained = ModelTrainer.Train(asked, parsed.GetValue(model), arguments.Settings(parsed, progress), cancel: cancel);
            progress.Dispose();
            ModelFile.Write(trained, target, Plugins.Json(parsed));
            foreach (var notice in trained.Note.Notices) terminal.Error.WriteLine(notice);
            terminal.Output.WriteLine($"{trained.Note.Name}, trained on {trained.Note.Utterances} utterances of {trained.Note.Speakers} speakers ({trained.Note.Corpus})");
            foreach (var (setting, value) in trained.Note.Tuned) terminal.Output.WriteLine($"  {setting} {value}, chosen in folds of the training speakers");
            terminal.Output.WriteLine($"model    {Path.GetFullPath(target)}");
            return Task.FromResult(0);
        });
        return command;
    }
}
