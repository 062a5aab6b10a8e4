using System.Text.Json.Nodes;
using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Enhancement.Noise;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>A denoiser of a bench: enhancers one after the other, under one name.</summary>
/// <param name="Name">Its name in tables: "omlsa+comfort-noise"; settings that are not defaults stand in brackets.</param>
/// <param name="Chain">The enhancers in order; empty leaves clips as they are.</param>
public sealed record BenchDenoiser(string Name, IReadOnlyList<EnhancerOptions> Chain)
{
    /// <summary>Leaves clips as they are.</summary>
    public static BenchDenoiser None { get; } = new("none", []);

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

/// <summary>Something that is judged by the signal measures: a prepared denoiser, or another program. Immutable.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Denoise">The denoised clip; null where it has nothing to work with (clean speech for a program that learns from the noise alone).</param>
internal sealed record BenchSubject(string Name, Func<Clip, Clip?, Clip?> Denoise)
{
    /// <summary>What a bench judges: its denoisers and, where asked for and installed, other programs.</summary>
    public static IReadOnlyList<BenchSubject> All(EnhanceBenchSpec spec)
    {
        var subjects = spec.Compared.Select(denoiser => Of(denoiser, spec.SampleRateHz)).ToList();
        if (!spec.WithPrograms) return subjects;
        if (DenoisingPrograms.IsInstalled("ffmpeg")) subjects.Add(new BenchSubject("ffmpeg afftdn", (noisy, _) => DenoisingPrograms.Afftdn(noisy)));
        if (DenoisingPrograms.IsInstalled("sox")) subjects.Add(new BenchSubject("sox noisered", (noisy, noise) => noise is null ? null : DenoisingPrograms.SoxNoiseReduction(noisy, noise)));
        return subjects;
    }

    private static BenchSubject Of(BenchDenoiser denoiser, int sampleRateHz)
    {
        IEnhancer[] chain = [.. denoiser.Chain.Select(recipe => recipe.Prepare(sampleRateHz))];
        return new BenchSubject(denoiser.Name, (noisy, _) =>
        {
            var clip = chain.Aggregate(noisy, (made, enhancer) => enhancer.Enhance(made));
            return clip.Samples.Length == noisy.Samples.Length
                ? clip
                : throw new OptionsException(denoiser.Name, ["it changes the length of clips, and the signal measures compare sample by sample; leave it out, or use --part recognition."]);
        });
    }
}
