using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of psychoacoustic sharpness: how high on the ear's own scale the loudness lies.</summary>
/// <remarks>
/// DIN 45692:2009 with E. Zwicker's specific loudness: over z in Bark, g = 1 up to 15.8 Bark and 0.15 exp(0.42 (z - 15.8)) + 0.85 above, and N' = (1/2 + E / (2
/// E0))^0.23 - 1 (E. Zwicker and H. Fastl, Psychoacoustics, 2nd edition 1999, chapter 8). Recordings state no sound pressure: the threshold E0 is taken to lie 100
/// dB under full scale at all frequencies, and bands do not mask one another. Bark is 13 atan(0.76 f) + 3.5 atan((f / 7.5)^2), f in kHz (E. Zwicker and E. Terhardt,
/// JASA 68(5), 1980).
/// </remarks>
/// <param name="MaxHz">Highest frequency looked at, Hz; at most half the sample rate.</param>
[Kind("sharpness", "psychoacoustic sharpness: how high the loudness lies")]
public sealed record SharpnessOptions(double MaxHz = 8000) : DescriptorOptions
{
    internal const double WindowSeconds = 0.025;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(MaxHz >= 1000, $"MaxHz is {MaxHz}; use at least 1000.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new SharpnessDescriptor(MaxHz, sampleRateHz);
    }
}

/// <summary>Measures sharpness.</summary>
internal sealed class SharpnessDescriptor : IDescriptor
{
    private const float Exponent = 0.23f;
    private readonly BandEnergies energies;

    // 0.11 g(z) z of each band.
    private readonly float[] weights;

    public SharpnessDescriptor(double maxHz, int sampleRateHz)
    {
        var spectrum = new SpectrumPlan(SharpnessOptions.WindowSeconds, sampleRateHz);
        var bandCount = (int)Math.Ceiling(Bark(maxHz));
        energies = new BandEnergies(spectrum, new BandWeights([.. Enumerable.Range(0, bandCount).Select(band => Band(spectrum, band, maxHz))]));
        weights = [.. Enumerable.Range(0, bandCount).Select(band => (float)Weight(band + 0.5))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
        [new("sharpness_acum", "0.11 sum N' g z / sum N' over critical bands z, N' = specific loudness, g = weight of high bands; 0 in silence", "DIN 45692:2009")];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        using var borrowed = new Borrowed<float>(analysis.Grid.Count * weights.Length);
        var bands = borrowed.Span;
        energies.Measure(analysis.Samples, bands);
        for (var frame = 0; frame < analysis.Grid.Count; frame++) destination[frame] = Measure(bands.Slice(frame * weights.Length, weights.Length), weights);
    }

    /// <summary>0.11 g(z) z, for z in Bark.</summary>
    public static double Weight(double bark) => 0.11 * bark * (bark <= 15.8 ? 1 : 0.15 * Math.Exp(0.42 * (bark - 15.8)) + 0.85);

    /// <summary>Frequency in Bark.</summary>
    public static double Bark(double hz) => 13 * Math.Atan(0.00076 * hz) + 3.5 * Math.Atan(hz / 7500 * (hz / 7500));

    // Energies become specific loudnesses in place.
    private static float Measure(Span<float> bands, ReadOnlySpan<float> weights)
    {
        TensorPrimitives.Multiply(bands, 0.5f / BandEnergies.FloorPower, bands);
        TensorPrimitives.Add(bands, 0.5f, bands);
        TensorPrimitives.Max(bands, 1, bands);
        TensorPrimitives.Pow(bands, Exponent, bands);
        TensorPrimitives.Subtract(bands, 1, bands);
        var loudness = TensorPrimitives.Sum<float>(bands);
        return loudness > 0 ? TensorPrimitives.Dot(bands, weights) / loudness : 0;
    }

    // A critical band hears what lies within one Bark of it, shared with its neighbours in proportion to the distance.
    private static float[] Band(SpectrumPlan spectrum, int band, double maxHz) =>
    [
        .. Enumerable.Range(0, spectrum.BinCount)
            .Select(bin => bin * spectrum.BinHz)
            .Select(hz => hz > maxHz ? 0 : (float)Math.Max(0, 1 - Math.Abs(Bark(hz) - band - 0.5))),
    ];
}
