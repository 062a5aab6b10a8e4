using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the log-mel spectrum: the natural logarithm of the energy in each mel band.</summary>
/// <param name="Bands">Number of bands.</param>
/// <param name="MinHz">Lower edge of the first band, Hz.</param>
/// <param name="MaxHz">Upper edge of the last band, Hz; at most half the sample rate.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds.</param>
[Kind("log-mel", "logarithm of the energy in mel bands")]
public sealed record LogMelOptions(int Bands = 26, double MinHz = 20, double MaxHz = 8000, double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => MelFilterbank.Check(problems, Bands, MinHz, MaxHz, WindowSeconds);

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new LogMelDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures log-mel spectra; see <see cref="MelFilterbank"/>.</summary>
internal sealed class LogMelDescriptor : IDescriptor
{
    /// <summary>Least energy of a band relative to full scale.</summary>
    public const float FloorPower = BandEnergies.FloorPower;

    private readonly BandEnergies energies;

    public LogMelDescriptor(LogMelOptions options, int sampleRateHz)
    {
        var spectrum = new SpectrumPlan(options.WindowSeconds, sampleRateHz);
        energies = new BandEnergies(spectrum, new MelFilterbank(spectrum, options.Bands, options.MinHz, options.MaxHz).Weights);
        Columns = [.. Enumerable.Range(0, options.Bands)
            .Select(band => new DescriptorColumn($"logmel_{band:00}_ln", "ln max(energy in mel band k re full scale, 1e-10)", "Davis and Mermelstein 1980"))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    public void Describe(ClipAnalysis analysis, Span<float> destination) => Measure(analysis.Samples, 0, analysis.Grid.Count, destination);

    /// <summary>Log-mel spectra of frames in a row, shape [frameCount x bands].</summary>
    public void Measure(FramedSamples samples, int firstFrame, int frameCount, Span<float> destination)
    {
        energies.Measure(samples, firstFrame, frameCount, destination);
        var all = destination[..(frameCount * energies.BandCount)];
        TensorPrimitives.Max(all, FloorPower, all);
        TensorPrimitives.Log(all, all);
    }
}
