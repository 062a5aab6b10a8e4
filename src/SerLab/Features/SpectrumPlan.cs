using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>Power spectra of a clip's frames under a Hamming window of one length. Immutable: one instance serves every thread.</summary>
/// <remarks>The bins of a frame sum to the mean square of its windowed samples (Parseval), so a full-scale sine gives 0.5 at every window length and sample rate.</remarks>
public sealed class SpectrumPlan
{
    /// <summary>Frames that are transformed at once, one in each lane of the vectors.</summary>
    internal const int Lanes = LaneTranspose.Lanes;

    private readonly LaneFft<float> fft;

    // With zeros behind it to a whole number of vectors.
    private readonly float[] window;

    /// <param name="windowSeconds">Length of the window, seconds.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public SpectrumPlan(double windowSeconds, int sampleRateHz)
    {
        (WindowSeconds, SampleRateHz) = (windowSeconds, sampleRateHz);
        WindowLength = (int)Math.Round(windowSeconds * sampleRateHz);
        fft = new LaneFft<float>(Math.Max(8, (int)BitOperations.RoundUpToPowerOf2((uint)WindowLength)));
        window = new float[(WindowLength + Lanes - 1) / Lanes * Lanes];
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
    internal ReadOnlySpan<float> Window => window.AsSpan(0, WindowLength);

    /// <summary>Frequency bins, from 0 Hz to half the sample rate.</summary>
    public int BinCount => fft.BinCount;

    /// <summary>Distance between bins, Hz.</summary>
    public double BinHz => (double)SampleRateHz / fft.Length;

    /// <summary>Vectors of scratch that <see cref="MeasureLanes"/> needs.</summary>
    internal int ScratchLength => fft.Length;

    /// <summary>First bin at or above a frequency.</summary>
    public int BinAt(double hz) => Math.Clamp((int)Math.Ceiling(hz / BinHz - 1e-9), 0, BinCount);

    /// <summary>Power spectra of all frames.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="destination">Power, shape [frames x <see cref="BinCount"/>].</param>
    public void Measure(FramedSamples samples, Span<float> destination) => Measure(samples, 0, samples.Grid.Count, destination);

    /// <summary>Power spectra of frames in a row.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="firstFrame">Where to begin.</param>
    /// <param name="frameCount">How many frames, all within the clip.</param>
    /// <param name="destination">Power, shape [frameCount x <see cref="BinCount"/>].</param>
    public void Measure(FramedSamples samples, int firstFrame, int frameCount, Span<float> destination)
    {
        using var scratch = new Borrowed<Vector256<float>>(ScratchLength);
        using var power = new Borrowed<Vector256<float>>(BinCount);
        for (var done = 0; done < frameCount; done += Lanes)
        {
            MeasureLanes(samples, firstFrame + done, scratch.Span, power.Span);
            LaneTranspose.ToRows(power.Span, Math.Min(Lanes, frameCount - done), destination[(done * BinCount)..]);
        }
    }

    /// <summary>Power spectra of eight frames in a row, one in each lane; behind the clip's last frame lanes repeat it.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="firstFrame">The frame of lane 0.</param>
    /// <param name="scratch">Shape [<see cref="ScratchLength"/>]; overwritten.</param>
    /// <param name="power">Power, shape [<see cref="BinCount"/>].</param>
    internal void MeasureLanes(FramedSamples samples, int firstFrame, Span<Vector256<float>> scratch, Span<Vector256<float>> power)
    {
        Span<int> starts = stackalloc int[Lanes];
        for (var lane = 0; lane < Lanes; lane++) starts[lane] = samples.Grid.FirstSample(Math.Min(firstFrame + lane, samples.Grid.Count - 1), WindowLength);
        for (var n = 0; n < window.Length; n += Lanes)
        {
            var weights = Vector256.Create(window.AsSpan(n, Lanes));
            var block = scratch.Slice(n, Lanes);
            for (var lane = 0; lane < Lanes; lane++) block[lane] = weights * Vector256.Create(samples.From(starts[lane] + n, Lanes));
            LaneTranspose.Turn(block);
        }

        scratch[window.Length..].Clear();
        fft.Power(scratch, power);
        (power[0], power[^1]) = (power[0] * 0.5f, power[^1] * 0.5f);
    }
}
