using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Enhancement;

/// <summary>Short-time spectra of a clip and back: an unchanged spectrum gives the samples back, at the same places. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// Frames overlap by three quarters under the square root of Hann's window, once before the transform and once after it, so that the windows' squares add up to 2
/// everywhere (D. Griffin and J. Lim, IEEE ASSP-32(2), 1984). The signal is taken as silent outside the clip; the first frame ends one hop into it.
/// </remarks>
internal sealed class OverlapAdd
{
    private const int FramesOverOneSample = 4;

    private readonly RealFft transform;
    private readonly float[] window;

    // Share of the window's energy that lies before its sample i, 0 to 1, shape [FrameLength + 1].
    private readonly double[] energyBefore;

    /// <param name="frameSeconds">Wished length of a frame, seconds; the power of two next to it (in ratio) is taken.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public OverlapAdd(double frameSeconds, int sampleRateHz)
    {
        FrameLength = LengthOf(frameSeconds, sampleRateHz);
        transform = new RealFft(FrameLength);
        window = new float[FrameLength];
        energyBefore = new double[FrameLength + 1];
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = (float)Math.Sin(Math.PI * (i + 0.5) / window.Length);
            energyBefore[i + 1] = energyBefore[i] + 2.0 * window[i] * window[i] / window.Length;
        }
    }

    /// <summary>Samples of a frame: the power of two next to the wished length, 8 to 2^20.</summary>
    public static int LengthOf(double frameSeconds, int sampleRateHz) => 1 << Math.Clamp((int)Math.Round(Math.Log2(frameSeconds * sampleRateHz)), 3, 20);

    /// <summary>Samples of a frame, a power of two.</summary>
    public int FrameLength { get; }

    /// <summary>Samples from one frame to the next.</summary>
    public int HopLength => FrameLength / FramesOverOneSample;

    /// <summary>Number of frequency bins, from 0 Hz to half the sample rate.</summary>
    public int BinCount => transform.BinCount;

    /// <summary>Floats that <see cref="Analyse"/> and <see cref="AddBack"/> need as scratch.</summary>
    public int ScratchLength => FrameLength + transform.ScratchLength;

    /// <summary>The grid of the spectra.</summary>
    public SpectrumGrid Grid(int sampleRateHz) => new(BinCount, (double)sampleRateHz / FrameLength, (double)HopLength / sampleRateHz);

    /// <summary>Frames that cover every sample of a clip <see cref="FramesOverOneSample"/> times.</summary>
    public int FrameCount(int sampleCount) => sampleCount == 0 ? 0 : (sampleCount + FrameLength - HopLength + HopLength - 1) / HopLength;

    /// <summary>The frame that begins with a clip's first sample.</summary>
    public const int FirstWholeFrame = FramesOverOneSample - 1;

    /// <summary>Where a frame begins: its first sample's index in the clip, below 0 for the first frames.</summary>
    public int FrameStart(int frameIndex) => (frameIndex + 1) * HopLength - FrameLength;

    /// <summary>Share of the window's energy under which samples of the clip lie, above 0 to 1; less than 1 only for frames over the clip's ends.</summary>
    public float Coverage(int sampleCount, int frameIndex)
    {
        var (offset, count, _) = Overlap(sampleCount, frameIndex);
        return CoverageOf(offset, count);
    }

    /// <summary>Share of the window's energy in a part of it, above 0 to 1.</summary>
    /// <param name="offset">The part's first sample, from the window's start.</param>
    /// <param name="count">Its number of samples, at least 1.</param>
    public float CoverageOf(int offset, int count) => count == FrameLength ? 1 : (float)(energyBefore[offset + count] - energyBefore[offset]);

    /// <summary>Spectrum of a frame of a clip.</summary>
    /// <param name="samples">The whole clip, shape [samples]; only read.</param>
    /// <param name="frameIndex">0 to <see cref="FrameCount"/> - 1.</param>
    /// <param name="real">Shape [bins].</param>
    /// <param name="imaginary">Shape [bins].</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats; overwritten.</param>
    public void Analyse(ReadOnlySpan<float> samples, int frameIndex, Span<float> real, Span<float> imaginary, Span<float> scratch)
    {
        var frame = scratch[..FrameLength];
        var (offset, count, place) = Overlap(samples.Length, frameIndex);
        frame.Clear();
        TensorPrimitives.Multiply(samples.Slice(place, count), window.AsSpan(offset, count), frame.Slice(offset, count));
        transform.Forward(frame, real, imaginary, scratch[FrameLength..]);
    }

    /// <summary>Adds a frame's spectrum to the clip that is being made; when every frame has been added it is whole.</summary>
    /// <param name="real">Shape [bins]; only read.</param>
    /// <param name="imaginary">Shape [bins]; only read.</param>
    /// <param name="frameIndex">0 to <see cref="FrameCount"/> - 1.</param>
    /// <param name="samples">The whole clip, shape [samples]; zeros before the first frame.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats; overwritten.</param>
    public void AddBack(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, int frameIndex, Span<float> samples, Span<float> scratch)
    {
        var frame = scratch[..FrameLength];
        transform.Inverse(real, imaginary, frame, scratch[FrameLength..]);
        var (offset, count, place) = Overlap(samples.Length, frameIndex);
        var part = frame.Slice(offset, count);
        TensorPrimitives.Multiply(part, window.AsSpan(offset, count), part);
        TensorPrimitives.MultiplyAdd(part, 2f / FramesOverOneSample, samples.Slice(place, count), samples.Slice(place, count));
    }

    // The part of a frame that lies in the clip: from which of its samples on, how many, and where in the clip.
    private (int Offset, int Count, int Place) Overlap(int sampleCount, int frameIndex)
    {
        var start = FrameStart(frameIndex);
        var offset = Math.Max(0, -start);
        return (offset, Math.Min(FrameLength, sampleCount - start) - offset, start + offset);
    }
}
