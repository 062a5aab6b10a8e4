using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features.Descriptors;

/// <summary>Loudness of frames: energy in mel bands, weighted and compressed as the ear does. Immutable.</summary>
/// <remarks>
/// The auditory spectrum of H. Hermansky, JASA 87(4), 1990: equal-loudness weighting at 40 phon, eq. 4, and Stevens' power law, eq. 6. The number has no unit
/// and doubles with 9 dB; it is not calibrated to sones, since recordings state no sound pressure.
/// </remarks>
internal sealed class LoudnessModel
{
    private const float Exponent = 0.33f;
    private readonly BandEnergies bands;
    private readonly float[] weights;

    public LoudnessModel(int sampleRateHz)
    {
        var spectrum = new SpectrumPlan(0.025, sampleRateHz);
        var mel = new MelFilterbank(spectrum, 26, 20, Math.Min(8000, sampleRateHz / 2.0));
        bands = new BandEnergies(spectrum, mel.Weights);
        weights = [.. mel.CentresHz.Select(EqualLoudness)];
    }

    public float[] Measure(ClipAnalysis analysis)
    {
        using var borrowed = new Borrowed<float>(analysis.Grid.Count * bands.BandCount);
        var energies = borrowed.Span;
        var loudness = new float[analysis.Grid.Count];
        bands.Measure(analysis.Samples, energies);
        for (var frame = 0; frame < loudness.Length; frame++)
        {
            var row = energies.Slice(frame * bands.BandCount, bands.BandCount);
            TensorPrimitives.Multiply(row, weights, row);
            TensorPrimitives.Pow(row, Exponent, row);
            loudness[frame] = TensorPrimitives.Sum<float>(row);
        }

        return loudness;
    }

    // Eq. 4, as a weight of energy; 1 where the ear is keenest.
    internal static float EqualLoudness(double hz)
    {
        var squared = Math.Pow(2 * Math.PI * hz, 2);
        return (float)((squared + 56.8e6) * squared * squared / (Math.Pow(squared + 6.3e6, 2) * (squared + 0.38e9)));
    }
}
