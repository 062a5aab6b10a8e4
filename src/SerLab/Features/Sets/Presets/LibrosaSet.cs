using System.Text.Json.Serialization;
using SerLab.Options;

namespace SerLab.Features.Sets.Presets;

/// <summary>Settings of cepstra as librosa.feature.mfcc makes them (or power_to_db of melspectrogram), on frames of its own, centred on multiples of the hop.</summary>
/// <remarks>
/// B. McFee et al., "librosa: Audio and music signal analysis in Python", SciPy 2015, and the defaults of its version 0.10: periodic Hann window over the whole transform,
/// powers, triangles even in Hz with area 1 on Slaney's mel scale, dB floored at -100 and at 80 under the clip's largest, orthonormal cosine transform. Lengths are in
/// samples whatever the rate, as there.
/// </remarks>
/// <param name="Coefficients">n_mfcc, the first of them C0.</param>
/// <param name="Bands">n_mels.</param>
/// <param name="FftSamples">n_fft, a power of two.</param>
/// <param name="HopSamples">hop_length.</param>
/// <param name="MinHz">fmin, Hz.</param>
/// <param name="MaxHz">fmax, Hz; null is half the sample rate.</param>
/// <param name="Mirror">pad_mode: true mirrors the signal at its ends (reflect, the default before 0.10), false puts silence there (constant).</param>
/// <param name="LogMel">Whether the logarithms of the bands are wanted, not the cepstrum.</param>
[Kind("librosa", "frames: cepstrum or log-mel spectrum by librosa's definition")]
public sealed record LibrosaSetOptions(
    int Coefficients = 20,
    int Bands = 128,
    int FftSamples = 2048,
    int HopSamples = 512,
    double MinHz = 0,
    double? MaxHz = null,
    bool Mirror = false,
    bool LogMel = false) : FeatureSetOptions
{
    private const string Formula = "10 log10 max(power in Slaney's mel band, 1e-10), at most 80 dB under the clip's largest", Source = "librosa 0.10, McFee et al. 2015";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 1;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        PresetChecks.Check(problems, Coefficients, Bands, 0, 0);
        PresetChecks.CheckEdges(problems, MinHz, MaxHz);
        problems
            .Unless(FftSamples is >= 64 and <= 65536 && int.IsPow2(FftSamples), $"FftSamples is {FftSamples}; use a power of two from 64 to 65536.")
            .Unless(HopSamples >= 1 && HopSamples <= FftSamples, $"HopSamples is {HopSamples}; use 1 to FftSamples, {FftSamples}.");
    }

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz) => new FrontEndExtractor(Define(sampleRateHz));

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz) => Define(sampleRateHz).Describe();

    private FrontEnd Define(int sampleRateHz)
    {
        Validate();
        var maxHz = PresetChecks.UpperEdge(Kind, MaxHz, sampleRateHz);
        return new FrontEnd
        {
            Columns = LogMel
                ? FrontEndWeights.Columns("logmel", Bands, "db", Formula, Source)
                : FrontEndWeights.Columns("mfcc", Coefficients, "db", $"coefficient k of the cosine transform over bands of {Formula}", Source),
            SampleRateHz = sampleRateHz,
            HopSamples = HopSamples,
            FftSamples = FftSamples,
            Window = [.. Enumerable.Range(0, FftSamples).Select(n => 0.5 - 0.5 * Math.Cos(2 * Math.PI * n / FftSamples))],
            Bands = FrontEndWeights.SlaneyTriangles(Bands, FftSamples / 2 + 1, (double)sampleRateHz / FftSamples, MinHz, maxHz),
            Transform = LogMel ? null : FrontEndWeights.Cosines(Coefficients, Bands, orthonormal: true, 0),
            Ends = Mirror ? FrameEnds.Mirror : FrameEnds.Zeros,
            Floor = 1e-10,
            LogFactor = 10 / Math.Log(10),
            Range = 80,
        };
    }
}
