using SerLab.Audio;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Speeds that clips are played at, by resampling.</summary>
internal static class PlaybackSpeed
{
    /// <summary>Lowest speed.</summary>
    public const double Min = 0.5;

    /// <summary>Highest speed.</summary>
    public const double Max = 2;

    // A speed is a ratio of rates, and the finer its steps are, the more filters have to be made for it. 1/200 is 9 cents near 1, just noticeable in a tone.
    private const int StepsPerUnit = 200;

    // The rates of the ratio, not of any clip, large enough for a resampler.
    private const int HzPerStep = 10;

    // What a copy's spectrum hides below -80 dB, no recording of speech shows.
    private static readonly ResamplerOptions Quality = new(StopBandDb: 80);

    /// <summary>The speed that is played for a wanted one: the nearest multiple of 1/200.</summary>
    public static double Nearest(double factor) => Math.Round(factor * StepsPerUnit) / StepsPerUnit;

    /// <summary>The clip at <see cref="Nearest"/> to a speed: n samples become ceil(n / speed), every frequency times the speed, the rate stays.</summary>
    /// <param name="clip">The clip; only read.</param>
    /// <param name="factor">The wanted speed, <see cref="Min"/> to <see cref="Max"/>.</param>
    public static Clip Changed(Clip clip, double factor)
    {
        var resampler = new Resampler((int)Math.Round(factor * StepsPerUnit) * HzPerStep, StepsPerUnit * HzPerStep, Quality);
        return new Clip(resampler.Resample(new Clip(clip.Samples, resampler.FromHz)).Samples, clip.SampleRateHz);
    }
}
