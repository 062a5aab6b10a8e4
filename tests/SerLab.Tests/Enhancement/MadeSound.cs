using SerLab.Audio;

namespace SerLab.Tests.Enhancement;

/// <summary>Sounds whose contents are known, and how far two sounds are apart.</summary>
internal static class MadeSound
{
    public const int RateHz = 16000;

    private static readonly Lazy<float[]> FourSeconds = new(MakeSyllables);

    /// <summary>Like speech in what matters here: harmonics of a gliding fundamental under two broad resonances, 4 syllables a second with pauses between.</summary>
    /// <param name="seconds">At most 4.</param>
    public static float[] Syllables(double seconds) => FourSeconds.Value[..(int)(seconds * RateHz)];

    private static float[] MakeSyllables()
    {
        var samples = new float[4 * RateHz];
        var phase = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            var time = (double)i / RateHz;
            var hz = 140 + 40 * Math.Sin(2 * Math.PI * 0.7 * time);
            phase += 2 * Math.PI * hz / RateHz;
            var loudness = Math.Pow(Math.Max(0, Math.Sin(2 * Math.PI * 4 * time)), 0.5);
            for (var h = 1; h * hz < 4000; h++) samples[i] += (float)(loudness * (Resonance(h * hz, 600) + 0.5 * Resonance(h * hz, 1800)) * Math.Sin(h * phase));
        }

        var loudest = samples.Max(Math.Abs);
        return [.. samples.Select(sample => (float)(sample / loudest * 0.3))];

        static double Resonance(double hz, double centreHz) => 1 / (1 + Math.Pow((hz - centreHz) / 250, 2));
    }

    public static float[] WhiteNoise(int count, double deviation, ulong seed = 1)
    {
        var chance = new RandomSource(seed).Open();
        return [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * chance.NextGaussian()))];
    }

    public static float[] Silence(double seconds) => new float[(int)(seconds * RateHz)];

    /// <summary>Speech with noise, repeated as needed, at a signal-to-noise ratio.</summary>
    public static float[] Mix(float[] speech, float[] noise, double snrDb)
    {
        var part = speech.Select((_, i) => noise[i % noise.Length]).ToArray();
        var scale = Math.Sqrt(Energy(speech) / Energy(part) / Math.Pow(10, snrDb / 10));
        return [.. speech.Select((sample, i) => (float)(sample + scale * part[i]))];
    }

    public static double Energy(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples) sum += (double)sample * sample;
        return sum;
    }

    /// <summary>Scale-invariant signal-to-distortion ratio, dB (J. Le Roux et al., ICASSP 2019).</summary>
    public static double SiSdrDb(float[] clean, ReadOnlySpan<float> estimate)
    {
        var scale = 0.0;
        for (var i = 0; i < clean.Length; i++) scale += (double)clean[i] * estimate[i];
        scale /= Energy(clean);
        var error = 0.0;
        for (var i = 0; i < clean.Length; i++) error += Math.Pow(estimate[i] - scale * clean[i], 2);
        return 10 * Math.Log10(scale * scale * Energy(clean) / error);
    }

    public static Clip ToClip(params float[][] parts) => new(parts.SelectMany(part => part).ToArray(), RateHz);
}
