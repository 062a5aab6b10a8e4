using System.CommandLine;
using System.Globalization;
using SerLab.Corpora;
using SerLab.Options;

namespace SerLab.Cli;

/// <summary><c>serlab corpus list|info|check|export</c>.</summary>
internal static class CorpusCommand
{
    public static Command Make(Terminal terminal) => new("corpus", "Corpora: list the kinds, describe one, check its files, export it") { List(terminal), Info(terminal) };

    private static Argument<string> CorpusArgument() => new("CORPUS") { Description = "KIND:PATH, for instance emodb:recordings/emodb, or demo" };

    private static Option<int> Threads() => new("--threads") { Description = "most threads at once", DefaultValueFactory = _ => Environment.ProcessorCount };

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Name the corpus kinds");
        command.SetAction(parsed =>
        {
            var table = Terminal.NewTable("kind", "what it is");
            foreach (var entry in Plugins.Json(parsed).Catalog.KindsOf(typeof(CorpusOptions))) Terminal.AddRow(table, entry.Name, entry.Summary);
            terminal.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Info(Terminal terminal)
    {
        var corpus = CorpusArgument();
        var threads = Threads();
        var command = new Command("info", "Count labels, speakers, genders, texts; measure durations and sample rates; warn of what could mislead") { corpus, threads };
        command.SetAction((parsed, cancel) =>
        {
            var loaded = RunArguments.CorpusOf(parsed.GetValue(corpus)!, Plugins.Json(parsed)).Load();
            var info = CorpusInfo.Describe(loaded, CorpusSound.Measure(loaded, parsed.GetValue(threads), cancel));
            Write(info, terminal);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Write(CorpusInfo info, Terminal terminal)
    {
        terminal.Output.WriteLine($"{info.Name}{(info.IsSynthetic ? ", SYNTHETIC: no human spoke" : "")}: {info.UtteranceCount} utterances, {info.Speakers.Count} speakers, {info.Labels.Count} labels, {info.Texts.Count} texts");
        foreach (var (name, counts) in ((string, IReadOnlyList<LabelledCount>)[])[("genders", info.Genders), ("languages", info.Languages), ("corpora", info.Corpora)])
            terminal.Output.WriteLine($"{name,-10} {string.Join(", ", counts.Select(count => $"{count.Value} {count.Utterances}"))}");
        if (info.Sound is { } sound)
        {
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"durations",-10} {sound.TotalSeconds:F1} s in all; shortest {sound.MinSeconds:F2} s, median {sound.MedianSeconds:F2} s, longest {sound.MaxSeconds:F2} s"));
            terminal.Output.WriteLine($"{"rates",-10} {string.Join(", ", sound.SampleRates.Select(count => $"{count.Value} {count.Utterances}"))}");
        }

        var table = Terminal.NewTable(["speaker", .. info.LabelOrder.Select(label => ">" + label), ">all"]);
        for (var i = 0; i < info.SpeakerOrder.Count; i++)
            Terminal.AddRow(table, [info.SpeakerOrder[i], .. info.LabelsBySpeaker[i].Select(count => $"{count}"), $"{info.LabelsBySpeaker[i].Sum()}"]);
        Terminal.AddRow(table, ["all", .. info.LabelOrder.Select((_, j) => $"{info.LabelsBySpeaker.Sum(row => row[j])}"), $"{info.UtteranceCount}"]);
        terminal.Write(table);
        foreach (var warning in info.Warnings) terminal.Output.WriteLine($"look: {warning}");
    }
}
