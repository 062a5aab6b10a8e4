using System.CommandLine;

namespace SerLab.Cli;

/// <summary><c>serlab demo</c>: the main job on the built-in synthetic corpus.</summary>
internal static class DemoCommand
{
    /// <summary>The demo's spec, as JSON.</summary>
    public static string Spec()
    {
        using var stream = typeof(DemoCommand).Assembly.GetManifestResourceStream("demo.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static Command Make(Terminal terminal)
    {
        var output = new Option<string>("--out") { Description = "where the report goes", DefaultValueFactory = _ => Path.Combine("serlab-out", "demo") };
        var arguments = new RunArguments();
        var command = new Command("demo", "Compare all classifiers on built-in synthetic speech: about half a minute, nothing to download") { output };
        arguments.AddTo(command);
        command.SetAction((parsed, cancel) =>
            Task.FromResult(Job.Compare(arguments.Spec(parsed, Spec(), "demo.json"), parsed.GetValue(output)!, trainModel: true, arguments, parsed, terminal, cancel)));
        return command;
    }
}
