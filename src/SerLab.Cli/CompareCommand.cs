using System.CommandLine;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Cli;

/// <summary><c>serlab compare SPEC.json</c>: the main job.</summary>
internal static class CompareCommand
{
    public static Command Make(Terminal terminal)
    {
        var spec = new Argument<string>("SPEC") { Description = "the comparison as JSON (`serlab schema` describes it)" };
        var output = new Option<string?>("--out") { Description = "where report.html, leaderboard.json and predictions.csv go; serlab-out/NAME unless stated" };
        var allowLeak = new Option<bool>("--allow-leak") { Description = "allow test speakers in training; every output then says LEAKY" };
        var shuffle = new Option<bool>("--shuffle-labels") { Description = "permute each speaker's labels first: a control that must come out at chance" };
        var noModel = new Option<bool>("--no-model") { Description = "do not train the best model on all rows for the run folder" };
        var arguments = new RunArguments();
        var command = new Command("compare", "Compare classifiers on a corpus, on speakers they were not trained on") { spec, output, allowLeak, shuffle, noModel };
        arguments.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var path = parsed.GetValue(spec)!;
            var asked = arguments.Spec(parsed, RunArguments.ReadSpec(path), path);
            if (parsed.GetValue(allowLeak)) asked = asked with { AllowLeak = true };
            if (parsed.GetValue(shuffle)) asked = asked with { ShuffleLabels = true };
            return Task.FromResult(Job.Compare(asked, parsed.GetValue(output) ?? Path.Combine("serlab-out", asked.Name), !parsed.GetValue(noModel), arguments, parsed, terminal, cancel));
        });
        return command;
    }
}
