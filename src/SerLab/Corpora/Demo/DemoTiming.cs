using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>A segment at its place in time. Immutable.</summary>
/// <param name="Target">What the mouth aims at.</param>
/// <param name="StartSeconds">Start, seconds from the clip's start.</param>
/// <param name="Seconds">Length, seconds.</param>
/// <param name="SyllableIndex">The syllable it belongs to; -1 for silence.</param>
/// <param name="IsNucleus">Whether it is the syllable's vowel.</param>
internal readonly record struct DemoSound(DemoSegment Target, double StartSeconds, double Seconds, int SyllableIndex, bool IsNucleus)
{
    /// <summary>Middle, seconds from the clip's start.</summary>
    public double MiddleSeconds => StartSeconds + Seconds / 2;

    /// <summary>End, seconds from the clip's start.</summary>
    public double EndSeconds => StartSeconds + Seconds;
}

/// <summary>When each sound of a sentence comes.</summary>
/// <remarks>Stressed and phrase-final vowels are longer (D. Klatt, JASA 59(5), 1976); only bursts keep their length at every rate.</remarks>
internal static class DemoTiming
{
    private const double StressFactor = 1.35;
    private const double FinalFactor = 1.4;
    private const double ShortestScaledSeconds = 0.02;
    private const double PauseSeconds = 0.09;

    /// <summary>The sounds one after another, silence before, between the phrases and after included.</summary>
    public static IReadOnlyList<DemoSound> Lay(DemoSentence sentence, DemoVoice voice, DemoCorrelates manner, RandomStream chance)
    {
        var rate = voice.RateFactor * Math.Clamp(1 + manner.RatePercent / 100, 0.55, 1.6);
        var pauseSeconds = PauseSeconds * Math.Clamp(1 + manner.PausePercent / 100, 0.2, 3);
        var sounds = new List<DemoSound>();
        Add(DemoPhone.Rest, chance.NextDouble(0.05, 0.15), -1, false);
        for (var syllableIndex = 0; syllableIndex < sentence.Syllables.Count; syllableIndex++)
        {
            var syllable = sentence.Syllables[syllableIndex];
            foreach (var phone in syllable.Phones)
            {
                var factor = phone.IsVowel ? (syllable.IsStressed ? StressFactor : 1) * (syllable.EndsPhrase ? FinalFactor : 1) : 1;
                factor *= Math.Clamp(1 + 0.08 * chance.NextGaussian(), 0.75, 1.25) / rate;
                foreach (var segment in phone.Segments)
                    Add(segment, segment.Seconds * (segment.Seconds < ShortestScaledSeconds ? 1 : factor), syllableIndex, phone.IsVowel);
            }

            if (syllable.EndsPhrase && syllableIndex + 1 < sentence.Syllables.Count) Add(DemoPhone.Rest, pauseSeconds, -1, false);
        }

        Add(DemoPhone.Rest, chance.NextDouble(0.05, 0.20), -1, false);
        return sounds;

        void Add(DemoSegment target, double seconds, int syllableIndex, bool isNucleus) =>
            sounds.Add(new(target, sounds.Count == 0 ? 0 : sounds[^1].EndSeconds, seconds, syllableIndex, isNucleus));
    }
}
