using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the mel-frequency cepstrum: the cosine transform of the log-mel spectrum.</summary>
/// <remarks>Davis and Mermelstein 1980. Orthonormal DCT-II, natural logarithm, no pre-emphasis and no lifter: both only rescale or shift coefficients, which
/// normalisation undoes.</remarks>
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
    private readonly LogMelDescriptor logMel;
    private readonly float[][] cosines;

    public MfccDescriptor(MfccOptions options, int sampleRateHz)
    {
        logMel = new LogMelDescriptor(new LogMelOptions(options.Bands, options.MinHz, options.MaxHz, options.WindowSeconds), sampleRateHz);
        cosines = new float[options.Coefficients][];
        for (var k = 0; k < options.Coefficients; k++)
        {
            var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / options.Bands);
            cosines[k] = [.. Enumerable.Range(0, options.Bands).Select(band => (float)(scale * Math.Cos(Math.PI * k * (band + 0.5) / options.Bands)))];
        }

        Columns = [.. Enumerable.Range(0, options.Coefficients).Select(k => new DescriptorColumn($"mfcc_{k:00}_ln"))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var bandCount = logMel.Columns.Count;
        var bands = new float[analysis.Grid.Count * bandCount];
        logMel.Describe(analysis, bands);
        for (var frame = 0; frame < analysis.Grid.Count; frame++)
            for (var k = 0; k < cosines.Length; k++)
                destination[frame * cosines.Length + k] = TensorPrimitives.Dot(bands.AsSpan(frame * bandCount, bandCount), cosines[k]);
    }
}
