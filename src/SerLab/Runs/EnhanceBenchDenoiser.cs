using System.Text.Json.Nodes;
using SerLab.Enhancement;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>A denoiser of a bench: enhancers one after the other, under one name.</summary>
/// <param name="Name">Its name in tables: "omlsa+comfort-noise"; settings that are not defaults stand in brackets.</param>
/// <param name="Chain">The enhancers in order; empty leaves clips as they are.</param>
public sealed record BenchDenoiser(string Name, IReadOnlyList<EnhancerOptions> Chain)
{
    /// <summary>Leaves clips as they are.</summary>
    public static BenchDenoiser None { get; } = new("none", []);

    /// <summary>What is compared unless stated: every kind of denoiser, a noise floor alone, and both, the chain that helps recognition (docs/denoising.md).</summary>
    /// <param name="catalog">Knows the kinds, those of plug-ins too.</param>
    public static IReadOnlyList<BenchDenoiser> Defaults(Catalog catalog)
    {
        var (denoiser, floor) = (new OmlsaOptions(), new ComfortNoiseOptions());
        return
        [
            .. catalog.Defaults<EnhancerOptions>().OfType<DenoiserOptions>().Select(kind => new BenchDenoiser(kind.Kind, [kind])),
            new BenchDenoiser(floor.Kind, [floor]), new BenchDenoiser($"{denoiser.Kind}+{floor.Kind}", [denoiser, floor]),
        ];
    }

    /// <summary>Reads a list: chains are divided by ";", enhancers of a chain by "+", each a kind's name or its JSON recipe.</summary>
    /// <param name="text">Such as <c>none; mmse-lsa; {"kind": "mmse-lsa", "maxAttenuationDb": 12}+trim-silence</c>.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="OptionsException">A kind or setting is not known.</exception>
    public static IReadOnlyList<BenchDenoiser> ParseList(string text, RecipeJson json) => [.. Split(text, ';').Select(chain => Parse(chain, json))];

    private static BenchDenoiser Parse(string text, RecipeJson json)
    {
        string[] words = [.. Split(text, '+')];
        EnhancerOptions[] chain = [.. words.Select(word => (EnhancerOptions)json.Read(typeof(EnhancerOptions), word.StartsWith('{') ? RecipeJson.Parse(word, word) : JsonValue.Create(word), $"denoiser {word}"))];
        return new BenchDenoiser(string.Join('+', chain.Zip(words, NameOf)), [.. chain.Where(enhancer => enhancer is not NoEnhancementOptions)]);
    }

    private static string NameOf(EnhancerOptions enhancer, string word)
    {
        var changed = word.StartsWith('{') ? RecipeJson.Parse(word, word)!.AsObject().Where(setting => setting.Key != "kind").Select(setting => $"{setting.Key}={setting.Value?.ToJsonString()}").ToArray() : [];
        return changed.Length == 0 ? enhancer.Kind : $"{enhancer.Kind}({string.Join(", ", changed)})";
    }

    // The parts between separators that stand outside braces and quotes.
    private static IEnumerable<string> Split(string text, char separator)
    {
        var (start, depth, isQuoted) = (0, 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == separator && depth == 0 && !isQuoted))
            {
                if (text[start..i].Trim() is { Length: > 0 } part) yield return part;
                start = i + 1;
            }
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && text[i] is '{' or '[') depth++;
            else if (!isQuoted && text[i] is '}' or ']') depth--;
        }
    }
}
