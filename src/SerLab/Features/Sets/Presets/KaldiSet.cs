using System.Numerics;
using System.Text.Json.Serialization;
using SerLab.Options;

namespace SerLab.Features.Sets.Presets;

/// <summary>Settings of cepstra as Kaldi's compute-mfcc-feats makes them (or compute-fbank-feats), on frames of its own: 25 ms long, 10 ms apart, the first at the
/// clip's first sample (snip-edges).</summary>
/// <remarks>
/// D. Povey et al., "The Kaldi Speech Recognition Toolkit", IEEE ASRU 2011, and its options' defaults, without dither (it draws by chance): samples in 16-bit scale,
/// each frame without its mean, pre-emphasis within the frame, Povey's window (Hann's to the power 0.85), powers, triangles even on 1127 ln(1 + f / 700), natural
/// logarithm floored at single precision's epsilon, orthonormal cosine transform, lifter; the logarithm of the frame's energy stands in place of C0.
/// </remarks>
/// <param name="Coefficients">num-ceps.</param>
/// <param name="Bands">num-mel-bins.</param>
/// <param name="MinHz">low-freq, Hz.</param>
/// <param name="MaxHz">high-freq, Hz; null is half the sample rate.</param>
/// <param name="Lifter">cepstral-lifter; 0 for none.</param>
/// <param name="PreEmphasis">preemphasis-coefficient.</param>
/// <param name="UseEnergy">use-energy: whether the frame's energy stands in place of C0.</param>
/// <param name="LogMel">Whether the logarithms of the bands are wanted, not the cepstrum.</param>
[Kind("kaldi", "frames: cepstrum or log-mel spectrum by Kaldi's definition")]
public sealed record KaldiSetOptions(
    int Coefficients = 13,
    int Bands = 23,
    double MinHz = 20,
    double? MaxHz = null,
    double Lifter = 22,
    double PreEmphasis = 0.97,
    bool UseEnergy = true,
    bool LogMel = false) : FeatureSetOptions
{
    private const double WindowSeconds = 0.025, HopSeconds = 0.01, Epsilon = 1.1920929e-7;
    private const string Formula = "ln max(power in the mel band in 16-bit scale, 1.19e-7)", Source = "Kaldi, Povey et al. 2011";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 1;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        PresetChecks.Check(problems, Coefficients, Bands, Lifter, PreEmphasis);
        PresetChecks.CheckEdges(problems, MinHz, MaxHz);
    }

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => new FrontEndExtractor(Define(sampleRateHz));

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Define(sampleRateHz).Describe();

    private FrontEnd Define(int sampleRateHz)
    {
        Validate();
        var maxHz = PresetChecks.UpperEdge(Kind, MaxHz, sampleRateHz);
        var length = (int)(WindowSeconds * sampleRateHz);
        var fftSamples = (int)BitOperations.RoundUpToPowerOf2((uint)length);
        var cepstrum = FrontEndWeights.Columns("mfcc", Coefficients, "ln", $"coefficient k of the cosine transform over bands of {Formula}, times the lifter", Source);
        if (UseEnergy) cepstrum[0] = new ColumnDescription("energy_ln", "ln(sum of the frame's squared samples in 16-bit scale, their mean removed)", Source);
        return new FrontEnd
        {
            Columns = LogMel ? FrontEndWeights.Columns("logmel", Bands, "ln", Formula, Source) : cepstrum,
            SampleRateHz = sampleRateHz,
            HopSamples = (int)(HopSeconds * sampleRateHz),
            FftSamples = fftSamples,
            Window = [.. Enumerable.Range(0, length).Select(n => Math.Pow(0.5 - 0.5 * Math.Cos(2 * Math.PI * n / (length - 1)), 0.85))],
            Bands = FrontEndWeights.Triangles(Bands, fftSamples / 2, (double)sampleRateHz / fftSamples, MinHz, maxHz),
            Transform = LogMel ? null : FrontEndWeights.Cosines(Coefficients, Bands, orthonormal: true, Lifter),
            FullScale = 32768,
            RemoveMean = true,
            PreEmphasis = PreEmphasis,
            Floor = Epsilon,
            EnergyFirst = UseEnergy && !LogMel,
        };
    }
}
