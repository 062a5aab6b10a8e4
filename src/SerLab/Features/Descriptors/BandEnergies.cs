using System.Runtime.Intrinsics;
using SerLab.Numerics;

namespace SerLab.Features.Descriptors;

/// <summary>Energies of frames in bands of their spectra. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// Eight frames go from samples to energies at a time, side by side in the lanes of the vectors: their spectra stay in the first-level cache and are never written out.
/// Where the time goes: study signal-speed.
/// </remarks>
internal sealed class BandEnergies
{
    /// <summary>Least energy of a band relative to full scale: -100 dB, under the noise of 16-bit samples, so that digital silence has a logarithm.</summary>
    public const float FloorPower = 1e-10f;

    private readonly SpectrumPlan spectrum;
    private readonly BandWeights bands;

    public BandEnergies(SpectrumPlan spectrum, BandWeights bands) => (this.spectrum, this.bands) = (spectrum, bands);

    /// <summary>Number of bands.</summary>
    public int BandCount => bands.Count;

    /// <summary>Energies of all frames relative to full scale.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="destination">Shape [frames x bands].</param>
    public void Measure(FramedSamples samples, Span<float> destination) => Measure(samples, 0, samples.Grid.Count, destination);

    /// <summary>Energies of frames in a row.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="firstFrame">Where to begin.</param>
    /// <param name="frameCount">How many frames, all within the clip.</param>
    /// <param name="destination">Shape [frameCount x bands].</param>
    public void Measure(FramedSamples samples, int firstFrame, int frameCount, Span<float> destination)
    {
        using var borrowed = new Borrowed<Vector256<float>>(spectrum.ScratchLength + spectrum.BinCount + BandCount);
        Span<Vector256<float>> scratch = borrowed.Span[..spectrum.ScratchLength], power = borrowed.Span.Slice(spectrum.ScratchLength, spectrum.BinCount), energies = borrowed.Span[^BandCount..];
        for (var done = 0; done < frameCount; done += SpectrumPlan.Lanes)
        {
            spectrum.MeasureLanes(samples, firstFrame + done, scratch, power);
            bands.Apply(power, energies);
            LaneTranspose.ToRows(energies, Math.Min(SpectrumPlan.Lanes, frameCount - done), destination[(done * BandCount)..]);
        }
    }
}
