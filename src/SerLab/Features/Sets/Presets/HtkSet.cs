using System.Numerics;
using System.Text.Json.Serialization;
using SerLab.Options;

namespace SerLab.Features.Sets.Presets;

/// <summary>Settings of cepstra as HTK's HCopy makes them (target kind MFCC_0, or FBANK), on frames of its own: 25 ms long, 10 ms apart, the first at the clip's
/// first sample.</summary>
/// <remarks>
/// S. Young et al., The HTK Book 3.4, chapter 5, with its defaults: samples in 16-bit scale, pre-emphasis within the frame, Hamming window over N - 1 samples,
/// magnitudes, triangles even on 1127 ln(1 + f / 700) between 0 Hz and half the sample rate without those two bins, natural logarithm floored at 1, cosine transform
/// scaled by sqrt(2 / bands). HCopy writes C0 behind the others, here it comes first.
/// </remarks>
/// <param name="Coefficients">Coefficients kept, the first of them C0: HTK's NUMCEPS + 1.</param>
/// <param name="Bands">Number of bands, NUMCHANS.</param>
/// <param name="Lifter">Length of the lifter, CEPLIFTER; 0 for none.</param>
/// <param name="PreEmphasis">PREEMCOEF.</param>
/// <param name="LogMel">Whether the logarithms of the bands are wanted, not the cepstrum.</param>
[Kind("htk", "frames: cepstrum or log-mel spectrum by HTK's definition")]
public sealed record HtkSetOptions(int Coefficients = 13, int Bands = 26, double Lifter = 22, double PreEmphasis = 0.97, bool LogMel = false) : FeatureSetOptions
{
    private const double WindowSeconds = 0.025, HopSeconds = 0.01;
    private const string Formula = "ln max(magnitude in the mel band in 16-bit scale, 1)", Source = "HTK, Young et al., The HTK Book 3.4";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 1;

    /// <inheritdoc/>
    public override void Check(Problems problems) => PresetChecks.Check(problems, Coefficients, Bands, Lifter, PreEmphasis);

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => new FrontEndExtractor(Define(sampleRateHz));

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Define(sampleRateHz).Describe();

    private FrontEnd Define(int sampleRateHz)
    {
        Validate();
        var length = (int)(WindowSeconds * sampleRateHz);
        var fftSamples = (int)BitOperations.RoundUpToPowerOf2((uint)length);
        var bands = FrontEndWeights.Triangles(Bands, fftSamples / 2, (double)sampleRateHz / fftSamples, 0, sampleRateHz / 2.0);
        foreach (var band in bands) band[0] = 0;
        return new FrontEnd
        {
            Columns = LogMel
                ? FrontEndWeights.Columns("logmel", Bands, "ln", Formula, Source)
                : FrontEndWeights.Columns("mfcc", Coefficients, "ln", $"coefficient k of the cosine transform over bands of {Formula}, times the lifter", Source),
            SampleRateHz = sampleRateHz,
            HopSamples = (int)(HopSeconds * sampleRateHz),
            FftSamples = fftSamples,
            Window = [.. Enumerable.Range(0, length).Select(n => 0.54 - 0.46 * Math.Cos(2 * Math.PI * n / (length - 1)))],
            Bands = bands,
            Transform = LogMel ? null : FrontEndWeights.Cosines(Coefficients, Bands, orthonormal: false, Lifter),
            FullScale = 32768,
            PreEmphasis = PreEmphasis,
            Magnitudes = true,
            Floor = 1,
        };
    }
}
