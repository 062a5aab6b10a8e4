using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of spectral harmonicity: how evenly the peaks of the spectrum are spaced, whatever the pitch.</summary>
/// <remarks>
/// The spectrum's autocorrelation: M. Lahat, R. Niederjohn and D. Krubsack, IEEE Trans. ASSP 35(6), 1987. The mean over 500 Hz is taken off so that formants do not count.
/// </remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds; shorter than 0.04 cannot resolve low voices.</param>
[Kind("harmonicity", "how evenly the peaks of the spectrum are spaced")]
public sealed record HarmonicityOptions(double MaxHz = 4000, double WindowSeconds = 0.05) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(MaxHz >= 2000, $"MaxHz is {MaxHz}; use at least 2000.")
        .Unless(WindowSeconds is >= 0.03 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.03 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new HarmonicityDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures harmonicity.</summary>
internal sealed class HarmonicityDescriptor : IDescriptor
{
    private const double MinHz = 70, MaxSpacingHz = 500;

    // Added to the product of energies: spectra under -100 dB have no peaks.
    private const float FloorPower = 1e-10f;
    private readonly SpectrumPlan spectrum;
    private readonly int binCount;
    private readonly int minLag;
    private readonly int maxLag;

    public HarmonicityDescriptor(HarmonicityOptions options, int sampleRateHz)
    {
        spectrum = new SpectrumPlan(options.WindowSeconds, sampleRateHz);
        binCount = Math.Min(spectrum.BinAt(options.MaxHz) + 1, spectrum.BinCount);
        (minLag, maxLag) = (spectrum.BinAt(MinHz), (int)(MaxSpacingHz / spectrum.BinHz));
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
        [new("harmonicity_ratio", "greatest normalised correlation of the magnitudes up to MaxHz less their mean over 500 Hz with themselves shifted by 70 to 500 Hz", "Lahat et al. 1987")];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        using var borrowed = new Borrowed<float>(SpectrumPlan.Lanes * spectrum.BinCount);
        var power = borrowed.Span;
        var peaks = new float[binCount];
        var sums = new double[binCount + 1];
        for (var first = 0; first < analysis.Grid.Count; first += SpectrumPlan.Lanes)
        {
            var count = Math.Min(SpectrumPlan.Lanes, analysis.Grid.Count - first);
            spectrum.Measure(analysis.Samples, first, count, power);
            for (var i = 0; i < count; i++)
            {
                TensorPrimitives.Sqrt(power.Slice(i * spectrum.BinCount, binCount), peaks);
                Flatten(peaks, sums);
                destination[first + i] = Correlation(peaks);
            }
        }
    }

    // Takes the mean over 500 Hz around each bin off.
    private void Flatten(Span<float> magnitudes, Span<double> sums)
    {
        for (var bin = 0; bin < binCount; bin++) sums[bin + 1] = sums[bin] + magnitudes[bin];
        for (var bin = 0; bin < binCount; bin++)
        {
            int from = Math.Max(0, bin - maxLag / 2), to = Math.Min(binCount, bin + maxLag / 2 + 1);
            magnitudes[bin] -= (float)((sums[to] - sums[from]) / (to - from));
        }
    }

    private float Correlation(ReadOnlySpan<float> peaks)
    {
        var greatest = 0f;
        for (var lag = minLag; lag <= maxLag; lag++)
        {
            ReadOnlySpan<float> low = peaks[..^lag], high = peaks[lag..];
            var energies = (double)TensorPrimitives.SumOfSquares(low) * TensorPrimitives.SumOfSquares(high);
            greatest = Math.Max(greatest, TensorPrimitives.Dot(low, high) / (float)(Math.Sqrt(energies) + FloorPower));
        }

        return greatest;
    }
}
