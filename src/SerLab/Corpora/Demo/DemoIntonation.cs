using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>The F0 contour: declination, a peak on every accent, a dip between them, a final movement, and flutter.</summary>
/// <remarks>Tones on syllable nuclei, joined smoothly, after J. Pierrehumbert, JASA 70(4), 1981; every unstressed syllable gets a low one, which is simpler than hers.</remarks>
internal static class DemoIntonation
{
    private const double AccentSemitones = 2.6;
    private const double DipSemitones = -1.2;
    private const double DeclinationSemitones = -3;
    private const double FinalFallSemitones = -2;
    private const double FinalSeconds = 0.25;
    private const double LowestHz = 60;
    private const double HighestHz = 600;

    /// <summary>F0 per frame, Hz: its mean over the voiced frames, in semitones, is the voice's plus the manner's.</summary>
    /// <param name="sounds">The timed sounds.</param>
    /// <param name="sentence">The sentence they speak.</param>
    /// <param name="voice">The speaker.</param>
    /// <param name="manner">The way it is spoken.</param>
    /// <param name="voiceGain">Strength of the voice, shape [frames]; zero where there is none.</param>
    /// <param name="hopSeconds">Seconds between frames.</param>
    /// <param name="chance">Sizes of the accents and phases of the flutter.</param>
    public static float[] Draw(
        IReadOnlyList<DemoSound> sounds, DemoSentence sentence, DemoVoice voice, DemoCorrelates manner, ReadOnlySpan<float> voiceGain, double hopSeconds, RandomStream chance)
    {
        var semitones = DrawTones(sounds, sentence, manner, voiceGain.Length, hopSeconds, chance);
        double sum = 0, weight = 0;
        for (var frameIndex = 0; frameIndex < semitones.Length; frameIndex++)
        {
            if (voiceGain[frameIndex] < 0.1f) continue;
            sum += semitones[frameIndex];
            weight++;
        }

        var shiftSemitones = manner.PitchSemitones - (weight == 0 ? 0 : sum / weight);
        double phase1 = 2 * Math.PI * chance.NextDouble(), phase2 = 2 * Math.PI * chance.NextDouble(), phase3 = 2 * Math.PI * chance.NextDouble();
        var flutter = 0.01 + 0.01 * Math.Max(0, manner.JitterPercent);
        var pitchHz = new float[semitones.Length];
        for (var frameIndex = 0; frameIndex < pitchHz.Length; frameIndex++)
        {
            // Flutter: three slow sines whose sum does not repeat (Klatt and Klatt, JASA 87(2), 1990, equation 1).
            var turns = 2 * Math.PI * frameIndex * hopSeconds;
            var waver = flutter / 3 * (Math.Sin(12.7 * turns + phase1) + Math.Sin(7.1 * turns + phase2) + Math.Sin(4.7 * turns + phase3));
            pitchHz[frameIndex] = (float)Math.Clamp(voice.PitchHz * Math.Pow(2, (semitones[frameIndex] + shiftSemitones) / 12) * (1 + waver), LowestHz, HighestHz);
        }

        return pitchHz;
    }

    private static double[] DrawTones(IReadOnlyList<DemoSound> sounds, DemoSentence sentence, DemoCorrelates manner, int frames, double hopSeconds, RandomStream chance)
    {
        var range = Math.Max(0.15, 1 + manner.RangePercent / 100);
        double startSeconds = sounds[0].EndSeconds, endSeconds = sounds[^1].StartSeconds;
        var nuclei = sounds.Where(sound => sound.IsNucleus).ToArray();
        var tones = new double[nuclei.Length];
        for (var i = 0; i < tones.Length; i++)
        {
            var accent = sentence.Syllables[nuclei[i].SyllableIndex].IsStressed ? AccentSemitones : DipSemitones;
            var share = (nuclei[i].MiddleSeconds - startSeconds) / (endSeconds - startSeconds);
            tones[i] = range * (accent * chance.NextDouble(0.6, 1.4) + DeclinationSemitones * share);
        }

        var semitones = new double[frames];
        var next = 0;
        for (var frameIndex = 0; frameIndex < frames; frameIndex++)
        {
            var seconds = frameIndex * hopSeconds;
            while (next < nuclei.Length && nuclei[next].MiddleSeconds <= seconds) next++;
            int left = Math.Max(0, next - 1), right = Math.Min(nuclei.Length - 1, next);
            var gapSeconds = nuclei[right].MiddleSeconds - nuclei[left].MiddleSeconds;
            var share = gapSeconds > 0 ? (seconds - nuclei[left].MiddleSeconds) / gapSeconds : 0;
            var finalShare = Math.Clamp((seconds - endSeconds) / FinalSeconds + 1, 0, 1);
            semitones[frameIndex] = tones[left] + (tones[right] - tones[left]) * (0.5 - 0.5 * Math.Cos(Math.PI * share))
                + finalShare * (range * FinalFallSemitones + manner.FinalSemitones);
        }

        return semitones;
    }
}
