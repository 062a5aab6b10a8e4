using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Overlapping triangular bands, equally wide on the mel scale. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// S. B. Davis and P. Mermelstein, IEEE Trans. ASSP 28(4), 1980; mel(f) = 2595 log10(1 + f / 700) (D. O'Shaughnessy, 1987). Each triangle has height 1 and
/// meets the centres of its neighbours, so that between the first and the last centre the bands share every bin's power without loss.
/// </remarks>
public sealed class MelFilterbank
{

    /// <param name="spectrum">The spectra that the bands are taken from.</param>
    /// <param name="bandCount">Number of bands.</param>
    /// <param name="minHz">Lower edge of the first band, Hz.</param>
    /// <param name="maxHz">Upper edge of the last band, Hz.</param>
    public MelFilterbank(SpectrumPlan spectrum, int bandCount, double minHz, double maxHz)
    {
        var weights = new float[bandCount][];
        var centresHz = new double[bandCount];
        var step = (Mel(maxHz) - Mel(minHz)) / (bandCount + 1);
        for (var band = 0; band < bandCount; band++)
        {
            double left = Mel(minHz) + band * step, centre = left + step, right = centre + step;
            centresHz[band] = Hz(centre);
            var first = spectrum.BinAt(Hz(left));
            var last = Math.Min(spectrum.BinAt(Hz(right)), spectrum.BinCount - 1);
            weights[band] = new float[spectrum.BinCount];
            for (var bin = first; bin <= last; bin++)
            {
                var mel = Mel(bin * spectrum.BinHz);
                weights[band][bin] = (float)Math.Max(0, mel <= centre ? (mel - left) / step : (right - mel) / step);
            }

            // A band narrower than the distance of bins may hold none: it takes its share of the nearest.
            if (TensorPrimitives.Sum(weights[band]) > 0) continue;
            var nearest = Math.Min((int)Math.Round(Hz(centre) / spectrum.BinHz), spectrum.BinCount - 1);
            weights[band][nearest] = (float)((Hz(right) - Hz(left)) / 2 / spectrum.BinHz);
        }

        (CentresHz, Weights) = (centresHz, new BandWeights(weights));
    }

    /// <summary>Number of bands.</summary>
    public int BandCount => Weights.Count;

    /// <summary>Centre of each band, Hz.</summary>
    public IReadOnlyList<double> CentresHz { get; }

    /// <summary>The bands' weights.</summary>
    internal BandWeights Weights { get; }

    /// <summary>Energy in each band.</summary>
    /// <param name="power">A power spectrum, shape [bins]; only read.</param>
    /// <param name="destination">Band energies, shape [<see cref="BandCount"/>].</param>
    public void Apply(ReadOnlySpan<float> power, Span<float> destination) => Weights.Apply(power, destination);

    /// <summary>Checks the settings that every descriptor with mel bands has.</summary>
    internal static void Check(Problems problems, int bandCount, double minHz, double maxHz, double windowSeconds) => problems
        .Unless(bandCount is >= 4 and <= 256, $"Bands is {bandCount}; use 4 to 256.")
        .Unless(minHz >= 0, $"MinHz is {minHz}; use 0 or more.")
        .Unless(maxHz > minHz, $"MaxHz is {maxHz}, not above MinHz, {minHz}; use for example {minHz + 4000}.")
        .Unless(windowSeconds is >= 0.005 and <= 0.1, $"WindowSeconds is {windowSeconds}; use 0.005 to 0.1.");

    /// <summary>Refuses bands above half the sample rate.</summary>
    internal static void CheckRate(string kind, double maxHz, int sampleRateHz) => new Problems(kind)
        .Unless(maxHz <= sampleRateHz / 2.0, $"MaxHz is {maxHz}; at {sampleRateHz} Hz use at most {sampleRateHz / 2.0}, or resample the clip.")
        .ThrowIfAny();

    private static double Mel(double hz) => 2595 * Math.Log10(1 + hz / 700);

    private static double Hz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
