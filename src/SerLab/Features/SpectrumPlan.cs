using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>Power spectra of a clip's frames under a Hamming window of one length. Immutable: one instance serves every thread.</summary>
/// <remarks>The bins of a frame sum to the mean square of its windowed samples (Parseval), so a full-scale sine gives 0.5 at every window length and sample rate.</remarks>
public sealed class SpectrumPlan
{
    private readonly RealFft fft;
    private readonly float[] window;

    /// <param name="windowSeconds">Length of the window, seconds.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public SpectrumPlan(double windowSeconds, int sampleRateHz)
    {
        (WindowSeconds, SampleRateHz) = (windowSeconds, sampleRateHz);
        WindowLength = (int)Math.Round(windowSeconds * sampleRateHz);
        fft = new RealFft(Math.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)WindowLength)));
        window = new float[WindowLength];
        for (var n = 0; n < WindowLength; n++) window[n] = (float)(0.54 - 0.46 * Math.Cos(2 * Math.PI * (n + 0.5) / WindowLength));
        // |X|^2 of both halves of the spectrum sums to N sum w^2 x^2; with this factor one half sums to the weighted mean square.
        var scale = Math.Sqrt(2.0 / (fft.Length * (double)TensorPrimitives.SumOfSquares<float>(window)));
        TensorPrimitives.Multiply(window, (float)scale, window);
    }

    /// <summary>Length of the window, seconds.</summary>
    public double WindowSeconds { get; }

    /// <summary>Samples per second.</summary>
    public int SampleRateHz { get; }

    /// <summary>Length of the window, samples.</summary>
    public int WindowLength { get; }

    /// <summary>The window, scaled as the spectra are, shape [<see cref="WindowLength"/>].</summary>
    internal ReadOnlySpan<float> Window => window;

    /// <summary>Frequency bins, from 0 Hz to half the sample rate.</summary>
    public int BinCount => fft.BinCount;

    /// <summary>Distance between bins, Hz.</summary>
    public double BinHz => (double)SampleRateHz / fft.Length;

    /// <summary>First bin at or above a frequency.</summary>
    public int BinAt(double hz) => Math.Clamp((int)Math.Ceiling(hz / BinHz - 1e-9), 0, BinCount);

    /// <summary>Power spectra of all frames.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="destination">Power, shape [frames x <see cref="BinCount"/>].</param>
    public void Measure(FramedSamples samples, Span<float> destination)
    {
        var frame = new float[fft.Length];
        var real = new float[BinCount];
        var imaginary = new float[BinCount];
        var scratch = new float[fft.ScratchLength];
        for (var i = 0; i < samples.Grid.Count; i++)
        {
            TensorPrimitives.Multiply(samples.Window(i, WindowLength), window, frame);
            fft.Forward(frame, real, imaginary, scratch);
            var power = destination.Slice(i * BinCount, BinCount);
            TensorPrimitives.Multiply(real, real, power);
            TensorPrimitives.MultiplyAdd(imaginary, imaginary, power, power);
            power[0] *= 0.5f;
            power[^1] *= 0.5f;
        }
    }
}
