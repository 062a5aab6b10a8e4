using System.CommandLine;
using System.Globalization;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab corpus list|info|check|export</c>.</summary>
internal static class CorpusCommand
{
    public static Command Make(Terminal terminal) => new("corpus", "Corpora: list the kinds, describe one, check its files, export it") { List(terminal), Info(terminal), Check(terminal), Export(terminal) };

    private static Argument<string> CorpusArgument() => new("CORPUS") { Description = "KIND:PATH, for instance emodb:recordings/emodb, or demo" };

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
        var threads = ThreadsOption.New();
        var command = new Command("info", "Count labels, speakers, genders, texts; measure durations and sample rates; warn of what could mislead") { corpus, threads };
        command.SetAction((parsed, cancel) =>
        {
            var loaded = RunArguments.CorpusOf(parsed.GetValue(corpus)!, Plugins.Json(parsed)).Load();
            var info = CorpusInfo.Describe(loaded, CorpusSound.Measure(loaded, ThreadsOption.Of(parsed, threads), cancel));
            Write(info, terminal);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Check(Terminal terminal)
    {
        var corpus = CorpusArgument();
        var threads = ThreadsOption.New();
        var mix = new Option<ChannelMix>("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
        var policy = new Option<BadFilePolicy>("--bad-files") { Description = "fail: exit code 1 when anything is found; skip: report and exit 0", DefaultValueFactory = _ => BadFilePolicy.Fail };
        var command = new Command("check", "Find unreadable, truncated, silent, clipped, duplicate and nearly duplicate recordings") { corpus, threads, mix, policy };
        command.SetAction((parsed, cancel) =>
        {
            var loaded = RunArguments.CorpusOf(parsed.GetValue(corpus)!, Plugins.Json(parsed)).Load();
            using var progress = new ProgressLine(terminal);
            var findings = CorpusCheck.Inspect(
                loaded, new CorpusCheckOptions(parsed.GetValue(mix)), ThreadsOption.Of(parsed, threads), cancel, progress.Counting("reading", loaded.Utterances.Count));
            progress.Dispose();
            foreach (var finding in findings) terminal.Output.WriteLine($"{InWords(finding.Kind),-18} {finding.Id}: {finding.Message}");
            terminal.Output.WriteLine(findings.Count == 0
                ? $"{loaded.Utterances.Count} recordings of {loaded.Name}: nothing wrong was found"
                : $"{findings.Count} {(findings.Count == 1 ? "finding" : "findings")} on {findings.Select(finding => finding.Id).Distinct().Count()} of {loaded.Utterances.Count} recordings of {loaded.Name}");
            return Task.FromResult(findings.Count > 0 && parsed.GetValue(policy) == BadFilePolicy.Fail ? 1 : 0);
        });
        return command;
    }

    private static Command Export(Terminal terminal)
    {
        var corpus = CorpusArgument();
        var folder = new Argument<string>("DIR") { Description = "the folder for the wav files and manifest.csv" };
        var threads = ThreadsOption.New();
        var mix = new Option<ChannelMix>("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
        var command = new Command("export", "Write a corpus as wav files with a manifest, to be read back as manifest:DIR") { corpus, folder, threads, mix };
        command.SetAction((parsed, cancel) =>
        {
            var loaded = RunArguments.CorpusOf(parsed.GetValue(corpus)!, Plugins.Json(parsed)).Load();
            var target = parsed.GetValue(folder)!;
            SafeFile.CheckWritable(target);
            using var progress = new ProgressLine(terminal);
            ManifestWriter.Write(target, loaded, parsed.GetValue(mix), WavFormat.Pcm16, ThreadsOption.Of(parsed, threads), cancel, progress.Counting("writing", loaded.Utterances.Count));
            progress.Dispose();
            terminal.Output.WriteLine($"{loaded.Utterances.Count} recordings{(loaded.IsSynthetic ? ", SYNTHETIC: no human spoke" : "")}");
            terminal.Output.WriteLine($"corpus   manifest:{Path.GetFullPath(target)}");
            return Task.FromResult(0);
        });
        return command;
    }

    // "NearDuplicate" reads "near-duplicate".
    private static string InWords(FindingKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static void Write(CorpusInfo info, Terminal terminal)
    {
        terminal.Output.WriteLine($"{info.Name}{(info.IsSynthetic ? ", SYNTHETIC: no human spoke" : "")}: {info.UtteranceCount} utterances, {info.Speakers.Count} speakers, {info.Labels.Count} labels, {info.Texts.Count} texts");
        foreach (var (name, counts) in ((string, IReadOnlyList<LabelledCount>)[])[("genders", info.Genders), ("languages", info.Languages), ("corpora", info.Corpora)])
            if (counts.Count > 0) terminal.Output.WriteLine($"{name,-10} {string.Join(", ", counts.Select(count => $"{count.Value} {count.Utterances}"))}");
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
