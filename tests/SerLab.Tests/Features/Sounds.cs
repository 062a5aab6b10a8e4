using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;

namespace SerLab.Tests.Features;

/// <summary>Signals whose properties are known because they were made that way.</summary>
internal static class Sounds
{
    public const int RateHz = 16000;

    public static Clip Silence(double seconds = 1) => new(new float[(int)(seconds * RateHz)], RateHz);

    public static Clip Tone(double hz, double seconds = 1, double amplitude = 0.5, int rateHz = RateHz) =>
        Make(seconds, t => amplitude * Math.Sin(2 * Math.PI * hz * t), rateHz);

    /// <summary>F0 that runs evenly on the logarithmic scale, with five harmonics.</summary>
    public static Clip Glide(double fromHz, double toHz, double seconds)
    {
        var rate = Math.Log(toHz / fromHz) / seconds;
        return Make(seconds, t =>
        {
            var phase = 2 * Math.PI * fromHz * (Math.Exp(rate * t) - 1) / rate;
            return Enumerable.Range(1, 5).Sum(h => 0.15 / h * Math.Sin(h * phase));
        });
    }

    public static Clip Noise(double seconds = 1, double amplitude = 0.1, ulong seed = 1)
    {
        var stream = new RandomSource(seed).For("noise").Open();
        return Make(seconds, _ => amplitude * stream.NextGaussian());
    }

    /// <summary>Glottal pulses through resonators in cascade (D. Klatt, JASA 67(3), 1980, section II.A), with fade-in and fade-out.</summary>
    public static Clip Vowel(double f0Hz, double[] formantsHz, double seconds = 1, double bandwidthHz = 80) =>
        Pulsed(seconds, _ => f0Hz, formantsHz, bandwidthHz);

    /// <summary>The same with an F0 that changes; asked for at every sample, in order.</summary>
    public static Clip Pulsed(double seconds, Func<double, double> f0Hz, double[] formantsHz, double bandwidthHz = 80) =>
        new(Resonate([.. Pulses(seconds, f0Hz)], formantsHz, bandwidthHz), RateHz);

    /// <summary>Vowel-like bursts with falling pitch and silence between them, over faint noise.</summary>
    public static Clip SpeechLike(int syllables = 5, double syllableSeconds = 0.14, double gapSeconds = 0.08)
    {
        var cycle = syllableSeconds + gapSeconds;
        var seconds = syllables * cycle + gapSeconds;
        var voice = Resonate([.. Pulses(seconds, t => 180 - 30 * t)], [600, 1400, 2500], 90);
        var stream = new RandomSource(3).For("breath").Open();
        for (var n = 0; n < voice.Length; n++)
        {
            var t = (double)n / RateHz - gapSeconds;
            var inside = t - Math.Floor(t / cycle) * cycle;
            var gain = t >= 0 && inside < syllableSeconds ? Math.Sin(Math.PI * inside / syllableSeconds) : 0;
            voice[n] = (float)(gain * voice[n] + 0.0005 * stream.NextGaussian());
        }

        return new Clip(voice, RateHz);
    }

    public static Clip Scaled(Clip clip, double gain) => new(clip.Samples.ToArray().Select(x => (float)(gain * x)).ToArray(), clip.SampleRateHz);

    public static ClipAnalysis Analyse(Clip clip) => new(clip, new AnalysisPlan(clip.SampleRateHz, new PitchTrackerOptions()));

    /// <summary>One column of a descriptor, shape [frames].</summary>
    public static float[] Column(DescriptorOptions descriptor, Clip clip, string name)
    {
        var product = descriptor.Prepare(clip.SampleRateHz);
        var analysis = Analyse(clip);
        var rows = new float[analysis.Grid.Count * product.Columns.Count];
        product.Describe(analysis, rows);
        var column = product.Columns.ToList().FindIndex(candidate => candidate.Name == name);
        Assert.True(column >= 0, $"no column {name}");
        return [.. Enumerable.Range(0, analysis.Grid.Count).Select(frame => rows[frame * product.Columns.Count + column])];
    }

    public static float Middle(float[] contour) => contour[contour.Length / 2];

    public static Clip Make(double seconds, Func<double, double> at, int rateHz = RateHz) =>
        new(Enumerable.Range(0, (int)(seconds * rateHz)).Select(n => (float)at((double)n / rateHz)).ToArray(), rateHz);

    /// <summary>A pulse train, each pulse between two samples where it belongs.</summary>
    public static IEnumerable<double> Pulses(double seconds, Func<double, double> f0Hz)
    {
        var phase = 0.0;
        var carried = 0.0;
        for (var n = 0; n < (int)(seconds * RateHz); n++)
        {
            var step = f0Hz((double)n / RateHz) / RateHz;
            phase += step;
            var now = carried;
            carried = 0;
            if (phase >= 1)
            {
                phase -= 1;
                var share = phase / step;
                now += share;
                carried = 1 - share;
            }

            yield return now;
        }
    }

    private static float[] Resonate(double[] samples, double[] formantsHz, double bandwidthHz)
    {
        // The glottal pulse falls by 12 dB per octave, radiation at the lips rises by 6.
        for (var n = 1; n < samples.Length; n++) samples[n] += 0.97 * samples[n - 1];
        foreach (var hz in formantsHz)
        {
            var c = -Math.Exp(-2 * Math.PI * bandwidthHz / RateHz);
            var b = 2 * Math.Exp(-Math.PI * bandwidthHz / RateHz) * Math.Cos(2 * Math.PI * hz / RateHz);
            double one = 0, two = 0;
            for (var n = 0; n < samples.Length; n++)
            {
                var y = (1 - b - c) * samples[n] + b * one + c * two;
                (two, one) = (one, y);
                samples[n] = y;
            }
        }

        var peak = samples.Max(Math.Abs);
        return [.. samples.Select(x => (float)(0.5 * x / peak))];
    }
}
