using SerLab.Audio;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Speeds that clips are played at, by resampling.</summary>
internal static class PlaybackSpeed
{
    /// <summary>Lowest speed.</summary>
    public const double Min = 0.5;

    /// <summary>Highest speed.</summary>
    public const double Max = 2;

    // A speed is a ratio of rates, and the finer its steps are, the more filters have to be made for it: 1/250 is 7 cents near 1, finer than anyone minds in speech.
    private const int StepsPerUnit = 250;

    // The rates of the ratio, not of any clip, large enough for a resampler.
    private const int HzPerStep = 8;

    // A filter is made for nearly every copy, so it is a short one: what it leaves of images lies under the noise of any recording.
    private static readonly ResamplerOptions Quality = new(StopBandDb: 70, PassBandShare: 0.92);

    /// <summary>The speed that is played for a wanted one: the nearest multiple of 1/250.</summary>
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
