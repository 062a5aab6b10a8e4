using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the log-gammatone spectrum: the natural logarithm of the energy behind each filter of the cochlea; see <see cref="GammatoneFilterbank"/>.</summary>
/// <param name="Bands">Number of filters.</param>
/// <param name="MinHz">Where the first filter's step of the ERB-rate scale begins, Hz.</param>
/// <param name="MaxHz">Where the last filter's step ends, Hz; at most half the sample rate.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds.</param>
[Kind("gammatone", "logarithm of the energy behind gammatone filters")]
public sealed record GammatoneOptions(int Bands = 32, double MinHz = 50, double MaxHz = 8000, double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => MelFilterbank.Check(problems, Bands, MinHz, MaxHz, WindowSeconds);

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new GammatoneDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures log-gammatone spectra.</summary>
internal sealed class GammatoneDescriptor : IDescriptor
{
    private readonly BandEnergies energies;

    public GammatoneDescriptor(GammatoneOptions options, int sampleRateHz)
    {
        var spectrum = new SpectrumPlan(options.WindowSeconds, sampleRateHz);
        energies = new BandEnergies(spectrum, GammatoneFilterbank.Weights(spectrum, options.Bands, options.MinHz, options.MaxHz));
        Columns = [.. Enumerable.Range(0, options.Bands)
            .Select(band => new DescriptorColumn($"gammatone_{band:00}_ln", "ln max(energy behind gammatone filter k re full scale, 1e-10)", "Patterson et al. 1987, Slaney 1993"))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        energies.Measure(analysis.Samples, destination);
        TensorPrimitives.Max(destination, BandEnergies.FloorPower, destination);
        TensorPrimitives.Log(destination, destination);
    }
}
