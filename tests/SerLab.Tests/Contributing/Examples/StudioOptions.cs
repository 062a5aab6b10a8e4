using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Our studio's recordings: acted French, named speaker_emotion_take. Card: datasets/studio.md.</summary>
/// <remarks><c>anna_anger_01</c> is speaker anna, angry, first take; the name is the id, and takes of one number speak one sentence.</remarks>
/// <param name="Path">The folder with the recordings, or any folder above.</param>
[Kind("studio", "our studio's recordings, named speaker_emotion_take: anna_anger_01.wav")]
public sealed partial record StudioOptions(string Path) : CorpusOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give the folder with the recordings.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, Path, Names(), "speaker_emotion_take: anna_anger_01.wav", (file, match) =>
            new Utterance(file.Stem, new FileRecording(file.Location), EmotionLabels.Canonical(match.Groups["emotion"].Value), $"{Kind}/{match.Groups["speaker"].Value}")
            {
                Corpus = Kind,
                Text = match.Groups["take"].Value,
                Language = "fr",
            });

    [GeneratedRegex(@"(?:^|/)(?<speaker>[a-z]+)_(?<emotion>[a-z]+)_(?<take>\d\d)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
