using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Enhancement;

/// <summary>Finds the lines of the mains in a clip: what stands out of the spectrum even where it is weakest. Immutable.</summary>
/// <remarks>
/// A voice moves and pauses, hum does not: of frames of half a second or more, the power that each bin exceeds in 9 of 10 of them is compared with the median of its surroundings,
/// the idea of minimum statistics (R. Martin, IEEE TSAP 9(5), 2001) for lines. Clips of fewer than four frames (a second) are too short to tell and count as free of hum.
/// </remarks>
internal sealed class HumDetector
{
    private const double FrameSeconds = 0.5;
    private const double Quantile = 0.1;
    private const int MinFrames = 4;

    // The mains wander by some 0.2 Hz, harmonics in proportion; lines must be nearer than that to be the mains' at all.
    private const double MainsToleranceHz = 0.25;
    private const double SurroundingsHz = 20;

    private readonly RemoveHumOptions options;
    private readonly int sampleRateHz;
    private readonly RealFft transform;
    private readonly double binHz;

    public HumDetector(RemoveHumOptions options, int sampleRateHz)
    {
        (this.options, this.sampleRateHz) = (options, sampleRateHz);
        transform = new RealFft(1 << (int)Math.Ceiling(Math.Log2(FrameSeconds * sampleRateHz)));
        binHz = (double)sampleRateHz / transform.Length;
    }

    /// <summary>The frequencies of the lines that were found, Hz, rising.</summary>
    /// <exception cref="ArgumentException">The clip has another rate than the detector was prepared for.</exception>
    public IReadOnlyList<double> Lines(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        var weakest = WeakestPower(clip.Samples.Span);
        if (weakest.Length == 0) return [];
        double[] mains = options.MainsHz is { } one ? [one] : [50, 60];
        return mains.Select(hz => LinesOf(hz, weakest)).MaxBy(lines => lines.Count) ?? [];
    }

    private List<double> LinesOf(double mainsHz, double[] weakest)
    {
        var lines = new List<double>();
        for (var h = 1; h * mainsHz <= options.MaxHz && h * mainsHz + SurroundingsHz < sampleRateHz / 2.0; h++)
        {
            var reach = Math.Max(1, (int)Math.Ceiling(h * MainsToleranceHz / binHz));
            var centre = (int)Math.Round(h * mainsHz / binHz);
            var peak = Enumerable.Range(centre - reach, 2 * reach + 1).MaxBy(k => weakest[k]);
            if (Prominence(weakest, peak) >= options.MinProminenceDb) lines.Add(Refined(weakest, peak));
        }

        return lines;
    }

    // dB over the median of the bins around it, its own main lobe left out.
    private double Prominence(double[] weakest, int peak)
    {
        var reach = (int)(SurroundingsHz / binHz);
        var around = Enumerable.Range(Math.Max(1, peak - reach), 2 * reach + 1).Where(k => Math.Abs(k - peak) > 3 && k < weakest.Length).Select(k => weakest[k]).Order().ToArray();
        return weakest[peak] > 0 ? 10 * Math.Log10(weakest[peak] / Math.Max(around[around.Length / 2], 1e-10 * weakest[peak])) : double.NegativeInfinity;
    }

    // The vertex of the parabola through the levels at the peak and beside it.
    private double Refined(double[] weakest, int peak)
    {
        double left = Level(peak - 1), centre = Level(peak), right = Level(peak + 1);
        var bend = left - 2 * centre + right;
        return binHz * (peak + (bend < 0 ? Math.Clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0));

        double Level(int k) => Math.Log(Math.Max(weakest[k], 1e-10 * weakest[peak]));
    }

    // Per bin the 10 % quantile of the power over frames that overlap by three quarters; empty when there are too few of them.
    private double[] WeakestPower(ReadOnlySpan<float> samples)
    {
        int length = transform.Length, hop = length / 4, frameCount = samples.Length < length ? 0 : (samples.Length - length) / hop + 1;
        if (frameCount < MinFrames) return [];
        var binCount = Math.Min(transform.BinCount, (int)((options.MaxHz + 2 * SurroundingsHz) / binHz) + 1);
        var power = new float[frameCount * binCount];
        float[] frame = new float[length], real = new float[transform.BinCount], imaginary = new float[transform.BinCount], scratch = new float[transform.ScratchLength];
        for (var t = 0; t < frameCount; t++)
        {
            for (var i = 0; i < length; i++) frame[i] = samples[t * hop + i] * (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / length));
            transform.Forward(frame, real, imaginary, scratch);
            SpectralPower.Of(real.AsSpan(0, binCount), imaginary.AsSpan(0, binCount), 1, power.AsSpan(t * binCount, binCount));
        }

        var weakest = new double[binCount];
        var column = new float[frameCount];
        for (var k = 0; k < binCount; k++)
        {
            for (var t = 0; t < frameCount; t++) column[t] = power[t * binCount + k];
            Array.Sort(column);
            weakest[k] = column[(int)(Quantile * (frameCount - 1))];
        }

        return weakest;
    }
}
