using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Bands of a spectrum as the ear spaces them.</summary>
public enum AuditoryBands
{
    /// <summary>Triangles, equally wide on the mel scale; see <see cref="MelFilterbank"/>.</summary>
    Mel,

    /// <summary>Gammatone filters, equally spaced on the ERB-rate scale.</summary>
    Gammatone,
}

/// <summary>Settings of per-channel energy normalisation: band energies over their own recent past, in place of their logarithm. Steady noise and loudness fade,
/// onsets stay.</summary>
/// <remarks>
/// Y. Wang et al., "Trainable Frontend for Robust and Far-Field Keyword Spotting", IEEE ICASSP 2017, eqs. 1 and 2, with their fixed
/// values. Here the past begins with the clip's first frame and epsilon is -100 dB.
/// </remarks>
/// <param name="Filterbank">Which bands.</param>
/// <param name="Bands">Number of bands.</param>
/// <param name="MinHz">Lower edge of the first band, Hz.</param>
/// <param name="MaxHz">Upper edge of the last band, Hz; at most half the sample rate.</param>
/// <param name="Smoothing">s: weight of the newest frame in the recent past, above 0 to 1; 0.025 looks 0.4 s back.</param>
/// <param name="Alpha">Strength of the normalisation, 0 to 1; at 1 loudness is gone.</param>
/// <param name="Delta">Bias before the root: what lies far under it is flattened; above 0.</param>
/// <param name="Root">r: the exponent that compresses, above 0 to 1.</param>
[Kind("pcen", "band energies over their recent past, compressed by a root")]
public sealed record PcenOptions(
    AuditoryBands Filterbank = AuditoryBands.Mel,
    int Bands = 40,
    double MinHz = 20,
    double MaxHz = 8000,
    double Smoothing = 0.025,
    double Alpha = 0.98,
    double Delta = 2,
    double Root = 0.5) : DescriptorOptions
{
    internal const double WindowSeconds = 0.025;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        MelFilterbank.Check(problems, Bands, MinHz, MaxHz, WindowSeconds);
        problems
            .Unless(Smoothing is > 0 and <= 1, $"Smoothing is {Smoothing}; use a value above 0, at most 1.")
            .Unless(Alpha is >= 0 and <= 1, $"Alpha is {Alpha}; use 0 to 1.")
            .Unless(Delta is > 0 and <= 1000, $"Delta is {Delta}; use a value above 0, at most 1000.")
            .Unless(Root is > 0 and <= 1, $"Root is {Root}; use a value above 0, at most 1.");
    }

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new PcenDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures normalised energies.</summary>
internal sealed class PcenDescriptor : IDescriptor
{
    private readonly PcenOptions options;
    private readonly BandEnergies energies;

    public PcenDescriptor(PcenOptions options, int sampleRateHz)
    {
        this.options = options;
        var spectrum = new SpectrumPlan(PcenOptions.WindowSeconds, sampleRateHz);
        energies = new BandEnergies(spectrum, options.Filterbank == AuditoryBands.Mel
            ? new MelFilterbank(spectrum, options.Bands, options.MinHz, options.MaxHz).Weights
            : GammatoneFilterbank.Weights(spectrum, options.Bands, options.MinHz, options.MaxHz));
        const string formula = "(E / (epsilon + M)^alpha + delta)^r - delta^r, E = energy in band k, M[t] = (1 - s) M[t-1] + s E[t] its past";
        Columns = [.. Enumerable.Range(0, options.Bands).Select(band => new DescriptorColumn($"pcen_{band:00}_ratio", formula, "Wang et al. 2017, eqs. 1 and 2"))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        energies.Measure(analysis.Samples, destination);
        var past = destination[..energies.BandCount].ToArray();
        var gain = new float[past.Length];
        for (var frame = 0; frame < analysis.Grid.Count; frame++) Normalise(destination.Slice(frame * past.Length, past.Length), past, gain);
    }

    // Eqs. 1 and 2 for the bands of one frame.
    private void Normalise(Span<float> now, Span<float> past, Span<float> gain)
    {
        TensorPrimitives.Lerp(past, now, (float)options.Smoothing, past);
        TensorPrimitives.Add(past, BandEnergies.FloorPower, gain);
        TensorPrimitives.Pow(gain, (float)-options.Alpha, gain);
        TensorPrimitives.Multiply(now, gain, now);
        TensorPrimitives.Add(now, (float)options.Delta, now);
        TensorPrimitives.Pow(now, (float)options.Root, now);
        TensorPrimitives.Subtract(now, (float)Math.Pow(options.Delta, options.Root), now);
    }
}
