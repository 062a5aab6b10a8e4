using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of spectral shape: where the energy of a frame lies on the frequency axis, and how it changes.</summary>
/// <remarks>Alpha ratio, Hammarberg index and the two slopes as in F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016 (GeMAPS), section 6.1.</remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds.</param>
[Kind("spectral-shape", "centroid, spread, roll-off, flatness, entropy, flux, slopes and balance of the spectrum")]
public sealed record SpectralShapeOptions(double MaxHz = 8000, double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(MaxHz >= 3000, $"MaxHz is {MaxHz}; the balance of the spectrum needs at least 3000.")
        .Unless(WindowSeconds is >= 0.01 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.01 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new SpectralShapeDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures spectral shape.</summary>
/// <remarks>
/// With p_k the power of bin k up to MaxHz, 1e-12 (-120 dB re full scale) added, f_k its frequency, s_k = p_k / sum p and L_k = 10 log10 p_k:
/// <list type="bullet">
/// <item>centroid_hz = c = sum s_k f_k; spread_hz = d = sqrt(sum s_k (f_k - c)^2); skewness_ratio = sum s_k (f_k - c)^3 / d^3; kurtosis_ratio = sum s_k (f_k - c)^4 / d^4;
/// flatness_db = mean L_k - 10 log10(mean p_k); flux_ratio = sqrt(sum (s_k - s_k of the frame before)^2), 0 in the first frame; rolloffN_hz = least f_k under or at
/// which N % of sum p lie (G. Peeters, "A Large Set of Audio Features", CUIDADO report, IRCAM 2004).</item>
/// <item>entropy_ratio = -sum s_k ln s_k / ln(number of bins) (H. Misra et al., IEEE ICASSP 2004).</item>
/// <item>tilt_db_per_khz, tilt_0_500_db_per_khz, tilt_500_1500_db_per_khz: slope of the least-squares line through L_k up to MaxHz, from 0 to 500 and from 500 to 1500 Hz;
/// alpha_ratio_db: level of 50-1000 Hz less that of 1000-5000 Hz; hammarberg_db: greatest L_k of 0-2000 Hz less that of 2000-5000 Hz (GeMAPS).</item>
/// <item>band_250_650_db, band_1000_4000_db: level of the band less that of the whole (F. Weninger et al., Frontiers in Psychology 4:292, 2013, ComParE).</item>
/// </list>
/// </remarks>
internal sealed class SpectralShapeDescriptor : IDescriptor
{
    // Added to every bin, relative to full scale: -120 dB. Digital silence is white noise of that level, and all ratios stay finite.
    private const float FloorPower = 1e-12f;
    private static readonly string[] Names =
    [
        "centroid_hz", "spread_hz", "skewness_ratio", "kurtosis_ratio", "flatness_db", "entropy_ratio", "flux_ratio",
        "rolloff25_hz", "rolloff50_hz", "rolloff75_hz", "rolloff90_hz",
        "tilt_db_per_khz", "tilt_0_500_db_per_khz", "tilt_500_1500_db_per_khz", "alpha_ratio_db", "hammarberg_db", "band_250_650_db", "band_1000_4000_db",
    ];

    private readonly SpectrumPlan spectrum;
    private readonly int binCount;
    private readonly float[][] powersOfHz;
    private readonly SlopeWeights tilt;
    private readonly SlopeWeights lowTilt;
    private readonly SlopeWeights middleTilt;

    public SpectralShapeDescriptor(SpectralShapeOptions options, int sampleRateHz)
    {
        spectrum = new SpectrumPlan(options.WindowSeconds, sampleRateHz);
        binCount = Math.Min(spectrum.BinAt(options.MaxHz) + 1, spectrum.BinCount);
        powersOfHz = [.. Enumerable.Range(1, 4).Select(power => Enumerable.Range(0, binCount).Select(bin => (float)Math.Pow(bin * spectrum.BinHz / 1000, power)).ToArray())];
        tilt = new SlopeWeights(spectrum, 0, options.MaxHz);
        lowTilt = new SlopeWeights(spectrum, 0, 500);
        middleTilt = new SlopeWeights(spectrum, 500, 1500);
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } = [.. Names.Select(name => new DescriptorColumn(name))];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        var power = new float[binCount];
        var share = new float[binCount];
        var before = new float[binCount];
        var decibels = new float[binCount];
        for (var frame = 0; frame < spectra.Rows; frame++)
        {
            TensorPrimitives.Add(spectra.Row(frame)[..binCount], FloorPower, power);
            TensorPrimitives.Log10(power, decibels);
            TensorPrimitives.Multiply(decibels, 10, decibels);
            var total = TensorPrimitives.Sum<float>(power);
            TensorPrimitives.Divide(power, total, share);
            var row = destination.Slice(frame * Names.Length, Names.Length);
            Moments(share, row);
            Evenness(share, decibels, total, row[4..]);
            row[6] = frame == 0 ? 0 : TensorPrimitives.Distance<float>(share, before);
            RollOff(share, row[7..]);
            Balance(power, decibels, total, row[11..]);
            share.CopyTo(before, 0);
        }
    }

    // Centroid and spread in Hz, skewness and kurtosis of the power distribution over frequency; sums in kHz keep them within single precision.
    private void Moments(ReadOnlySpan<float> share, Span<float> destination)
    {
        double m1 = TensorPrimitives.Dot(share, powersOfHz[0]), m2 = TensorPrimitives.Dot(share, powersOfHz[1]);
        double m3 = TensorPrimitives.Dot(share, powersOfHz[2]), m4 = TensorPrimitives.Dot(share, powersOfHz[3]);
        var variance = Math.Max(m2 - m1 * m1, 1e-6);
        destination[0] = (float)(1000 * m1);
        destination[1] = (float)(1000 * Math.Sqrt(variance));
        destination[2] = (float)((m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1) / Math.Pow(variance, 1.5));
        destination[3] = (float)((m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1) / (variance * variance));
    }

    // Flatness: geometric over arithmetic mean of the bins, dB. Entropy: -sum p log p over its greatest value, log bins.
    private static void Evenness(ReadOnlySpan<float> share, ReadOnlySpan<float> decibels, float total, Span<float> destination)
    {
        var meanDecibels = TensorPrimitives.Sum(decibels) / decibels.Length;
        destination[0] = meanDecibels - 10 * MathF.Log10(total / share.Length);
        var entropyDecibels = 10 * MathF.Log10(total) - TensorPrimitives.Dot(share, decibels);
        destination[1] = entropyDecibels / (10 * MathF.Log10(share.Length));
    }

    private void RollOff(ReadOnlySpan<float> share, Span<float> destination)
    {
        ReadOnlySpan<float> parts = [0.25f, 0.5f, 0.75f, 0.9f];
        var sum = 0f;
        var part = 0;
        for (var bin = 0; bin < share.Length && part < parts.Length; bin++)
        {
            sum += share[bin];
            while (part < parts.Length && sum >= parts[part]) destination[part++] = (float)(bin * spectrum.BinHz);
        }

        while (part < parts.Length) destination[part++] = (float)((share.Length - 1) * spectrum.BinHz);
    }

    private void Balance(ReadOnlySpan<float> power, ReadOnlySpan<float> decibels, float total, Span<float> destination)
    {
        destination[0] = tilt.Apply(decibels);
        destination[1] = lowTilt.Apply(decibels);
        destination[2] = middleTilt.Apply(decibels);
        destination[3] = Decibels(Sum(power, 50, 1000)) - Decibels(Sum(power, 1000, 5000));
        destination[4] = Peak(decibels, 0, 2000) - Peak(decibels, 2000, 5000);
        destination[5] = Decibels(Sum(power, 250, 650)) - Decibels(total);
        destination[6] = Decibels(Sum(power, 1000, 4000)) - Decibels(total);
    }

    private float Sum(ReadOnlySpan<float> power, double fromHz, double toHz) => TensorPrimitives.Sum(power[Bins(fromHz, toHz)]);

    private float Peak(ReadOnlySpan<float> decibels, double fromHz, double toHz) => TensorPrimitives.Max(decibels[Bins(fromHz, toHz)]);

    // Bins from one frequency up to, not including, another, as far as they are looked at.
    private Range Bins(double fromHz, double toHz) => Math.Min(spectrum.BinAt(fromHz), binCount - 1)..Math.Min(spectrum.BinAt(toHz), binCount);

    private static float Decibels(float power) => 10 * MathF.Log10(power);
}
