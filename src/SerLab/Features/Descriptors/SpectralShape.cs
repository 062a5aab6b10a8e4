using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of spectral shape: where the energy of a frame lies on the frequency axis, and how it changes.</summary>
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
/// G. Peeters, "A Large Set of Audio Features", CUIDADO report, IRCAM 2004; H. Misra et al., IEEE ICASSP 2004; F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016
/// (GeMAPS), section 6.1; F. Weninger et al., Frontiers in Psychology 4:292, 2013 (ComParE).
/// </remarks>
internal sealed class SpectralShapeDescriptor : IDescriptor
{
    // Added to every bin, relative to full scale: -120 dB. Digital silence is white noise of that level, and all ratios stay finite.
    private const float FloorPower = 1e-12f;
    private const string Peeters = "Peeters 2004", GeMaps = "Eyben et al. 2016, 6.1";
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

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        new("centroid_hz", "sum over bins of s f, f = frequency, s = share of the power", Peeters),
        new("spread_hz", "sqrt(sum over bins of s (f - c)^2), f = frequency, s = share of the power, c = centroid", Peeters),
        new("skewness_ratio", "sum over bins of s (f - c)^3 / d^3, f = frequency, s = share of the power, c = centroid, d = spread", Peeters),
        new("kurtosis_ratio", "sum over bins of s (f - c)^4 / d^4, f = frequency, s = share of the power, c = centroid, d = spread", Peeters),
        new("flatness_db", "mean over bins of the level in dB less 10 log10(mean power)", Peeters),
        new("entropy_ratio", "-sum over bins of s ln s / ln(number of bins), s = share of the power", "Misra et al. 2004"),
        new("flux_ratio", "sqrt(sum over bins of (s[t] - s[t-1])^2), s = share of the power; 0 in the first frame", Peeters),
        new("rolloff25_hz", "least frequency up to which 25 % of the power lie", Peeters),
        new("rolloff50_hz", "least frequency up to which 50 % of the power lie", Peeters),
        new("rolloff75_hz", "least frequency up to which 75 % of the power lie", Peeters),
        new("rolloff90_hz", "least frequency up to which 90 % of the power lie", Peeters),
        new("tilt_db_per_khz", "slope of the least-squares line through the level in dB from 0 Hz to MaxHz", "definition"),
        new("tilt_0_500_db_per_khz", "slope of the least-squares line through the level in dB from 0 to 500 Hz", GeMaps),
        new("tilt_500_1500_db_per_khz", "slope of the least-squares line through the level in dB from 500 to 1500 Hz", GeMaps),
        new("alpha_ratio_db", "level of 50 to 1000 Hz less that of 1000 to 5000 Hz", GeMaps),
        new("hammarberg_db", "greatest level of a bin from 0 to 2000 Hz less that from 2000 to 5000 Hz", GeMaps),
        new("band_250_650_db", "level of 250 to 650 Hz less that of the whole spectrum", "Weninger et al. 2013"),
        new("band_1000_4000_db", "level of 1000 to 4000 Hz less that of the whole spectrum", "Weninger et al. 2013"),
    ];

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
            var row = destination.Slice(frame * Columns.Count, Columns.Count);
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
