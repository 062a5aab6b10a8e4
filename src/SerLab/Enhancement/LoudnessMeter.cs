using SerLab.Audio;

namespace SerLab.Enhancement;

/// <summary>How loud a clip is to the ear: integrated loudness, LUFS.</summary>
/// <remarks>
/// Recommendation ITU-R BS.1770-4 for one channel: K-weighting, blocks of 400 ms that overlap by three quarters, an absolute gate at -70 LUFS and a relative one 10 LU below
/// the loudness of what passed it. The recommendation tables the weighting at 48 kHz; here it is made for any rate from the analogue filters behind that table (a shelf of
/// 4 dB at 1682 Hz and a high-pass at 38 Hz, whose parameters B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 2018, recovers).
/// Deviation: a clip shorter than one block is one block.
/// </remarks>
public static class LoudnessMeter
{
    private const double BlockSeconds = 0.4;
    private const int BlocksOverOneSample = 4;
    private const double AbsoluteGateLufs = -70;
    private const double RelativeGateLu = -10;
    private const double OffsetDb = -0.691;

    private const double ShelfHz = 1681.974450955533;
    private const double ShelfQuality = 0.7071752369554196;
    private const double ShelfGainDb = 3.999843853973347;
    private const double ShelfMiddleExponent = 0.4996667741545416;
    private const double HighPassHz = 38.13547087602444;
    private const double HighPassQuality = 0.5003270373238773;

    /// <summary>Integrated loudness, LUFS; minus infinity when no block is louder than -70 LUFS.</summary>
    /// <param name="clip">Any clip; only read.</param>
    public static double IntegratedLufs(Clip clip)
    {
        var powers = BlockPowers(Weighted(clip), clip.SampleRateHz);
        var absolute = Mean(powers, Power(AbsoluteGateLufs));
        return Lufs(Mean(powers, Math.Max(Power(AbsoluteGateLufs), absolute * Math.Pow(10, RelativeGateLu / 10))));
    }

    /// <summary>Level of the root mean square, dB of full scale; minus infinity for silence.</summary>
    /// <param name="clip">Any clip; only read.</param>
    public static double RmsDb(Clip clip)
    {
        var sum = 0.0;
        foreach (var sample in clip.Samples.Span) sum += (double)sample * sample;
        return 10 * Math.Log10(clip.Samples.Length == 0 ? 0 : sum / clip.Samples.Length);
    }

    /// <summary>The two filters of the K-weighting. At rates under four times the shelf's frequency the shelf lies outside the band and is left out.</summary>
    internal static IReadOnlyList<Biquad> KWeighting(int sampleRateHz)
    {
        var highPass = Biquad.HighPass(HighPassHz, HighPassQuality, sampleRateHz);

        // The recommendation's high-pass has b = 1, -2, 1 as it stands: some 0.04 dB more than unity far above the cut-off.
        highPass = highPass with { B0 = 1, B1 = -2, B2 = 1 };
        return sampleRateHz < 4000 ? [highPass] : [HighShelf(sampleRateHz), highPass];
    }

    // (V_h s^2 + V_b s / Q + 1) / (s^2 + s / Q + 1)
    private static Biquad HighShelf(int sampleRateHz)
    {
        var k = Math.Tan(Math.PI * ShelfHz / sampleRateHz);
        var high = Math.Pow(10, ShelfGainDb / 20);
        var middle = Math.Pow(high, ShelfMiddleExponent);
        var a0 = 1 + k / ShelfQuality + k * k;
        return new((high + middle * k / ShelfQuality + k * k) / a0, 2 * (k * k - high) / a0, (high - middle * k / ShelfQuality + k * k) / a0,
            2 * (k * k - 1) / a0, (1 - k / ShelfQuality + k * k) / a0);
    }

    private static double[] Weighted(Clip clip)
    {
        var samples = new double[clip.Samples.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = clip.Samples.Span[i];
        foreach (var filter in KWeighting(clip.SampleRateHz)) filter.Filter(samples, settled: false);
        return samples;
    }

    private static double[] BlockPowers(ReadOnlySpan<double> samples, int sampleRateHz)
    {
        if (samples.Length == 0) return [];
        var block = Math.Min(samples.Length, (int)Math.Round(BlockSeconds * sampleRateHz));
        var hop = Math.Max(1, block / BlocksOverOneSample);
        var powers = new double[(samples.Length - block) / hop + 1];
        for (var i = 0; i < powers.Length; i++)
        {
            foreach (var sample in samples.Slice(i * hop, block)) powers[i] += sample * sample;
            powers[i] /= block;
        }

        return powers;
    }

    // The mean of the powers above a gate; 0 when there are none.
    private static double Mean(double[] powers, double gate) => powers.Where(power => power > gate).DefaultIfEmpty(0).Average();

    private static double Lufs(double power) => OffsetDb + 10 * Math.Log10(power);

    private static double Power(double lufs) => Math.Pow(10, (lufs - OffsetDb) / 10);
}
