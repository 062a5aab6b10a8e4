using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Features.Pitch;

/// <summary>One frame's spectrum and correlation. Scratch: belongs to one thread.</summary>
internal sealed class FrameSpectra
{
    private readonly RealFft fft;
    private readonly RealFft inverse;
    private readonly float[] real;
    private readonly float[] imaginary;
    private readonly float[] power;
    private readonly float[] mixture;
    private readonly float[] padded;
    private readonly float[] nothing;
    private readonly float[] scratch;
    private readonly float[] cosines;

    /// <param name="fft">Transforms the frame.</param>
    /// <param name="inverse">Transforms back to the correlation, at finer lags.</param>
    public FrameSpectra(RealFft fft, RealFft inverse)
    {
        (this.fft, this.inverse) = (fft, inverse);
        Samples = new float[fft.Length];
        Correlation = new float[inverse.Length];
        real = new float[fft.BinCount];
        imaginary = new float[fft.BinCount];
        power = new float[fft.BinCount];
        mixture = new float[fft.BinCount];
        cosines = new float[fft.BinCount];
        padded = new float[inverse.BinCount];
        nothing = new float[inverse.BinCount];
        scratch = new float[inverse.ScratchLength];
    }

    /// <summary>The windowed frame, zeros behind it.</summary>
    public float[] Samples { get; }

    /// <summary>The mixed correlation by lag, 1 at lag 0.</summary>
    public float[] Correlation { get; }

    /// <summary>Power by bin.</summary>
    public ReadOnlySpan<float> Power => power;

    /// <summary>Fills <see cref="Power"/> from <see cref="Samples"/> times a gain.</summary>
    public void Transform(float gain)
    {
        fft.Forward(Samples, real, imaginary, scratch);
        TensorPrimitives.Multiply(real, real, power);
        TensorPrimitives.MultiplyAdd(imaginary, imaginary, power, power);
        TensorPrimitives.Multiply(power, gain * gain, power);
    }

    /// <summary>Fills <see cref="Correlation"/>: half of the power under the weights <paramref name="low"/>, half of its square root under <paramref name="full"/>.</summary>
    /// <returns>False for a frame of less than the least power.</returns>
    public bool Correlate(ReadOnlySpan<float> low, ReadOnlySpan<float> full, float leastPower)
    {
        TensorPrimitives.Sqrt(power, real);
        TensorPrimitives.Multiply(real, full, real);
        TensorPrimitives.Multiply(power, low, mixture);
        float magnitudes = TensorPrimitives.Sum<float>(real), powers = TensorPrimitives.Sum<float>(mixture);
        if (powers / fft.Length < leastPower) return false;
        TensorPrimitives.Multiply(mixture, 0.5f / powers, mixture);
        TensorPrimitives.MultiplyAdd(real, 0.5f / magnitudes, mixture, mixture);
        // Bins stand for themselves and their mirror image, and the inverse divides by its length.
        TensorPrimitives.Multiply(mixture, 0.5f * inverse.Length, padded.AsSpan(0, mixture.Length));
        inverse.Inverse(padded, nothing, Correlation, scratch);
        return true;
    }

    /// <summary>sum_k weights[k] power[k] cos(k radians) over the same sum at 0.</summary>
    public float At(float radians, ReadOnlySpan<float> weights)
    {
        for (var k = 0; k < cosines.Length; k++) cosines[k] = k * radians;
        TensorPrimitives.Cos(cosines, cosines);
        TensorPrimitives.Multiply(power, weights, real);
        return TensorPrimitives.Dot<float>(real, cosines) / Math.Max(TensorPrimitives.Sum<float>(real), float.Epsilon);
    }
}
