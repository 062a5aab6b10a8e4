using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>SAVEE, Surrey Audio-Visual Expressed Emotion: acted British English, seven emotions, four men. Card: datasets/savee.md.</summary>
/// <remarks>
/// S. Haq and P. J. B. Jackson, in W. Wang (ed.), Machine Audition, IGI Global 2010, chapter 17. <c>DC/a01</c> and <c>DC_a01</c> are speaker DC, emotion a, sentence 01; the id is <c>DC_a01</c> in both layouts.
/// The text key is emotion and sentence together, because sentence numbers begin anew with every emotion.
/// </remarks>
/// <param name="Path">The folder with <c>DC</c>, <c>JE</c>, <c>JK</c>, <c>KL</c> or with the flat files, or the one above <c>AudioData</c>.</param>
[Kind("savee", "SAVEE (British English, 7 emotions, 4 male speakers)")]
public sealed partial record SaveeOptions(string Path) : CorpusOptions
{
    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["a"] = EmotionLabels.Anger, ["d"] = EmotionLabels.Disgust, ["f"] = EmotionLabels.Fear, ["h"] = EmotionLabels.Happiness,
        ["n"] = EmotionLabels.Neutral, ["sa"] = EmotionLabels.Sadness, ["su"] = EmotionLabels.Surprise,
    };

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give SAVEE's folder.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, AudioTree.Enter(Path, "AudioData"), Names(), "speaker (DC JE JK KL), emotion (a d f h n sa su), sentence: DC/a01.wav or DC_a01.wav", (file, match) =>
        {
            var speaker = match.Groups["speaker"].Value.ToUpperInvariant();
            var emotion = match.Groups["emotion"].Value.ToLowerInvariant();
            var sentence = emotion + match.Groups["sentence"].Value;
            return new Utterance($"{speaker}_{sentence}", new FileRecording(file.Location), Labels[emotion], $"{Kind}/{speaker}")
            {
                Corpus = Kind,
                Gender = Gender.Male,
                Text = sentence,
                Language = "en",
            };
        });

    [GeneratedRegex(@"(?:^|/)(?<speaker>DC|JE|JK|KL)[/_](?<emotion>sa|su|[adfhn])(?<sentence>\d\d)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
