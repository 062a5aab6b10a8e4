using System.Buffers;
using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>A clip's samples without their mean, with silence on both sides, so that every window of the grid is a plain slice. Only read.</summary>
/// <remarks>Lives in borrowed memory: <see cref="Dispose"/> gives it back for the next clip, and nothing can be read afterwards.</remarks>
public sealed class FramedSamples : IDisposable
{
    private readonly int margin;
    private float[] padded;

    private const double DefaultWindowSeconds = 0.2;

    /// <param name="clip">The clip; only read.</param>
    /// <param name="maxWindowSeconds">Longest window that will be asked for, seconds.</param>
    public FramedSamples(Clip clip, double maxWindowSeconds = DefaultWindowSeconds)
        : this(clip.Samples.Span, clip.SampleRateHz, maxWindowSeconds)
    {
    }

    private FramedSamples(ReadOnlySpan<float> samples, int sampleRateHz, double maxWindowSeconds)
    {
        Grid = new FrameGrid(sampleRateHz, samples.Length);
        margin = (int)Math.Ceiling(maxWindowSeconds * sampleRateHz);
        padded = ArrayPool<float>.Shared.Rent(samples.Length + 2 * margin);
        var mean = samples.Length == 0 ? 0 : TensorPrimitives.Sum(samples) / samples.Length;
        padded.AsSpan(0, margin).Clear();
        TensorPrimitives.Subtract(samples, mean, padded.AsSpan(margin, samples.Length));
        padded.AsSpan(margin + samples.Length, margin).Clear();
    }

    /// <summary>The same samples at another rate.</summary>
    /// <param name="resampler">From the rate of these samples to the other.</param>
    /// <param name="maxWindowSeconds">Longest window that will be asked for, seconds.</param>
    internal FramedSamples AtRateOf(Resampler resampler, double maxWindowSeconds = DefaultWindowSeconds)
    {
        using var resampled = new Borrowed<float>(resampler.CountOf(Samples.Length));
        resampler.Resample(Samples, resampled.Span);
        return new FramedSamples(resampled.Span, resampler.ToHz, maxWindowSeconds);
    }

    /// <summary>The frames.</summary>
    public FrameGrid Grid { get; }

    /// <summary>The clip's samples less their mean, shape [samples].</summary>
    public ReadOnlySpan<float> Samples => padded.AsSpan(margin, Grid.SampleCount);

    /// <summary>Samples from a place in the clip, zeros outside it.</summary>
    /// <param name="firstSample">Where to begin; up to the longest window before the clip's start.</param>
    /// <param name="length">How many.</param>
    public ReadOnlySpan<float> From(int firstSample, int length) => padded.AsSpan(margin + firstSample, length);

    /// <summary>The window centred on a frame, shape [<paramref name="length"/>].</summary>
    public ReadOnlySpan<float> Window(int frameIndex, int length) => From(Grid.FirstSample(frameIndex, length), length);

    /// <inheritdoc/>
    public void Dispose()
    {
        var mine = padded;
        padded = [];
        if (mine.Length > 0) ArrayPool<float>.Shared.Return(mine);
    }
}
