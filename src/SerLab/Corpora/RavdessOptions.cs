using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>What becomes of RAVDESS's "calm", which its authors recorded beside "neutral" as a second baseline.</summary>
public enum CalmPolicy
{
    /// <summary>Calm is a class of its own: eight classes.</summary>
    Keep,

    /// <summary>Calm is labelled neutral: seven classes, neutral three times as large as before.</summary>
    MergeIntoNeutral,

    /// <summary>Calm utterances are left out: seven classes.</summary>
    Drop,
}

/// <summary>RAVDESS, speech only: acted North American English, eight emotions, 24 actors, two sentences. Card: datasets/ravdess.md.</summary>
/// <remarks>
/// S. R. Livingstone and F. A. Russo, PLoS ONE 13(5): e0196391, 2018. <c>03-01-06-01-02-01-12</c> is modality 03 (audio only), channel 01 (speech), emotion, intensity, statement, repetition, actor
/// (odd numbers are men); the name is the id. Songs (channel 02) are left out. Sound tracks taken from the videos (modality 01) are the same takes once more and are refused.
/// </remarks>
/// <param name="Path">The folder with <c>Actor_01</c> ... <c>Actor_24</c>, or any folder above or below.</param>
/// <param name="Calm">Calm is kept unless told otherwise.</param>
[Kind("ravdess", "RAVDESS speech (English, 8 emotions, 24 actors; songs are left out)")]
public sealed partial record RavdessOptions(string Path, CalmPolicy Calm = CalmPolicy.Keep) : CorpusOptions
{
    private static readonly IReadOnlyList<string> Labels =
    [
        EmotionLabels.Neutral, EmotionLabels.Calm, EmotionLabels.Happiness, EmotionLabels.Sadness,
        EmotionLabels.Anger, EmotionLabels.Fear, EmotionLabels.Disgust, EmotionLabels.Surprise,
    ];

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(Path.Length > 0, $"Path is empty; give RAVDESS's folder.")
        .Unless(Enum.IsDefined(Calm), $"Calm is {(int)Calm}; use keep, merge-into-neutral or drop.");

    /// <inheritdoc/>
    public override Corpus Load() =>
        NamedCorpus.Load(Kind, Path, Names(), "03-01-emotion-intensity-statement-repetition-actor: 03-01-06-01-02-01-12.wav (01-... are the videos' sound tracks: the same takes again)", Read);

    private Utterance? Read(AudioName file, Match match)
    {
        var label = Labels[match.Groups["emotion"].Value[1] - '1'];
        if (match.Groups["channel"].Value == "02") return null;
        if (label == EmotionLabels.Calm && Calm == CalmPolicy.Drop) return null;
        if (label == EmotionLabels.Calm && Calm == CalmPolicy.MergeIntoNeutral) label = EmotionLabels.Neutral;
        var actor = match.Groups["actor"].Value;
        return new Utterance(file.Stem, new FileRecording(file.Location), label, $"{Kind}/{actor}")
        {
            Corpus = Kind,
            Gender = (actor[1] - '0') % 2 == 1 ? Gender.Male : Gender.Female,
            Text = match.Groups["statement"].Value == "01" ? "kids" : "dogs",
            Language = "en",
        };
    }

    [GeneratedRegex(@"(?:^|/)03-(?<channel>0[12])-(?<emotion>0[1-8])-0[12]-(?<statement>0[12])-0[12]-(?<actor>0[1-9]|1\d|2[0-4])$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
