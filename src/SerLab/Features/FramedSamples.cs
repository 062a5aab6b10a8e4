using System.Numerics.Tensors;
using SerLab.Audio;

namespace SerLab.Features;

/// <summary>A clip's samples without their mean, with silence on both sides, so that every window of the grid is a plain slice. Immutable.</summary>
public sealed class FramedSamples
{
    private readonly float[] padded;
    private readonly int margin;

    /// <param name="clip">The clip; only read.</param>
    /// <param name="maxWindowSeconds">Longest window that will be asked for, seconds.</param>
    public FramedSamples(Clip clip, double maxWindowSeconds = 0.2)
    {
        Grid = new FrameGrid(clip.SampleRateHz, clip.Samples.Length);
        margin = (int)Math.Ceiling(maxWindowSeconds * clip.SampleRateHz);
        padded = new float[clip.Samples.Length + 2 * margin];
        var mean = clip.Samples.Length == 0 ? 0 : TensorPrimitives.Sum(clip.Samples.Span) / clip.Samples.Length;
        TensorPrimitives.Subtract(clip.Samples.Span, mean, padded.AsSpan(margin, clip.Samples.Length));
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
}
