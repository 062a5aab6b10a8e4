using System.CommandLine;
using SerLab.Options;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab report RUN</c>: the report of a recorded run.</summary>
internal static class ReportCommand
{
    public static Command Make(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = "a run's id, the beginning of one, \"latest\", or a run folder" };
        var output = new Option<string>("--out") { Description = "the HTML file; one that ends in .md is written as Markdown, without sound and figures", DefaultValueFactory = _ => "report.html" };
        var store = RunsCommand.StoreOption();
        var command = new Command("report", "Write the report of a recorded run again") { run, output, store };
        command.SetAction(parsed =>
        {
            var record = new RunStore(parsed.GetValue(store)!, Plugins.Json(parsed)).Load(parsed.GetValue(run)!);
            var path = parsed.GetValue(output)!;
            if (Path.GetExtension(path) == ".md") SafeFile.WriteText(path, MarkdownReport.Render(record));
            else HtmlReport.Write(record, ClipsIfThere(record.Spec, terminal), path, json: Plugins.Json(parsed));
            terminal.Output.WriteLine($"report   {Path.GetFullPath(path)}");
            return 0;
        });
        return command;
    }

    /// <summary>The recordings of a comparison, to be listened to in its report.</summary>
    public static IClipSource ClipsOf(ComparisonSpec spec) => new CorpusClips(Recordings.Of(spec), spec.Mix, spec.SampleRateHz);

    /// <summary>As <see cref="ClipsOf"/>, or null with a notice: a record outlives its recordings, and the report then has no players.</summary>
    public static IClipSource? ClipsIfThere(ComparisonSpec spec, Terminal terminal)
    {
        try
        {
            return ClipsOf(spec);
        }
        catch (BadInputException gone)
        {
            terminal.Error.WriteLine($"notice: the report has no audio players ({gone.Message})");
            return null;
        }
    }
}
