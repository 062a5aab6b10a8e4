using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>EMO-DB, the Berlin Database of Emotional Speech: acted German, seven emotions, ten speakers. Card: datasets/emodb.md.</summary>
/// <remarks>
/// F. Burkhardt, A. Paeschke, M. Rolfes, W. Sendlmeier, B. Weiss, "A Database of German Emotional Speech", Interspeech 2005. <c>03a01Fa</c> is speaker 03,
/// text a01, emotion F (Freude), take a; the name is the id. Where <c>listening-test.tsv</c> lies in the folder or the one above, <see cref="Utterance.Votes"/> holds the share
/// of listeners who heard the intended emotion (what the others heard is not published, so the shares sum to less than one).
/// </remarks>
/// <param name="Path">The folder with the recordings, or the one above its <c>wav</c> folder.</param>
[Kind("emodb", "EMO-DB, Berlin Database of Emotional Speech (German, 7 emotions, 10 speakers)")]
public sealed partial record EmoDbOptions(string Path) : CorpusOptions
{
    // The letters are the first ones of the German words: Wut, Langeweile, Ekel, Angst, Freude, Trauer, neutral.
    private static readonly IReadOnlyDictionary<char, string> Labels = new Dictionary<char, string>
    {
        ['W'] = EmotionLabels.Anger, ['L'] = EmotionLabels.Boredom, ['E'] = EmotionLabels.Disgust, ['A'] = EmotionLabels.Fear,
        ['F'] = EmotionLabels.Happiness, ['T'] = EmotionLabels.Sadness, ['N'] = EmotionLabels.Neutral,
    };

    // The published speaker table.
    private static readonly IReadOnlySet<string> Men = new HashSet<string> { "03", "10", "11", "12", "15" };
    private static readonly IReadOnlySet<string> Women = new HashSet<string> { "08", "09", "13", "14", "16" };

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give EMO-DB's folder.");

    /// <inheritdoc/>
    public override Corpus Load()
    {
        var folder = AudioTree.Enter(Path, "wav");
        var recognised = ListeningTest.ReadBeside(Path);
        return NamedCorpus.Load(Kind, folder, Names(), "speaker, text, emotion letter (W L E A F T N), take: 03a01Fa.wav", (file, match) =>
        {
            var speaker = match.Groups["speaker"].Value;
            var label = Labels[char.ToUpperInvariant(match.Groups["emotion"].Value[0])];
            return new Utterance(file.Stem, new FileRecording(file.Location), label, $"{Kind}/{speaker}")
            {
                Corpus = Kind,
                Gender = Men.Contains(speaker) ? Gender.Male : Women.Contains(speaker) ? Gender.Female : Gender.Unknown,
                Text = match.Groups["text"].Value,
                Language = "de",
                Votes = recognised.TryGetValue(file.Stem, out var share) ? new Dictionary<string, double> { [label] = share } : null,
            };
        });
    }

    [GeneratedRegex(@"(?:^|/)(?<speaker>\d\d)(?<text>[ab]\d\d)(?<emotion>[WLEAFTN])(?<take>[a-z])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
