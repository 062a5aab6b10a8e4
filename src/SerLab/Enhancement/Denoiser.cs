using System.Buffers;
using System.Numerics.Tensors;
using SerLab.Audio;

namespace SerLab.Enhancement;

/// <summary>Takes noise away: short-time spectra, the noise in them, a gain for every bin, and back. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// No shift: sample i of the result is sample i of the clip, in both modes. In the two-pass mode (a) <see cref="LookAhead"/> follows the noise from both sides and (b) the
/// gain rule runs forwards and backwards, and a bin gets the mean of its two gains: what a decision-directed rule learns one frame late at an onset it knows in time when it
/// comes from behind. (I. Cohen, "Relaxed statistical model for speech enhancement and a priori SNR estimation", IEEE TSAP 13(5), 2005, shows that non-causal estimates
/// serve onsets and weak speech; taking the mean of two causal passes is ours.)
/// </remarks>
public sealed class Denoiser : IEnhancer
{
    private readonly DenoiserOptions options;
    private readonly int sampleRateHz;
    private readonly OverlapAdd frames;

    internal Denoiser(DenoiserOptions options, int sampleRateHz) =>
        (this.options, this.sampleRateHz, frames) = (options, sampleRateHz, new OverlapAdd(options.FrameSeconds, sampleRateHz));

    /// <summary>How late sound leaves a stream, seconds.</summary>
    public double LatencySeconds => options.LatencySeconds(sampleRateHz);

    /// <summary>A stream that takes sound block by block; its output is what <see cref="DenoiserMode.Streaming"/> makes of the whole, bit for bit.</summary>
    public DenoiserStream Open() => new(options, frames, sampleRateHz);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        return new Clip(options.Mode == DenoiserMode.Streaming ? EnhanceAsStream(clip.Samples.Span) : EnhanceWhole(clip), sampleRateHz);
    }

    private ReadOnlyMemory<float> EnhanceAsStream(ReadOnlySpan<float> samples)
    {
        var clean = new ArrayBufferWriter<float>(Math.Max(1, samples.Length));
        var stream = Open();
        stream.Push(samples, clean);
        stream.Finish(clean);
        return clean.WrittenMemory;
    }

    // Stretch by stretch, so that beside the clips themselves 30 MB are enough.
    private float[] EnhanceWhole(Clip clip)
    {
        var clean = new float[clip.Samples.Length];
        var done = 0;
        foreach (var stretch in Sound.Of(clip))
        {
            var (first, count) = stretch.Core(sampleRateHz, stretch.Clip.Samples.Length);
            EnhanceStretch(stretch.Clip.Samples.Span).AsSpan(first, count).CopyTo(clean.AsSpan(done));
            done += count;
        }

        return clean;
    }

    private float[] EnhanceStretch(ReadOnlySpan<float> samples)
    {
        int frameCount = frames.FrameCount(samples.Length), binCount = frames.BinCount;
        var grid = frames.Grid(sampleRateHz);
        float[] power = new float[frameCount * binCount], noise = new float[power.Length], gains = new float[power.Length];
        float[] real = new float[binCount], imaginary = new float[binCount], scratch = new float[frames.ScratchLength];
        for (var t = 0; t < frameCount; t++)
        {
            frames.Analyse(samples, t, real, imaginary, scratch);
            SpectralPower.Of(real, imaginary, frames.Coverage(samples.Length, t), power.AsSpan(t * binCount, binCount));
        }

        LookAhead.Track(power, binCount, options.NewTracker(grid), noise);
        TensorPrimitives.Max(noise, SpectralPower.Least, noise);
        WeighBothWays(power, noise, grid, gains);
        var clean = new float[samples.Length];
        for (var t = 0; t < frameCount; t++)
        {
            frames.Analyse(samples, t, real, imaginary, scratch);
            TensorPrimitives.Multiply(real, gains.AsSpan(t * binCount, binCount), real);
            TensorPrimitives.Multiply(imaginary, gains.AsSpan(t * binCount, binCount), imaginary);
            frames.AddBack(real, imaginary, t, clean, scratch);
        }

        return clean;
    }

    // Each gain is the mean of the forward and the backward rule's; all shapes [frames x bins].
    private void WeighBothWays(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, SpectrumGrid grid, Span<float> gains)
    {
        int binCount = grid.BinCount, frameCount = power.Length / binCount;
        var (forwards, backwards) = (options.NewRule(grid), options.NewRule(grid));
        for (var t = 0; t < frameCount; t++) forwards.Weigh(Frame(power, t), Frame(noise, t), gains.Slice(t * binCount, binCount));
        var other = new float[binCount];
        for (var t = frameCount - 1; t >= 0; t--)
        {
            backwards.Weigh(Frame(power, t), Frame(noise, t), other);
            var mean = gains.Slice(t * binCount, binCount);
            TensorPrimitives.Add(mean, other, mean);
            TensorPrimitives.Multiply(mean, 0.5f, mean);
            TensorPrimitives.Max(mean, options.MinGain, mean);
        }

        ReadOnlySpan<float> Frame(ReadOnlySpan<float> all, int t) => all.Slice(t * binCount, binCount);
    }
}
