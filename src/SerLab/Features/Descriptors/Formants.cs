using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the formants F1 to F3 by linear prediction, in voiced frames.</summary>
/// <remarks>
/// J. Makhoul, Proc. IEEE 63(4), 1975, section V ("selective linear prediction"): the autocorrelation is the cosine transform of the power spectrum from 0 to
/// <c>MaxHz</c>, raised by
/// 6 dB per octave, so nothing needs to be resampled. Formants are the three lowest roots above 90 Hz that are narrower than 700 Hz; a frame with fewer keeps the
/// values of the frame before.
/// </remarks>
/// <param name="MaxHz">Highest frequency predicted, Hz: room for five formants.</param>
/// <param name="Order">Order of the prediction: two per formant and one for the tilt.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds.</param>
[Kind("formants", "frequencies and bandwidths of the formants F1 to F3")]
public sealed record FormantsOptions(double MaxHz = 5500, int Order = 11, double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(MaxHz is >= 3000 and <= 8000, $"MaxHz is {MaxHz}; use 3000 to 8000.")
        .Unless(Order is >= 6 and <= 20, $"Order is {Order}; use 6 to 20.")
        .Unless(WindowSeconds is >= 0.01 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.01 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new FormantsDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures formants.</summary>
internal sealed class FormantsDescriptor : IDescriptor
{
    private const int Formants = 3;
    private static readonly float[] NeutralHz = [500, 1500, 2500];
    private static readonly float[] NeutralBandwidthHz = [80, 120, 160];
    private readonly SpectrumPlan spectrum;
    private readonly double maxHz;
    private readonly float[][] cosines;

    public FormantsDescriptor(FormantsOptions options, int sampleRateHz)
    {
        spectrum = new SpectrumPlan(options.WindowSeconds, sampleRateHz);
        maxHz = options.MaxHz;
        var binCount = spectrum.BinAt(maxHz);
        // Row k holds cos(pi k f / MaxHz) f^2, f^2 being the rise of 6 dB per octave.
        cosines = new float[options.Order + 1][];
        for (var lag = 0; lag < cosines.Length; lag++)
        {
            cosines[lag] = new float[binCount];
            for (var bin = 0; bin < binCount; bin++)
            {
                var share = bin * spectrum.BinHz / maxHz;
                cosines[lag][bin] = (float)(Math.Cos(Math.PI * lag * share) * share * share);
            }
        }
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        new("f1_hz", true), new("f2_hz", true), new("f3_hz", true), new("f1_bandwidth_hz", true), new("f2_bandwidth_hz", true), new("f3_bandwidth_hz", true),
    ];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        var contours = new float[2 * Formants][];
        for (var i = 0; i < contours.Length; i++) contours[i] = new float[analysis.Grid.Count];
        var prediction = new LinearPrediction(cosines.Length - 1);
        Span<double> correlation = stackalloc double[cosines.Length];
        Span<float> hz = stackalloc float[Formants];
        Span<float> bandwidthHz = stackalloc float[Formants];
        NeutralHz.CopyTo(hz);
        NeutralBandwidthHz.CopyTo(bandwidthHz);
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            for (var lag = 0; lag < cosines.Length; lag++) correlation[lag] = TensorPrimitives.Dot(cosines[lag], spectra.Row(frame)[..cosines[lag].Length]);
            prediction.Resonances(correlation, maxHz, hz, bandwidthHz);
            for (var i = 0; i < Formants; i++) (contours[i][frame], contours[i + Formants][frame]) = (hz[i], bandwidthHz[i]);
        }

        for (var i = 0; i < contours.Length; i++)
        {
            analysis.Pitch.Interpolate(contours[i], i < Formants ? NeutralHz[i] : NeutralBandwidthHz[i - Formants]);
            for (var frame = 0; frame < analysis.Grid.Count; frame++) destination[frame * contours.Length + i] = contours[i][frame];
        }
    }
}
