using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the mel-frequency cepstrum: the cosine transform of the log-mel spectrum.</summary>
/// <remarks>S. B. Davis and P. Mermelstein, IEEE Trans. ASSP 28(4), 1980. Orthonormal DCT-II, natural logarithm, no pre-emphasis and no lifter: both only rescale
/// or shift coefficients, which normalisation undoes.</remarks>
/// <param name="Coefficients">Coefficients kept, the first of them C0, the level over all bands.</param>
/// <param name="Bands">Number of mel bands.</param>
/// <param name="MinHz">Lower edge of the first band, Hz.</param>
/// <param name="MaxHz">Upper edge of the last band, Hz; at most half the sample rate.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds.</param>
[Kind("mfcc", "mel-frequency cepstral coefficients, C0 first")]
public sealed record MfccOptions(int Coefficients = 13, int Bands = 26, double MinHz = 20, double MaxHz = 8000, double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        MelFilterbank.Check(problems, Bands, MinHz, MaxHz, WindowSeconds);
        problems.Unless(Coefficients >= 1 && Coefficients <= Bands, $"Coefficients is {Coefficients}; with {Bands} bands use 1 to {Bands}.");
    }

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new MfccDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures mel-frequency cepstra.</summary>
internal sealed class MfccDescriptor : IDescriptor
{
    // Frames whose log-mel spectra are held at a time: they stay in the second-level cache.
    private const int Stretch = 512;
    private readonly LogMelDescriptor logMel;
    private readonly int bandCount;

    // The transform, shape [bands x coefficients], packed for products with it.
    private readonly float[] cosines;

    public MfccDescriptor(MfccOptions options, int sampleRateHz)
    {
        logMel = new LogMelDescriptor(new LogMelOptions(options.Bands, options.MinHz, options.MaxHz, options.WindowSeconds), sampleRateHz);
        bandCount = options.Bands;
        var plain = new float[bandCount * options.Coefficients];
        for (var k = 0; k < options.Coefficients; k++)
        {
            var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bandCount);
            for (var band = 0; band < bandCount; band++) plain[band * options.Coefficients + k] = (float)(scale * Math.Cos(Math.PI * k * (band + 0.5) / bandCount));
        }

        cosines = new float[MatrixProduct.PackedLength(bandCount, options.Coefficients)];
        MatrixProduct.Pack(plain, bandCount, options.Coefficients, cosines);
        const string formula = "sqrt(2 / bands) sum over bands j of cos(pi k (j + 1/2) / bands) m[j], m = log-mel spectrum; sqrt(1 / bands) for k = 0";
        Columns = [.. Enumerable.Range(0, options.Coefficients).Select(k => new DescriptorColumn($"mfcc_{k:00}_ln", formula, "Davis and Mermelstein 1980"))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var frameCount = analysis.Grid.Count;
        using var bands = new Borrowed<float>(Math.Min(Stretch, frameCount) * bandCount);
        for (var first = 0; first < frameCount; first += Stretch)
        {
            var count = Math.Min(Stretch, frameCount - first);
            logMel.Measure(analysis.Samples, first, count, bands.Span);
            var rows = destination.Slice(first * Columns.Count, count * Columns.Count);
            MatrixProduct.MultiplyPacked(bands.Span[..(count * bandCount)], cosines, count, bandCount, Columns.Count, false, rows);
        }
    }
}
