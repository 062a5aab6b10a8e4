using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Settings of <see cref="MmseLogSpectralEnhancer"/>; the defaults suit speech.</summary>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="PriorSnrSmoothing">Weight of the last frame's speech in the prior SNR, 0 to 0.999; alpha in the paper. More means fewer musical tones and duller onsets.</param>
/// <param name="MinPriorSnrDb">Lowest prior SNR, dB, -60 to 0: how far a bin of pure noise is turned down.</param>
/// <param name="MaxAttenuationDb">Most that any bin is turned down, dB, 1 to 100.</param>
[Kind("mmse-lsa", "reduces noise: minimum mean-square error log-spectral amplitude, with a noise tracker that follows changing noise")]
public sealed record MmseLogSpectralOptions(
    double FrameSeconds = 0.032, double PriorSnrSmoothing = 0.97, double MinPriorSnrDb = -25, double MaxAttenuationDb = 30) : EnhancerOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool WorksInStretches => true;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(FrameSeconds is >= 0.008 and <= 0.128, $"FrameSeconds is {FrameSeconds}; use 0.008 to 0.128.")
        .Unless(PriorSnrSmoothing is >= 0 and <= 0.999, $"PriorSnrSmoothing is {PriorSnrSmoothing}; use 0 to 0.999.")
        .Unless(MinPriorSnrDb is >= -60 and <= 0, $"MinPriorSnrDb is {MinPriorSnrDb}; use -60 to 0.")
        .Unless(MaxAttenuationDb is >= 1 and <= 100, $"MaxAttenuationDb is {MaxAttenuationDb}; use 1 to 100.");

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new MmseLogSpectralEnhancer(this, sampleRateHz);
    }
}

/// <summary>Reduces noise: each bin of each frame is weighted so that the logarithm of the speech amplitude has the least mean-square error. Immutable.</summary>
/// <remarks>
/// Y. Ephraim and D. Malah, "Speech enhancement using a minimum mean-square error log-spectral amplitude estimator", IEEE ASSP-33(2), 1985 (gain, eq. 20) and ASSP-32(6), 1984
/// (decision-directed prior SNR, eq. 51); the noise is tracked by <see cref="NoiseTracker"/>. No delay: sample i of the result is sample i of the clip.
/// </remarks>
public sealed class MmseLogSpectralEnhancer : IEnhancer
{
    // 40 dB: above it the gain no longer changes.
    private const double MaxPosteriorSnr = 1e4;

    // Long clips go stretch by stretch, so that memory stays at some 70 MB; 4 s on both sides are enough for all recursions to forget where they started.
    private const int StretchSeconds = 60;
    private const int ContextSeconds = 4;

    private readonly int sampleRateHz;
    private readonly OverlapAdd frames;
    private readonly double priorSnrSmoothing;
    private readonly double minPriorSnr;
    private readonly double minGain;

    internal MmseLogSpectralEnhancer(MmseLogSpectralOptions options, int sampleRateHz)
    {
        this.sampleRateHz = sampleRateHz;
        frames = new OverlapAdd(options.FrameSeconds, sampleRateHz);
        priorSnrSmoothing = options.PriorSnrSmoothing;
        minPriorSnr = Math.Pow(10, options.MinPriorSnrDb / 10);
        minGain = Math.Pow(10, -options.MaxAttenuationDb / 20);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        if (clip.SampleRateHz != sampleRateHz) throw new ArgumentException($"The clip has {clip.SampleRateHz} Hz, this enhancer takes {sampleRateHz} Hz.", nameof(clip));
        var samples = clip.Samples.Span;
        int stretch = StretchSeconds * sampleRateHz, context = ContextSeconds * sampleRateHz;
        if (samples.Length <= stretch + 2 * context) return new Clip(EnhanceStretch(samples), sampleRateHz);
        var clean = new float[samples.Length];
        for (var start = 0; start < samples.Length; start += stretch)
        {
            var from = Math.Max(0, start - context);
            var enhanced = EnhanceStretch(samples[from..Math.Min(samples.Length, start + stretch + context)]);
            enhanced.AsSpan(start - from, Math.Min(stretch, samples.Length - start)).CopyTo(clean.AsSpan(start));
        }

        return new Clip(clean, sampleRateHz);
    }

    private float[] EnhanceStretch(ReadOnlySpan<float> samples)
    {
        int frameCount = frames.FrameCount(samples.Length), binCount = frames.BinCount;
        var power = new float[frameCount * binCount];
        var noise = new float[frameCount * binCount];
        var real = new float[binCount];
        var imaginary = new float[binCount];
        var scratch = new float[frames.ScratchLength];
        for (var t = 0; t < frameCount; t++)
        {
            frames.Analyse(samples, t, real, imaginary, scratch);
            SquaredMagnitude(real, imaginary, power.AsSpan(t * binCount, binCount));
        }

        NoiseTracker.Track(power, binCount, (double)frames.HopLength / sampleRateHz, noise);
        var clean = new float[samples.Length];
        var speechPower = new double[binCount];
        var gains = new float[binCount];
        for (var t = 0; t < frameCount; t++)
        {
            Gains(power.AsSpan(t * binCount, binCount), noise.AsSpan(t * binCount, binCount), isFirst: t == 0, speechPower, gains);
            frames.Analyse(samples, t, real, imaginary, scratch);
            TensorPrimitives.Multiply(real, gains, real);
            TensorPrimitives.Multiply(imaginary, gains, imaginary);
            frames.AddBack(real, imaginary, t, clean, scratch);
        }

        return clean;
    }

    // speechPower: what the last frame's speech was estimated to be, shape [bins]; becomes this frame's.
    private void Gains(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, bool isFirst, Span<double> speechPower, Span<float> gains)
    {
        for (var k = 0; k < power.Length; k++)
        {
            // Only a clip of nothing but zeros has noise of no power.
            var posteriorSnr = noise[k] > 0 ? Math.Min((double)power[k] / noise[k], MaxPosteriorSnr) : 0;
            var instantSnr = Math.Max(posteriorSnr - 1, 0);
            var priorSnr = isFirst || noise[k] == 0 ? instantSnr : priorSnrSmoothing * speechPower[k] / noise[k] + (1 - priorSnrSmoothing) * instantSnr;
            var gain = LogSpectralGain(Math.Max(priorSnr, minPriorSnr), posteriorSnr);
            speechPower[k] = gain * gain * power[k];
            gains[k] = (float)Math.Max(gain, minGain);
        }
    }

    /// <summary>G = xi / (1 + xi) exp(E1(v) / 2), v = gamma xi / (1 + xi); at most 1.</summary>
    /// <param name="priorSnr">xi, above 0.</param>
    /// <param name="posteriorSnr">gamma, at least 0.</param>
    internal static double LogSpectralGain(double priorSnr, double posteriorSnr)
    {
        var wiener = priorSnr / (1 + priorSnr);
        return Math.Min(1, wiener * Math.Exp(0.5 * ExponentialIntegral.E1(Math.Max(posteriorSnr * wiener, 1e-8))));
    }

    // destination[k] = real[k]^2 + imaginary[k]^2
    private static void SquaredMagnitude(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, Span<float> destination)
    {
        TensorPrimitives.Multiply(real, real, destination);
        TensorPrimitives.MultiplyAdd(imaginary, imaginary, destination, destination);
    }
}
