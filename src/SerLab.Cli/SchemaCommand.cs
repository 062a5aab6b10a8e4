using System.CommandLine;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab schema</c>: the JSON Schema of specs.</summary>
internal static class SchemaCommand
{
    public static Command Make(Terminal terminal)
    {
        var output = new Option<string?>("--out") { Description = "a file; standard output unless stated" };
        var command = new Command("schema", "Write the JSON Schema of comparison specs: name it in \"$schema\" and VS Code completes and checks as you type") { output };
        command.SetAction(parsed =>
        {
            var schema = RecipeSchema.Write(typeof(ComparisonSpec), Plugins.Json(parsed).Catalog);
            if (parsed.GetValue(output) is { } path) SafeFile.WriteText(path, schema + "\n");
            else terminal.Output.WriteLine(schema);
            return 0;
        });
        return command;
    }
}
