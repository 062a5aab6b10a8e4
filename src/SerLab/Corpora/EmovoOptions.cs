using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>EMOVO: acted Italian, seven emotions, six actors, 14 sentences. Card: datasets/emovo.md.</summary>
/// <remarks>
/// G. Costantini, I. Iaderola, A. Paoloni, M. Todisco, LREC 2014. <c>f1/dis-f1-b1</c> is disgust (disgusto), speaker f1, sentence b1; the name is the id.
/// </remarks>
/// <param name="Path">The folder with <c>f1</c> ... <c>m3</c>, or any folder above or below.</param>
[Kind("emovo", "EMOVO (Italian, 7 emotions, 6 actors)")]
public sealed partial record EmovoOptions(string Path) : CorpusOptions
{
    // disgusto, gioia, neutrale, paura, rabbia, sorpresa, tristezza.
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["dis"] = EmotionLabels.Disgust, ["gio"] = EmotionLabels.Happiness, ["neu"] = EmotionLabels.Neutral, ["pau"] = EmotionLabels.Fear,
        ["rab"] = EmotionLabels.Anger, ["sor"] = EmotionLabels.Surprise, ["tri"] = EmotionLabels.Sadness,
    };

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give EMOVO's folder.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, Path, Names(), "emotion (dis gio neu pau rab sor tri), speaker (f1-f3, m1-m3), sentence: dis-f1-b1.wav", (file, match) =>
        {
            var speaker = match.Groups["speaker"].Value.ToLowerInvariant();
            return new Utterance(file.Stem, new FileRecording(file.Location), Labels[match.Groups["emotion"].Value.ToLowerInvariant()], $"{Kind}/{speaker}")
            {
                Corpus = Kind,
                Gender = speaker[0] == 'f' ? Gender.Female : Gender.Male,
                Text = match.Groups["sentence"].Value.ToLowerInvariant(),
                Language = "it",
            };
        });

    [GeneratedRegex(@"(?:^|/)(?<emotion>dis|gio|neu|pau|rab|sor|tri)-(?<speaker>[fm][1-3])-(?<sentence>[bdln]\d)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
