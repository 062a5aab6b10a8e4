using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Models;
using SerLab.Options;
using SerLab.Reports;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary><c>serlab enhance-bench CORPUS NOISE</c>: what denoisers do to speech and are worth to recognition.</summary>
internal sealed class EnhanceBenchCommand
{
    private readonly Argument<string> corpus = new("CORPUS") { Description = "clean speech, as KIND:PATH (`serlab corpus list` names the kinds) or a JSON recipe" };
    private readonly Argument<string> noise = new("NOISE") { Description = "a folder of noise recordings; a file's name up to its first digit is its noise" };
    private readonly Option<string> part = new("--part") { Description = "which tables: signal, recognition or all", DefaultValueFactory = _ => "all" };
    private readonly Option<string?> denoisers = new("--denoisers") { Description = "what is compared: chains divided by \";\", each kinds (or JSON recipes) joined by \"+\"; unless stated every denoiser, comfort-noise and omlsa+comfort-noise", HelpName = "\"none; A; A+B\"" };
    private readonly Option<string> snr = new("--snr") { Description = "speech over noise power, dB, divided by commas", DefaultValueFactory = _ => "20,10,5,0" };
    private readonly Option<string?> noises = new("--noises") { Description = "only these noises, divided by commas: white, pink, babble and those of the folder; all unless stated" };
    private readonly Option<string?> speakers = new("--speakers") { Description = "only these speakers take part, divided by commas: choose settings on some, so that the others can judge them" };
    private readonly Option<int> every = new("--every") { Description = "signal measures on every so-manieth utterance by id; recognition takes all", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> programs = new("--programs") { Description = "also judge ffmpeg's afftdn and sox's noisered by the signal measures, where they are installed" };
    private readonly Option<string?> features = new("--features") { Description = "what recognition looks at: a feature set with functionals, or its JSON recipe; compact unless stated" };
    private readonly Option<string?> classifier = new("--classifier") { Description = "what recognises: a kind or its JSON recipe; a linear SVM with C = 0.1 unless stated" };
    private readonly Option<string?> tune = new("--tune") { Description = "classifier settings to choose in inner folds of the training speakers, as JSON: '{\"c\": [0.01, 0.1, 1]}'" };
    private readonly Option<int> rate = new("--sample-rate") { Description = "the rate speech and noise are brought to, Hz", DefaultValueFactory = _ => 16000 };
    private readonly Option<ChannelMix> mix = new("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
    private readonly Option<ulong> seed = new("--seed") { Description = "every choice left to chance follows from it", DefaultValueFactory = _ => 1 };
    private readonly Option<string> output = new("--out") { Description = "where report.html, report.md, enhance-bench.json and the CSV tables go", DefaultValueFactory = _ => Path.Combine("serlab-out", "enhance-bench") };
    private readonly Option<int> threads = ThreadsOption.New();

    public static Command Make(Terminal terminal)
    {
        var arguments = new EnhanceBenchCommand();
        var command = new Command("enhance-bench", "Compare denoisers: what they do to noisy speech, and what they are worth to emotion recognition");
        foreach (var argument in (Argument[])[arguments.corpus, arguments.noise]) command.Arguments.Add(argument);
        foreach (var option in (Option[])
        [
            arguments.part, arguments.denoisers, arguments.snr, arguments.noises, arguments.speakers, arguments.every, arguments.programs, arguments.features, arguments.classifier, arguments.tune,
            arguments.rate, arguments.mix, arguments.seed, arguments.output, arguments.threads,
        ])
            command.Options.Add(option);
        command.SetAction((parsed, cancel) => Task.FromResult(arguments.Run(parsed, terminal, cancel)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        var json = Plugins.Json(parsed);
        var spec = Spec(parsed, json);
        var folder = parsed.GetValue(output)!;
        SafeFile.CheckWritable(folder);
        var unfinished = Path.Combine(folder, "unfinished");
        if (Directory.Exists(unfinished)) terminal.Error.WriteLine("going on with the features that were measured before");
        using var progress = new ProgressLine(terminal);
        var result = EnhanceBench.Run(spec, new RunSettings(ThreadsOption.Of(parsed, threads)) { Json = json, Cache = new FeatureCache(unfinished), Progress = progress }, cancel);
        EnhanceBenchFiles.Write(result, folder, json);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        progress.Dispose();
        terminal.Output.WriteLine(EnhanceBenchMarkdown.Summary(result));
        terminal.Output.WriteLine($"report   {Path.GetFullPath(Path.Combine(folder, "report.html"))}");
        return 0;
    }

    private EnhanceBenchSpec Spec(ParseResult parsed, RecipeJson json)
    {
        var chains = parsed.GetValue(denoisers) is { } list ? BenchDenoiser.ParseList(list, json) : BenchDenoiser.Defaults(json.Catalog);
        var speech = parsed.GetValue(corpus)!;
        var spec = new EnhanceBenchSpec(
            speech.TrimStart().StartsWith('{') ? RunArguments.RecipeOf<CorpusOptions>(speech, "CORPUS", json) : RunArguments.CorpusOf(speech, json), parsed.GetValue(noise)!, parsed.GetValue(rate), parsed.GetValue(mix), chains, parsed.GetValue(seed))
        {
            Part = parsed.GetValue(part) switch
            {
                "signal" => EnhanceBenchPart.Signal,
                "recognition" => EnhanceBenchPart.Recognition,
                "all" => EnhanceBenchPart.All,
                var other => throw new OptionsException("--part", [$"it is \"{other}\"; use signal, recognition or all."]),
            },
            SnrsDb = [.. Words(parsed.GetValue(snr)!).Select(Number)],
            Noises = parsed.GetValue(noises) is { } named ? [.. Words(named)] : null,
            Speakers = parsed.GetValue(speakers) is { } some ? [.. Words(some)] : null,
            Every = parsed.GetValue(every),
            WithPrograms = parsed.GetValue(programs),
            Tune = parsed.GetValue(tune) is { } settings ? json.Read<Dictionary<string, JsonArray>>(settings, "--tune") : null,
        };
        if (parsed.GetValue(features) is { } set) spec = spec with { Features = RunArguments.RecipeOf<FeatureSetOptions>(set, "--features", json) };
        if (parsed.GetValue(classifier) is { } kind) spec = spec with { Classifier = RunArguments.RecipeOf<ClassifierOptions>(kind, "--classifier", json) };
        return spec;
    }

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new OptionsException("--snr", [$"\"{word}\" is not a number; give dB divided by commas, such as 20,10,5,0."]);
}
