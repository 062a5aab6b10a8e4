using System.Globalization;
using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>CREMA-D: acted American English, six emotions, 91 actors, twelve sentences. Card: datasets/crema-d.md.</summary>
/// <remarks>
/// H. Cao, D. G. Cooper, M. K. Keutmann, R. C. Gur, A. Nenkova, R. Verma, IEEE Trans. Affective Computing 5(4), 2014. <c>1001_DFA_ANG_XX</c> is actor 1001, sentence DFA, anger, level not stated; the name is the id.
/// Labels are what was acted, not what was heard. One file of the distribution is misspelt, <c>1040_ITH_SAD_X</c>; it is read.
/// </remarks>
/// <param name="Path">The folder with the recordings, or the one above its <c>AudioWAV</c> (else <c>AudioMP3</c>) folder.</param>
[Kind("crema-d", "CREMA-D (American English, 6 emotions, 91 actors)")]
public sealed partial record CremaDOptions(string Path) : CorpusOptions
{
    private const int FirstActor = 1001;

    // The distribution's VideoDemographics.csv, actors 1001 to 1091 in order: 48 men, 43 women.
    private const string Sexes = "MFFFMFFFFFMFFMMMMFMFFMMFFMMFFFMMMMMMFMMMMMFMMFFMFMMFFFFFMFMFFMFMMMMMMMMFFFFFMFFMMFMFMMMMFMF";

    private static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["ANG"] = EmotionLabels.Anger, ["DIS"] = EmotionLabels.Disgust, ["FEA"] = EmotionLabels.Fear,
        ["HAP"] = EmotionLabels.Happiness, ["NEU"] = EmotionLabels.Neutral, ["SAD"] = EmotionLabels.Sadness,
    };

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"Path is empty; give CREMA-D's folder.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, AudioTree.Enter(Path, "AudioWAV", "AudioMP3"), Names(), "actor, sentence, emotion (ANG DIS FEA HAP NEU SAD), level (LO MD HI XX): 1001_DFA_ANG_XX.wav", (file, match) =>
        {
            var actor = match.Groups["actor"].Value;
            return new Utterance(file.Stem, new FileRecording(file.Location), Labels[match.Groups["emotion"].Value.ToUpperInvariant()], $"{Kind}/{actor}")
            {
                Corpus = Kind,
                Gender = SexOf(int.Parse(actor, CultureInfo.InvariantCulture)),
                Text = match.Groups["sentence"].Value.ToUpperInvariant(),
                Language = "en",
            };
        });

    private static Gender SexOf(int actor) =>
        actor - FirstActor is >= 0 and var index && index < Sexes.Length ? Sexes[index] == 'M' ? Gender.Male : Gender.Female : Gender.Unknown;

    [GeneratedRegex(@"(?:^|/)(?<actor>1\d{3})_(?<sentence>[A-Z]{3})_(?<emotion>ANG|DIS|FEA|HAP|NEU|SAD)_(?:XX?|LO|MD|HI)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
