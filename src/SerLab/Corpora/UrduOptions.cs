using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>URDU: utterances from Urdu talk shows, four emotions, 29 speaker ids. Card: datasets/urdu.md, which tells its trap.</summary>
/// <remarks>
/// S. Latif, A. Qayyum, M. Usman, J. Qadir, "Cross Lingual Speech Emotion Recognition: Urdu vs. Western Languages", FIT 2018. <c>Angry/SM1_F10_A010</c> is male speaker 1, his tenth file, anger,
/// the tenth angry file; the name is the id. Nearly every speaker has one emotion only: <see cref="LabelDependence"/> measures it, and `corpus info` warns.
/// </remarks>
/// <param name="Path">The folder with <c>Angry</c>, <c>Happy</c>, <c>Neutral</c>, <c>Sad</c>, or any folder above or below.</param>
[Kind("urdu", "URDU (talk shows, 4 emotions, 29 speakers, most with one emotion only)")]
public sealed partial record UrduOptions(string Path) : CorpusOptions
{
    private static readonly IReadOnlyDictionary<char, string> Labels = new Dictionary<char, string>
    {
        ['A'] = EmotionLabels.Anger, ['H'] = EmotionLabels.Happiness, ['N'] = EmotionLabels.Neutral, ['S'] = EmotionLabels.Sadness,
    };

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give URDU's folder.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, Path, Names(), "speaker (SM or SF and a number), file number, emotion letter (A H N S) and number: SM1_F10_A010.wav", (file, match) =>
        {
            var speaker = match.Groups["speaker"].Value.ToUpperInvariant();
            return new Utterance(file.Stem, new FileRecording(file.Location), Labels[char.ToUpperInvariant(match.Groups["emotion"].Value[0])], $"{Kind}/{speaker}")
            {
                Corpus = Kind,
                Gender = speaker[1] == 'F' ? Gender.Female : Gender.Male,
                Language = "ur",
            };
        });

    [GeneratedRegex(@"(?:^|/)(?<speaker>S[MF]\d+)_F\d+_(?<emotion>[AHNS])\d+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
