using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>TESS, Toronto Emotional Speech Set: acted English, seven emotions, two women, 200 words. Card: datasets/tess.md.</summary>
/// <remarks>
/// M. K. Pichora-Fuller and K. Dupuis, Borealis, doi:10.5683/SP2/E8H2MF, 2020. <c>OAF_back_angry</c> is the older actress, the word "back", angry; the name is the id. <c>ps</c> is a pleasant surprise.
/// One file of the distribution is misspelt, <c>OA_bite_neutral</c>; it is read as OAF's.
/// </remarks>
/// <param name="Path">The folder with <c>OAF_angry</c> ... or with the flat files, or any folder above.</param>
[Kind("tess", "TESS, Toronto Emotional Speech Set (English, 7 emotions, 2 women)")]
public sealed partial record TessOptions(string Path) : CorpusOptions
{
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["angry"] = EmotionLabels.Anger, ["disgust"] = EmotionLabels.Disgust, ["fear"] = EmotionLabels.Fear, ["happy"] = EmotionLabels.Happiness,
        ["neutral"] = EmotionLabels.Neutral, ["ps"] = EmotionLabels.Surprise, ["sad"] = EmotionLabels.Sadness,
    };

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give TESS's folder.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, Path, Names(), "speaker (OAF YAF), word, emotion (angry disgust fear happy neutral ps sad): OAF_back_angry.wav", (file, match) =>
        {
            var speaker = char.ToUpperInvariant(match.Groups["speaker"].Value[0]) == 'O' ? "OAF" : "YAF";
            return new Utterance(file.Stem, new FileRecording(file.Location), Labels[match.Groups["emotion"].Value.ToLowerInvariant()], $"{Kind}/{speaker}")
            {
                Corpus = Kind,
                Gender = Gender.Female,
                Text = match.Groups["word"].Value.ToLowerInvariant(),
                Language = "en",
            };
        });

    [GeneratedRegex("(?:^|/)(?<speaker>OAF?|YAF)_(?<word>[a-z]+)_(?<emotion>angry|disgust|fear|happy|neutral|ps|sad)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
