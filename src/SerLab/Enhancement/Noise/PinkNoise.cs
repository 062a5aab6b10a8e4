using System.Numerics;
using SerLab.Numerics;

namespace SerLab.Enhancement.Noise;

/// <summary>Gaussian noise whose power density falls as 1 / f: equal power in every octave from 20 Hz on, nothing below. Immutable.</summary>
/// <remarks>Drawn as a spectrum (independent Gaussian real and imaginary parts, scaled by 1 / sqrt(f)) and transformed back, so that the slope is exact at every bin.</remarks>
public sealed class PinkNoise : INoiseSource
{
    private const double LowestHz = 20;

    private readonly int sampleRateHz;

    /// <param name="sampleRateHz">Samples per second of the stretches.</param>
    public PinkNoise(int sampleRateHz) => this.sampleRateHz = sampleRateHz;

    /// <inheritdoc/>
    public string Name => "pink";

    /// <inheritdoc/>
    public float[] Draw(NoiseWish wish)
    {
        var chance = wish.Random.Open();
        var transform = new RealFft(Math.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)wish.SampleCount)));
        float[] real = new float[transform.BinCount], imaginary = new float[transform.BinCount], noise = new float[transform.Length];
        for (var k = 1; k < transform.BinCount - 1; k++)
        {
            if ((double)k * sampleRateHz / transform.Length < LowestHz) continue;
            var scale = transform.Length / (2 * Math.Sqrt(k));
            (real[k], imaginary[k]) = ((float)(scale * chance.NextGaussian()), (float)(scale * chance.NextGaussian()));
        }

        // A stretch shorter than a period of 20 Hz would be silent; its highest bin makes it sound all the same.
        if (real.AsSpan().IndexOfAnyExcept(0f) < 0) real[^1] = transform.Length;
        transform.Inverse(real, imaginary, noise, new float[transform.ScratchLength]);
        return noise.Length == wish.SampleCount ? noise : noise[..wish.SampleCount];
    }
}
