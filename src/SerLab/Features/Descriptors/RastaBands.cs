using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of RASTA-filtered auditory bands: how each band of hearing changes at the rate of speech, about 1 to 12 Hz; what stands still, as a
/// microphone's colour, is gone.</summary>
/// <remarks>
/// H. Hermansky and N. Morgan, "RASTA Processing of Speech", IEEE Trans. Speech and Audio Processing 2(4), 1994: logarithm of the bands, the filter 0.1 (2 + z^-1 -
/// z^-3 - 2 z^-4) / (1 - 0.98 z^-1) with its pole at 0.98, equal-loudness curve, power law 0.33, back from the logarithm. Bands are mel bands, not Bark ones, as in
/// the ComParE set (F. Weninger et al., Frontiers in Psychology 4:292, 2013). The filter's numerator is centred on the frame, so that nothing is delayed; before the
/// clip stands its first frame, behind it its last.
/// </remarks>
/// <param name="Bands">Number of mel bands.</param>
/// <param name="MinHz">Lower edge of the first band, Hz.</param>
/// <param name="MaxHz">Upper edge of the last band, Hz; at most half the sample rate.</param>
[Kind("rasta-bands", "auditory bands filtered to the rate of speech, and their sum")]
public sealed record RastaBandsOptions(int Bands = 26, double MinHz = 20, double MaxHz = 8000) : DescriptorOptions
{
    internal const double WindowSeconds = 0.025;

    /// <inheritdoc/>
    public override void Check(Problems problems) => MelFilterbank.Check(problems, Bands, MinHz, MaxHz, WindowSeconds);

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new RastaBandsDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures RASTA-filtered bands and their sum.</summary>
internal sealed class RastaBandsDescriptor : IDescriptor
{
    private const float Pole = 0.98f;
    private const float Exponent = 0.33f;
    private readonly LogMelDescriptor logMel;
    private readonly float[] logLoudness;

    public RastaBandsDescriptor(RastaBandsOptions options, int sampleRateHz)
    {
        logMel = new LogMelDescriptor(new LogMelOptions(options.Bands, options.MinHz, options.MaxHz, RastaBandsOptions.WindowSeconds), sampleRateHz);
        var centres = new MelFilterbank(new SpectrumPlan(RastaBandsOptions.WindowSeconds, sampleRateHz), options.Bands, options.MinHz, options.MaxHz).CentresHz;
        logLoudness = [.. centres.Select(hz => MathF.Log(LoudnessModel.EqualLoudness(hz)))];
        const string formula = "(equal-loudness weight x exp(RASTA-filtered ln energy in mel band k))^0.33", source = "Hermansky and Morgan 1994";
        Columns =
        [
            .. Enumerable.Range(0, options.Bands).Select(band => new DescriptorColumn($"rasta_{band:00}_ratio", formula, source)),
            new DescriptorColumn("rasta_sum_ratio", "sum over k of rasta_k_ratio", source),
        ];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var bandCount = logLoudness.Length;
        using var borrowed = new Borrowed<float>(analysis.Grid.Count * bandCount);
        var bands = borrowed.Span;
        logMel.Measure(analysis.Samples, 0, analysis.Grid.Count, bands);
        var state = new float[bandCount];
        var change = new float[bandCount];
        for (var frame = 0; frame < analysis.Grid.Count; frame++)
        {
            Change(bands, frame, change);
            TensorPrimitives.MultiplyAdd(state, Pole, change, state);
            var row = destination.Slice(frame * Columns.Count, Columns.Count);
            TensorPrimitives.Add(state, logLoudness, row);
            TensorPrimitives.Multiply(row[..bandCount], Exponent, row);
            TensorPrimitives.Exp(row[..bandCount], row);
            row[bandCount] = TensorPrimitives.Sum<float>(row[..bandCount]);
        }
    }

    // The filter's numerator: 0.1 (2 x[t + 2] + x[t + 1] - x[t - 1] - 2 x[t - 2]).
    private static void Change(ReadOnlySpan<float> bands, int frame, Span<float> destination)
    {
        var last = bands.Length / destination.Length - 1;
        for (var band = 0; band < destination.Length; band++)
        {
            var far = At(bands, frame + 2, last, destination.Length, band) - At(bands, frame - 2, last, destination.Length, band);
            var near = At(bands, frame + 1, last, destination.Length, band) - At(bands, frame - 1, last, destination.Length, band);
            destination[band] = 0.1f * (2 * far + near);
        }
    }

    private static float At(ReadOnlySpan<float> bands, int frame, int last, int bandCount, int band) => bands[Math.Clamp(frame, 0, last) * bandCount + band];
}
