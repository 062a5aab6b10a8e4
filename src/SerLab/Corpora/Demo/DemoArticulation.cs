namespace SerLab.Corpora;

/// <summary>From timed targets to smooth control tracks.</summary>
/// <remarks>
/// A track steps from target to target and is then smoothed by a triangular window: sounds run into one another, and short or slack ones fall short of their targets
/// (B. Lindblom, JASA 35(11), 1963, on undershoot).
/// </remarks>
internal static class DemoArticulation
{
    private const double FormantSeconds = 0.040;
    private const double GainSeconds = 0.018;
    private const double BurstSeconds = 0.006;
    private const double DeclinationDb = -4;
    private const double StressDb = 2;

    /// <summary>Levels and formants per frame; <see cref="DemoTracks.PitchHz"/> is left empty for the intonation to fill.</summary>
    /// <param name="sounds">The timed sounds.</param>
    /// <param name="sentence">The sentence they speak.</param>
    /// <param name="voice">The speaker.</param>
    /// <param name="manner">The way it is spoken.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public static DemoTracks Draw(IReadOnlyList<DemoSound> sounds, DemoSentence sentence, DemoVoice voice, DemoCorrelates manner, int sampleRateHz)
    {
        var hopSamples = Math.Max(1, (int)Math.Round(DemoTracks.HopSeconds * sampleRateHz));
        var hopSeconds = (double)hopSamples / sampleRateHz;
        var frames = (int)Math.Ceiling(sounds[^1].EndSeconds / hopSeconds);
        var precision = Math.Clamp(1 + manner.PrecisionPercent / 100, 0.4, 1.3);
        var lips = voice.TractScale * (1 + manner.LipSpreadPercent / 100);
        var transitionSeconds = FormantSeconds / Math.Sqrt(precision);

        return new(
            hopSamples,
            PitchHz: [],
            Voice: Track(sound => Gain(sound, sound.Target.VoiceDb), GainSeconds),
            Breath: Track(sound => Math.Max(Gain(sound, sound.Target.BreathDb), Gain(sound, sound.Target.VoiceDb + voice.BreathDb + manner.BreathDb)), GainSeconds),
            Noise: Track(sound => Gain(sound, sound.Target.NoiseDb), BurstSeconds),
            NoiseHz: Track(sound => sound.Target.NoiseHz, GainSeconds),
            NoiseBandwidthHz: Track(sound => sound.Target.NoiseBandwidthHz, GainSeconds),
            F1Hz: Track(sound => lips * Reach(sound.Target.F1Hz, DemoPhone.Rest.F1Hz), transitionSeconds),
            F2Hz: Track(sound => lips * Reach(sound.Target.F2Hz, DemoPhone.Rest.F2Hz), transitionSeconds),
            F3Hz: Track(sound => voice.TractScale * Reach(sound.Target.F3Hz, DemoPhone.Rest.F3Hz), transitionSeconds),
            NasalZeroHz: Track(sound => sound.Target.NasalZeroHz, GainSeconds));

        double Reach(double targetHz, double restHz) => restHz + Math.Min(precision, 1.15) * (targetHz - restHz);

        double Gain(DemoSound sound, double levelDb)
        {
            if (sound.SyllableIndex < 0 || levelDb <= DemoSegment.Off / 2) return 0;
            var stressDb = sentence.Syllables[sound.SyllableIndex].IsStressed ? StressDb + manner.StressDb : 0;
            return Math.Pow(10, (levelDb + stressDb + DeclinationDb * sound.StartSeconds / sounds[^1].EndSeconds) / 20);
        }

        float[] Track(Func<DemoSound, double> target, double windowSeconds)
        {
            var steps = new float[frames];
            var soundIndex = 0;
            var value = (float)target(sounds[0]);
            for (var frameIndex = 0; frameIndex < frames; frameIndex++)
            {
                while (soundIndex + 1 < sounds.Count && sounds[soundIndex].EndSeconds <= frameIndex * hopSeconds) value = (float)target(sounds[++soundIndex]);
                steps[frameIndex] = value;
            }

            return Smooth(steps, (int)Math.Round(windowSeconds / hopSeconds));
        }
    }

    /// <summary>Weighted mean of the neighbours, weights falling linearly to zero <paramref name="halfWidthFrames"/> away; the ends repeat.</summary>
    /// <param name="steps">Shape [frames]; only read.</param>
    /// <param name="halfWidthFrames">Frames from the middle to the first zero weight.</param>
    internal static float[] Smooth(ReadOnlySpan<float> steps, int halfWidthFrames)
    {
        var smooth = new float[steps.Length];
        for (var frameIndex = 0; frameIndex < steps.Length; frameIndex++)
        {
            float sum = 0, weights = 0;
            for (var offset = 1 - halfWidthFrames; offset < halfWidthFrames; offset++)
            {
                var weight = halfWidthFrames - Math.Abs(offset);
                sum += weight * steps[Math.Clamp(frameIndex + offset, 0, steps.Length - 1)];
                weights += weight;
            }

            smooth[frameIndex] = weights > 0 ? sum / weights : steps[frameIndex];
        }

        return smooth;
    }
}
