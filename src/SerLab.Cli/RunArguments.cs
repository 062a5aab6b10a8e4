using System.CommandLine;
using System.Text.Json.Nodes;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary>The options that commands which read a spec share, and what they mean.</summary>
internal sealed class RunArguments
{
    private readonly Option<string?> corpus = new("--corpus") { Description = "another corpus in the spec's place, as KIND:PATH (`serlab corpus list` names the kinds)", HelpName = "KIND:PATH" };
    private readonly Option<int> threads = ThreadsOption.New();
    private readonly Option<ulong?> seed = new("--seed") { Description = "another seed in the spec's place" };
    private readonly Option<string> cache = new("--cache") { Description = "where measured features are kept between runs", DefaultValueFactory = _ => DefaultCache() };
    private readonly Option<bool> noCache = new("--no-cache") { Description = "measure everything anew and keep nothing" };
    private readonly Option<bool> skipBadFiles = new("--skip-bad-files") { Description = "leave out recordings that cannot be used, and name them in every output" };
    private readonly Option<string> store = new("--store") { Description = "the folder that holds runs/ and runs.db", DefaultValueFactory = _ => "experiments" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(corpus);
        command.Options.Add(threads);
        command.Options.Add(seed);
        command.Options.Add(cache);
        command.Options.Add(noCache);
        command.Options.Add(skipBadFiles);
        command.Options.Add(store);
    }

    /// <summary>The run store.</summary>
    public RunStore Store(ParseResult parsed) => new(parsed.GetValue(store)!, Plugins.Json(parsed));

    /// <summary>A spec file with the command line's changes.</summary>
    public ComparisonSpec Spec(ParseResult parsed, string text, string source)
    {
        var json = Plugins.Json(parsed);
        var spec = json.Read<ComparisonSpec>(text, source);
        if (parsed.GetValue(corpus) is { } named) spec = spec with { Corpus = CorpusOf(named, json) };
        if (parsed.GetValue(seed) is { } stated) spec = spec with { Seed = stated };
        if (parsed.GetValue(skipBadFiles)) spec = spec with { BadFiles = BadFilePolicy.Skip };
        return spec;
    }

    /// <summary>How a run is carried out.</summary>
    public RunSettings Settings(ParseResult parsed, IProgress<StageProgress> progress)
    {
        var count = ThreadsOption.Of(parsed, threads);
        return new RunSettings(count) { Json = Plugins.Json(parsed), Cache = parsed.GetValue(noCache) ? null : new FeatureCache(parsed.GetValue(cache)!), Progress = progress };
    }

    /// <summary>A corpus as the command line names it: KIND:PATH, or KIND alone.</summary>
    public static CorpusOptions CorpusOf(string text, RecipeJson json)
    {
        var colon = text.IndexOf(':');
        var recipe = new JsonObject { ["kind"] = colon < 0 ? text : text[..colon] };
        if (colon >= 0) recipe["path"] = text[(colon + 1)..];
        return (CorpusOptions)json.Read(typeof(CorpusOptions), recipe, $"--corpus {text}");
    }

    /// <summary>A recipe as the command line names it: its kind, or JSON with settings.</summary>
    public static T RecipeOf<T>(string text, string option, RecipeJson json)
        where T : Recipe =>
        (T)json.Read(typeof(T), text.TrimStart().StartsWith('{') ? RecipeJson.Parse(text, option) : JsonValue.Create(text), option);

    /// <summary>Enhancers as the command line names them, in their order: each a kind, or JSON with settings.</summary>
    public static EnhancerOptions[] EnhancersOf(IEnumerable<string> texts, string option, RecipeJson json) =>
        [.. texts.Select(text => (EnhancerOptions)json.Read(typeof(EnhancerOptions), text.TrimStart().StartsWith('{') ? RecipeJson.Parse(text, option) : new JsonObject { ["kind"] = text }, option))];

    /// <summary>The text of a spec file.</summary>
    public static string ReadSpec(string path) =>
        File.Exists(path) ? File.ReadAllText(path) : throw new OptionsException(path, ["the spec file is not there; check the path, or begin with a copy of experiments/emodb-compare.json."]);

    private static string DefaultCache() =>
        Environment.GetEnvironmentVariable("SERLAB_CACHE") is { Length: > 0 } stated
            ? stated : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "serlab", "features");
}
