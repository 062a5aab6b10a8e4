using SerLab.Numerics;

namespace SerLab.Enhancement.Quality;

/// <summary>Log-spectral distance: how far the short-time spectra lie from the clean ones, in dB. Holds the clean signal's spectra. Immutable.</summary>
/// <remarks>
/// I. Cohen, "Optimal speech enhancement under signal presence uncertainty using log-spectral amplitude estimator", IEEE Signal Processing Letters 9(4), 2002:
/// the mean over frames of the root mean square over bins of the difference in dB, both spectra confined to 50 dB below the clean signal's strongest bin.
/// Frames are the power of two of samples next to 32 ms, under a Hann window, every half frame; a last part of a frame is left out.
/// </remarks>
public sealed class LogSpectralDistance
{
    private const double FrameSeconds = 0.032;
    private const double RangeDb = 50;

    private readonly int sampleCount;
    private readonly double floor;
    private readonly float[] cleanDb;
    private readonly RealFft transform;
    private readonly float[] window;

    /// <param name="clean">The clean signal, shape [samples]; only read.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public LogSpectralDistance(ReadOnlySpan<float> clean, int sampleRateHz)
    {
        sampleCount = clean.Length;
        transform = new RealFft(1 << (int)Math.Round(Math.Log2(FrameSeconds * sampleRateHz)));
        window = new float[transform.Length];
        for (var i = 0; i < window.Length; i++) window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / window.Length));
        cleanDb = Power(clean);
        var most = 0f;
        foreach (var value in cleanDb) most = Math.Max(most, value);
        floor = Math.Max(most * Math.Pow(10, -RangeDb / 10), float.Epsilon);
        ToDb(cleanDb);
    }

    /// <summary>The distance, dB, 0 for equal spectra; NaN when the signal is shorter than one frame.</summary>
    /// <param name="estimate">What is judged, shape [samples]; only read.</param>
    /// <exception cref="ArgumentException">The length is not that of the clean signal.</exception>
    public double DistanceDb(ReadOnlySpan<float> estimate)
    {
        if (estimate.Length != sampleCount)
            throw new ArgumentException($"The estimate has {estimate.Length} samples, the clean signal {sampleCount}; give signals that match sample by sample.", nameof(estimate));
        var db = Power(estimate);
        ToDb(db);
        var (bins, sum) = (transform.BinCount, 0.0);
        for (var start = 0; start < db.Length; start += bins)
        {
            var squares = 0.0;
            for (var k = start; k < start + bins; k++) squares += ((double)db[k] - cleanDb[k]) * ((double)db[k] - cleanDb[k]);
            sum += Math.Sqrt(squares / bins);
        }

        return sum / (db.Length / bins);
    }

    // Power spectra, shape [frames x bins].
    private float[] Power(ReadOnlySpan<float> samples)
    {
        int length = transform.Length, bins = transform.BinCount, hop = length / 2;
        var frameCount = samples.Length < length ? 0 : 1 + (samples.Length - length) / hop;
        var power = new float[frameCount * bins];
        float[] frame = new float[length], real = new float[bins], imaginary = new float[bins], scratch = new float[transform.ScratchLength];
        for (var t = 0; t < frameCount; t++)
        {
            for (var i = 0; i < length; i++) frame[i] = window[i] * samples[t * hop + i];
            transform.Forward(frame, real, imaginary, scratch);
            for (var k = 0; k < bins; k++) power[t * bins + k] = real[k] * real[k] + imaginary[k] * imaginary[k];
        }

        return power;
    }

    private void ToDb(Span<float> power)
    {
        for (var i = 0; i < power.Length; i++) power[i] = (float)(10 * Math.Log10(Math.Max(power[i], floor)));
    }
}
