using System.CommandLine;
using System.Text.Json.Nodes;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab features list|describe|descriptors|statistics|extract</c>.</summary>
internal static class FeaturesCommand
{
    private const int SampleRateHz = 16000;

    public static Command Make(Terminal terminal) =>
        new("features", "Feature sets: list them, say what their columns are, extract them")
        {
            List(terminal), Describe(terminal), Descriptors(terminal), Statistics(terminal), Extract(terminal),
        };

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Name the feature sets and how many columns they have at 16 kHz");
        command.SetAction(parsed =>
        {
            var table = Terminal.NewTable("set", ">functionals", ">frame columns", "what it is");
            var ready = Plugins.Json(parsed).Catalog.Defaults<FeatureSetOptions>();
            foreach (var entry in Plugins.Json(parsed).Catalog.KindsOf(typeof(FeatureSetOptions)))
            {
                var schema = ready.FirstOrDefault(set => set.Kind == entry.Name)?.Prepare(SampleRateHz).Schema;
                Terminal.AddRow(table, entry.Name, schema?.Functionals.Count.ToString() ?? "as asked", schema?.Descriptors.Count.ToString() ?? "as asked", entry.Summary);
            }

            terminal.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Describe(Terminal terminal)
    {
        var set = new Argument<string>("SET") { Description = "the feature set: a name of `serlab features list`, or a JSON recipe" };
        var rate = new Option<int>("--sample-rate") { Description = "the rate of the recordings, Hz", DefaultValueFactory = _ => SampleRateHz };
        var csv = new Option<bool>("--csv") { Description = "write CSV (RFC 4180), not Markdown" };
        var composition = new Option<bool>("--composition") { Description = "write descriptors x statistics, not every column" };
        var command = new Command("describe", "Say what every column of a feature set is: unit, formula and source, as Markdown or CSV") { set, rate, csv, composition };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(csv) && parsed.GetValue(composition)) parsed.AddError("--csv writes every column; leave out --composition.");
        });
        command.SetAction(parsed =>
        {
            var text = parsed.GetValue(set)!;
            var name = text.StartsWith('{') ? $"'{text}'" : text;
            var columns = SetOf(text, Plugins.Json(parsed), "SET").DescribeColumns(parsed.GetValue(rate));
            if (parsed.GetValue(csv)) ColumnDocuments.WriteCsv(columns, terminal.Output);
            else if (parsed.GetValue(composition)) ColumnDocuments.WriteComposition(name, columns, terminal.Output);
            else ColumnDocuments.WriteSet(name, columns, terminal.Output);
            return 0;
        });
        return command;
    }

    private static Command Descriptors(Terminal terminal)
    {
        var command = new Command("descriptors", "Say what every descriptor measures of a frame, as Markdown");
        command.SetAction(parsed =>
        {
            ColumnDocuments.WriteDescriptors(Plugins.Json(parsed).Catalog.Defaults<DescriptorOptions>(), SampleRateHz, terminal.Output);
            return 0;
        });
        return command;
    }

    private static Command Statistics(Terminal terminal)
    {
        var command = new Command("statistics", "Name the statistics that functionals are made of, as Markdown");
        command.SetAction(_ =>
        {
            ColumnDocuments.WriteStatistics(terminal.Output);
            return 0;
        });
        return command;
    }

    private static Command Extract(Terminal terminal)
    {
        var corpus = new Option<string>("--corpus") { Description = "the recordings, as KIND:PATH", Required = true };
        var set = new Option<string>("--set") { Description = "the feature set: a name of `serlab features list`, or a JSON recipe", Required = true };
        var output = new Option<string>("--out") { Description = "the folder of the table", Required = true };
        var enhance = new Option<string[]>("--enhance") { Description = "what cleans each clip first, such as mmse-lsa, or JSON with settings; may be given several times", DefaultValueFactory = _ => [] };
        var rate = new Option<int>("--sample-rate") { Description = "the rate clips are brought to, Hz", DefaultValueFactory = _ => SampleRateHz };
        var mix = new Option<ChannelMix>("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
        var csv = new Option<bool>("--csv") { Description = "also write features.csv" };
        var arff = new Option<bool>("--arff") { Description = "also write features.arff, for Weka" };
        var skip = new Option<bool>("--skip-bad-files") { Description = "leave out recordings that cannot be used, and name them" };
        var threads = ThreadsOption.New();
        var cache = new Option<string?>("--cache") { Description = "keeps measured values between runs in this folder; after Ctrl-C the same command goes on" };
        var command = new Command("extract", "Measure a corpus and write the feature table (table.json, rows.csv, features.npy, frames.npy, offsets.npy)") { corpus, set, output, enhance, rate, mix, csv, arff, skip, threads, cache };
        command.SetAction((parsed, cancel) =>
        {
            var json = Plugins.Json(parsed);
            var folder = parsed.GetValue(output)!;
            SafeFile.CheckWritable(folder);
            var features = SetOf(parsed.GetValue(set)!, json, "--set");
            var enhancers = RunArguments.EnhancersOf(parsed.GetValue(enhance)!, "--enhance", json);
            var unfinished = Path.Combine(folder, "unfinished");
            using var progress = new ProgressLine(terminal);
            var builder = new FeatureTableBuilder(
                ThreadsOption.Of(parsed, threads), new FeatureCache(parsed.GetValue(cache) ?? unfinished), parsed.GetValue(skip) ? BadFilePolicy.Skip : BadFilePolicy.Fail, progress)
            { Json = json };
            var built = builder.Build(RunArguments.CorpusOf(parsed.GetValue(corpus)!, json).Load(), new FrontEnd(parsed.GetValue(rate), parsed.GetValue(mix), enhancers, features), cancel);
            progress.Dispose();
            FeatureTableFolder.Write(built.Table, folder, json);
            foreach (var old in (string[])["features.csv", "features.arff"]) File.Delete(Path.Combine(folder, old)); // Exports of another table must not stay beside this one.
            if (parsed.GetValue(csv)) TableExport.WriteCsv(built.Table, Path.Combine(folder, "features.csv"));
            if (parsed.GetValue(arff)) TableExport.WriteArff(built.Table, Path.Combine(folder, "features.arff"));
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            foreach (var left in built.Skipped) terminal.Error.WriteLine($"left out {left.Id}: {left.Reason}");
            terminal.Output.WriteLine(
                $"{built.Table.Rows.Count} rows, {built.Table.Schema.Functionals.Count} features, {built.Table.AllFrames.Rows} frames of {built.Table.Schema.Descriptors.Count} columns{(built.Table.IsSynthetic ? ", SYNTHETIC" : "")}");
            terminal.Output.WriteLine($"table    {Path.GetFullPath(folder)}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static FeatureSetOptions SetOf(string text, RecipeJson json, string place) =>
        (FeatureSetOptions)json.Read(typeof(FeatureSetOptions), text.StartsWith('{') ? RecipeJson.Parse(text, place) : JsonValue.Create(text), place);
}
