using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Audio;

/// <summary>Settings of <see cref="Resampler"/>.</summary>
/// <param name="StopBandDb">Attenuation of everything at and above the lower of the two Nyquist frequencies, dB, 40 to 140 (single precision ends near 140).</param>
/// <param name="PassBandShare">
/// Share of that Nyquist frequency that passes unchanged, 0.5 to 0.99; the ripple in it is 20 log10(1 + 10^(-StopBandDb / 20)) dB, 0.0001 dB at 100 dB.
/// </param>
public sealed record ResamplerOptions(double StopBandDb = 100, double PassBandShare = 0.95);

/// <summary>Changes the sample rate by a band-limited polyphase filter of linear phase. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// Output sample i is the band-limited input at the time i / ToHz, exactly: no delay. n samples give ceil(n ToHz / FromHz); outside the clip is silence.
/// The filter is a sinc windowed by Kaiser's window (J. F. Kaiser, IEEE ISCAS 1974; A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, section 7.5).
/// Each of its phases is scaled to sum to 1, so that a constant stays exactly that constant.
/// </remarks>
public sealed class Resampler
{
    // 256 MB of coefficients: rates that share no large divisor, each near the highest that a clip can have.
    private const long MaxCoefficients = 1 << 26;

    private readonly int up;
    private readonly int down;
    private readonly int reach;
    private readonly float[] phases;

    /// <param name="fromHz">Sample rate of the clips that come, Hz.</param>
    /// <param name="toHz">Sample rate of the clips that are made, Hz.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="OptionsException">A rate is outside 1000 to 768000 Hz, or the settings need a filter that is too long.</exception>
    public Resampler(int fromHz, int toHz, ResamplerOptions? options = null)
    {
        options ??= new ResamplerOptions();
        Check(fromHz, toHz, options).ThrowIfAny();
        (FromHz, ToHz) = (fromHz, toHz);
        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(fromHz, toHz);
        (up, down) = (toHz / divisor, fromHz / divisor);
        reach = Reach(fromHz, toHz, options);
        if ((long)up * TapCount > MaxCoefficients)
            throw new OptionsException(nameof(Resampler),
            [
                $"{fromHz} to {toHz} Hz needs {up} filters of {TapCount} coefficients; use at most {MaxCoefficients} in all: "
                + "take rates that share a larger divisor, or a smaller PassBandShare.",
            ]);
        phases = fromHz == toHz ? [] : Design(options);
    }

    /// <summary>Sample rate of the clips that come, Hz.</summary>
    public int FromHz { get; }

    /// <summary>Sample rate of the clips that are made, Hz.</summary>
    public int ToHz { get; }

    // Coefficients of one phase: the input samples from reach - 1 before to reach after the one at or before an output's time.
    private int TapCount => 2 * reach;

    /// <summary>The clip at the new rate; the input is only read, and given back as it is when the rates are equal.</summary>
    /// <exception cref="ArgumentException">The clip has another rate than <see cref="FromHz"/>, or the result would be too long.</exception>
    public Clip Resample(Clip clip)
    {
        if (clip.SampleRateHz != FromHz) throw new ArgumentException($"The clip has {clip.SampleRateHz} Hz, this resampler takes {FromHz} Hz.", nameof(clip));
        if (FromHz == ToHz) return clip;
        var result = new float[CountOf(clip.Samples.Length)];
        Fill(clip.Samples.Span, result);
        return new Clip(result, ToHz);
    }

    /// <summary>Samples that so many samples give.</summary>
    /// <exception cref="ArgumentException">They would be too many.</exception>
    internal int CountOf(int sampleCount)
    {
        var count = ((long)sampleCount * up + down - 1) / down;
        return count <= WavReader.MaxFrames
            ? (int)count
            : throw new ArgumentException($"The result would have {count} samples, at most {WavReader.MaxFrames} are made; resample it in parts.", nameof(sampleCount));
    }

    /// <summary>Samples at the new rate, for callers with memory of their own.</summary>
    /// <param name="samples">At <see cref="FromHz"/>; only read.</param>
    /// <param name="destination">At <see cref="ToHz"/>, shape [<see cref="CountOf"/>].</param>
    internal void Resample(ReadOnlySpan<float> samples, Span<float> destination)
    {
        if (FromHz == ToHz) samples.CopyTo(destination);
        else Fill(samples, destination);
    }

    // Outputs that are a whole number of periods of the filter's phases apart share their coefficients: eight of them are made at once. Those whose taps reach over the
    // clip's ends, and what is left over, are made one by one; the taps outside are left out.
    private void Fill(ReadOnlySpan<float> samples, Span<float> result)
    {
        var i = 0;
        while (i < result.Length)
        {
            var last = (long)(i + PolyphaseSum.Outputs * up - 1) * down / up;
            var inside = (long)i * down / up >= reach - 1 && last + reach < samples.Length && i + PolyphaseSum.Outputs * up <= result.Length;
            if (!inside)
            {
                result[i] = Value(samples, (int)((long)i * down / up), Phase(i));
                i++;
                continue;
            }

            for (var end = i + up; i < end; i++)
                PolyphaseSum.Apply(Phase(i), samples[((int)((long)i * down / up) - reach + 1)..], down, result[i..], up);
            i += (PolyphaseSum.Outputs - 1) * up;
        }
    }

    private ReadOnlySpan<float> Phase(int output) => phases.AsSpan((int)((long)output * down % up) * TapCount, TapCount);

    // sum_k phase[k] samples[at - reach + 1 + k], vectorised by Dot.
    private float Value(ReadOnlySpan<float> samples, int at, ReadOnlySpan<float> phase)
    {
        var first = at - reach + 1;
        int start = Math.Max(first, 0), end = Math.Min(first + phase.Length, samples.Length);
        return TensorPrimitives.Dot(phase[(start - first)..(end - first)], samples[start..end]);
    }

    private static Problems Check(int fromHz, int toHz, ResamplerOptions options) => new Problems(nameof(Resampler))
        .Unless(fromHz is >= Clip.MinSampleRateHz and <= Clip.MaxSampleRateHz, $"FromHz is {fromHz}; use {Clip.MinSampleRateHz} to {Clip.MaxSampleRateHz}.")
        .Unless(toHz is >= Clip.MinSampleRateHz and <= Clip.MaxSampleRateHz, $"ToHz is {toHz}; use {Clip.MinSampleRateHz} to {Clip.MaxSampleRateHz}.")
        .Unless(options.StopBandDb is >= 40 and <= 140, $"StopBandDb is {options.StopBandDb}; use 40 to 140.")
        .Unless(options.PassBandShare is >= 0.5 and <= 0.99, $"PassBandShare is {options.PassBandShare}; use 0.5 to 0.99.");

    // Half the filter's length in input samples, from Kaiser's formula for its order: (A - 7.95) / (2.285 dw), dw = 2 pi (transition) / fromHz.
    private static int Reach(int fromHz, int toHz, ResamplerOptions options)
    {
        var transitionHz = (1 - options.PassBandShare) * Math.Min(fromHz, toHz) / 2.0;
        return (int)Math.Ceiling((options.StopBandDb - 7.95) / (2.285 * 2 * Math.PI * transitionHz / fromHz) / 2) + 1;
    }

    // Shape [up x TapCount]. The cut-off (-6 dB) lies in the middle of the transition, which ends at the lower Nyquist frequency.
    private float[] Design(ResamplerOptions options)
    {
        var cutOff = (1 + options.PassBandShare) / 2 * Math.Min(1, (double)ToHz / FromHz);
        var beta = options.StopBandDb > 50 ? 0.1102 * (options.StopBandDb - 8.7) : 0.5842 * Math.Pow(options.StopBandDb - 21, 0.4) + 0.07886 * (options.StopBandDb - 21);
        var designed = new float[up * TapCount];
        var taps = new double[TapCount];
        for (var phase = 0; phase < up; phase++)
        {
            for (var k = 0; k < taps.Length; k++)
            {
                var distance = k - reach + 1 - (double)phase / up;
                taps[k] = Sinc(cutOff * distance) * Kaiser(distance / reach, beta);
            }

            var scale = 1 / TensorPrimitives.Sum<double>(taps);
            for (var k = 0; k < taps.Length; k++) designed[phase * TapCount + k] = (float)(scale * taps[k]);
        }

        return designed;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // Kaiser's window without its constant factor, 0 outside [-1, 1].
    private static double Kaiser(double x, double beta) => Math.Abs(x) > 1 ? 0 : BesselI0(beta * Math.Sqrt(1 - x * x));

    // Power series (M. Abramowitz and I. Stegun, 9.6.12); all terms are positive, so it loses nothing.
    private static double BesselI0(double x)
    {
        double term = 1, sum = 1;
        for (var k = 1; term > 1e-17 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
