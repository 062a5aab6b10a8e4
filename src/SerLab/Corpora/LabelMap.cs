using System.Text.Json.Serialization;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Turns a corpus's labels into others, so that corpora can be compared and joined. Immutable.</summary>
/// <remarks>
/// In JSON it is a dictionary, <c>{ "calm": "neutral", "surprise": null }</c>, or the name of a ready-made map, <c>"seven"</c>. A null target leaves the utterances out. A label the dictionary does not
/// name stays as it is, unless the source <c>"*"</c> says what becomes of all others. A source that no utterance has is an error, for it is most likely misspelt.
/// </remarks>
[JsonConverter(typeof(LabelMapJson))]
public sealed class LabelMap
{
    /// <summary>The source that stands for every label not named.</summary>
    public const string Others = "*";

    private static readonly IReadOnlyDictionary<string, string[]> ReadyMade = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["seven"] = [.. EmotionLabels.Seven],
        ["six"] = [EmotionLabels.Anger, EmotionLabels.Disgust, EmotionLabels.Fear, EmotionLabels.Happiness, EmotionLabels.Neutral, EmotionLabels.Sadness],
        ["four"] = [EmotionLabels.Anger, EmotionLabels.Happiness, EmotionLabels.Neutral, EmotionLabels.Sadness],
    };

    /// <param name="targets">Target per source label; null leaves the source out.</param>
    /// <exception cref="OptionsException">No source, or an empty word.</exception>
    public LabelMap(IReadOnlyDictionary<string, string?> targets)
    {
        new Problems("label map")
            .Unless(targets.Count > 0, $"the map is empty; name at least one label, or leave the map out.")
            .Unless(targets.All(entry => entry.Key.Length > 0 && entry.Value is not ""), $"an empty word is in the map; write null as the target to leave a label out.")
            .ThrowIfAny();
        Targets = new SortedDictionary<string, string?>(targets.ToDictionary(), StringComparer.Ordinal);
    }

    private LabelMap(string name)
    {
        Name = name;
        Targets = new SortedDictionary<string, string?>(StringComparer.Ordinal);
    }

    /// <summary>The names of the ready-made maps.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ReadyMade.Keys];

    /// <summary>The name of a ready-made map; null for a map of one's own.</summary>
    public string? Name { get; }

    /// <summary>Target per source label, sources in ordinal order; null leaves the source out. Empty for a ready-made map, which knows its labels by SerLab's words.</summary>
    public IReadOnlyDictionary<string, string?> Targets { get; }

    /// <summary>
    /// A ready-made map: "seven" (EMO-DB's emotions), "six" (seven without boredom: CREMA-D's) or "four" (anger, happiness, neutral, sadness: URDU's).
    /// Labels are first put into SerLab's words ("Angry" reads anger, "joy" happiness); calm becomes neutral; every other label is left out.
    /// </summary>
    /// <remarks>Calm joins neutral because RAVDESS's authors recorded both as baselines of no emotion; to leave calm out, say so in the corpus (<see cref="CalmPolicy.Drop"/>).</remarks>
    /// <exception cref="OptionsException">There is no such map; the message names the nearest.</exception>
    public static LabelMap Named(string name) =>
        ReadyMade.ContainsKey(name) ? new LabelMap(name) : throw new OptionsException("label map", [Spelling.Unknown("label map", name, Names)]);

    /// <summary>The target of one label; null leaves it out.</summary>
    public string? Target(string label)
    {
        if (Name is not null)
        {
            var word = EmotionLabels.Canonical(label);
            if (word == EmotionLabels.Calm) word = EmotionLabels.Neutral;
            return ReadyMade[Name].Contains(word) ? word : null;
        }

        if (Targets.TryGetValue(label, out var target)) return target;
        return Targets.TryGetValue(Others, out var other) ? other : label;
    }

    /// <summary>The corpus with its labels and votes mapped; the input is only read.</summary>
    /// <exception cref="OptionsException">A source is none of the corpus's labels (the message names the nearest), or no utterance is left.</exception>
    public Corpus Apply(Corpus corpus)
    {
        var labels = corpus.Utterances.Select(utterance => utterance.Label).Distinct().Order(StringComparer.Ordinal).ToArray();
        var problems = new Problems($"label map for {corpus.Name}");
        foreach (var source in Targets.Keys.Where(source => source != Others && !labels.Contains(source))) problems.Add(Spelling.Unknown("label", source, labels));
        problems.Unless(labels.Any(label => Target(label) is not null), $"every label ({string.Join(", ", labels)}) is left out; map at least one to a word.").ThrowIfAny();
        return new Corpus(corpus.Name, corpus.Utterances.Select(Mapped).OfType<Utterance>(), corpus.IsSynthetic);
    }

    private Utterance? Mapped(Utterance utterance)
    {
        if (Target(utterance.Label) is not { } label) return null;
        return utterance with { Label = label, Votes = utterance.Votes is null ? null : Mapped(utterance.Votes) };
    }

    // Votes for labels that merge are added; votes for labels that are left out are left out.
    private SortedDictionary<string, double> Mapped(IReadOnlyDictionary<string, double> votes)
    {
        var mapped = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (label, votesFor) in votes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (Target(label) is { } target)
                mapped[target] = mapped.GetValueOrDefault(target) + votesFor;
        return mapped;
    }
}
