using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>What loudness is measured by.</summary>
public enum LoudnessMeasure
{
    /// <summary>Integrated loudness of ITU-R BS.1770-4, LUFS.</summary>
    Integrated,

    /// <summary>Root mean square over the whole clip, dB of full scale.</summary>
    Rms,
}

/// <summary>Brings clips to one loudness by one gain; silence stays as it is.</summary>
/// <param name="TargetDb">The loudness to reach, LUFS or dB of full scale, -70 to 0; -23 is EBU R 128's.</param>
/// <param name="Measure">What it is measured by.</param>
/// <param name="MaxPeakDb">Highest sample that may come of it, dB of full scale, -20 to 0: the gain stops there, and the target is missed rather than a peak clipped.</param>
[Kind("normalise-loudness", "brings clips to one loudness (ITU-R BS.1770-4 or RMS) by one gain, without clipping")]
public sealed record NormaliseLoudnessOptions(double TargetDb = -23, LoudnessMeasure Measure = LoudnessMeasure.Integrated, double MaxPeakDb = -1) : EnhancerOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(TargetDb is >= -70 and <= 0, $"TargetDb is {TargetDb}; use -70 to 0.")
        .Unless(MaxPeakDb is >= -20 and <= 0, $"MaxPeakDb is {MaxPeakDb}; use -20 to 0.");

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new LoudnessNormaliser(this, sampleRateHz);
    }
}

/// <summary>Brings clips to one loudness. Immutable.</summary>
internal sealed class LoudnessNormaliser : IEnhancer
{
    private readonly NormaliseLoudnessOptions options;
    private readonly int sampleRateHz;

    public LoudnessNormaliser(NormaliseLoudnessOptions options, int sampleRateHz) => (this.options, this.sampleRateHz) = (options, sampleRateHz);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        var peak = clip.Samples.Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(clip.Samples.Span));
        if (peak == 0) return clip;

        // Measured with its peak at full scale: of a quiet clip the meter's absolute gate would take the quieter parts for silence, and the same clip, louder, would come out otherwise.
        var full = Scaled(clip, 1 / peak);
        var loudnessDb = options.Measure == LoudnessMeasure.Rms ? LoudnessMeter.RmsDb(full) : LoudnessMeter.IntegratedLufs(full);
        return double.IsNegativeInfinity(loudnessDb) ? clip : Scaled(full, (float)Math.Pow(10, Math.Min(options.TargetDb - loudnessDb, options.MaxPeakDb) / 20));
    }

    private static Clip Scaled(Clip clip, float gain)
    {
        var scaled = new float[clip.Samples.Length];
        TensorPrimitives.Multiply(clip.Samples.Span, gain, scaled);
        return new Clip(scaled, clip.SampleRateHz);
    }
}
