namespace SerLab.Corpora;

/// <summary>What happens between the lips and the file: room, level, background noise.</summary>
internal static class DemoRoom
{
    private const double TiltHz = 3000;
    private const double FirstReflectionSeconds = 0.007;
    private const double SecondReflectionSeconds = 0.019;
    private const double SecondOverFirstDb = -5;
    private const double NoiseCornerHz = 400;
    private const float HighestPeak = 0.9f;

    /// <summary>Colours the sound by two reflections and a gentle loss of treble.</summary>
    /// <param name="voice">Whose room it is.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="samples">Changed in place, shape [samples].</param>
    public static void Colour(DemoVoice voice, int sampleRateHz, Span<float> samples)
    {
        int firstSamples = (int)(FirstReflectionSeconds * sampleRateHz), secondSamples = (int)(SecondReflectionSeconds * sampleRateHz);
        var firstGain = (float)Math.Pow(10, voice.ReflectionDb / 20);
        var secondGain = (float)(firstGain * Math.Pow(10, SecondOverFirstDb / 20));
        for (var n = samples.Length - 1; n >= 0; n--)
        {
            if (n >= firstSamples) samples[n] += firstGain * samples[n - firstSamples];
            if (n >= secondSamples) samples[n] += secondGain * samples[n - secondSamples];
        }

        var pole = DemoSource.TiltPole(voice.RoomTiltDb, TiltHz / sampleRateHz);
        float past = 0;
        foreach (ref var sample in samples) sample = past = pole * past + (1 - pole) * sample;
    }

    /// <summary>Sets the level of the speech, adds background noise that falls with frequency, and keeps the peak below full scale.</summary>
    /// <param name="levelDb">Root mean square of the speech between its first and last sound, dB below full scale.</param>
    /// <param name="noiseRatioDb">Level of the speech over that of the noise, dB.</param>
    /// <param name="startSample">First sample of the speech.</param>
    /// <param name="endSample">Sample after its last.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="noise">White noise of variance 1, shape [samples]; only read.</param>
    /// <param name="samples">Changed in place, shape [samples].</param>
    public static void Record(double levelDb, double noiseRatioDb, int startSample, int endSample, int sampleRateHz, ReadOnlySpan<float> noise, Span<float> samples)
    {
        double power = 0;
        foreach (var sample in samples[startSample..endSample]) power += (double)sample * sample;
        power /= endSample - startSample;
        var gain = (float)(Math.Pow(10, levelDb / 20) / Math.Sqrt(power));
        var pole = (float)Math.Exp(-2 * Math.PI * NoiseCornerHz / sampleRateHz);
        var noiseGain = (float)(Math.Pow(10, (levelDb - noiseRatioDb) / 20) * Math.Sqrt(1 - pole * pole));
        float past = 0, peak = 0;
        for (var n = 0; n < samples.Length; n++)
        {
            past = pole * past + noise[n];
            samples[n] = gain * samples[n] + noiseGain * past;
            peak = Math.Max(peak, Math.Abs(samples[n]));
        }

        if (peak <= HighestPeak) return;
        foreach (ref var sample in samples) sample *= HighestPeak / peak;
    }
}
