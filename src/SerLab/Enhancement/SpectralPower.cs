using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Power spectra of frames.</summary>
internal static class SpectralPower
{
    /// <summary>Below it power counts as none: some -250 dB of full scale, so that no ratio of powers is taken of zero.</summary>
    public const float Least = 1e-30f;

    // Below -100 dB of the loudest frame nothing can be heard: digital silence, of which nothing about the noise can be learnt.
    private const float SilenceShare = 1e-10f;

    /// <summary>destination[k] = (real[k]^2 + imaginary[k]^2) / coverage.</summary>
    /// <param name="real">Shape [bins]; only read.</param>
    /// <param name="imaginary">Shape [bins]; only read.</param>
    /// <param name="coverage">Share of the window's energy that lies in the clip, above 0 to 1: a frame over the clip's edge counts as if it were full.</param>
    /// <param name="destination">Shape [bins].</param>
    public static void Of(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, float coverage, Span<float> destination)
    {
        TensorPrimitives.Multiply(real, real, destination);
        TensorPrimitives.MultiplyAdd(imaginary, imaginary, destination, destination);
        if (coverage < 1) TensorPrimitives.Divide(destination, coverage, destination);
    }

    /// <summary>Whether a frame is digital silence beside the loudest.</summary>
    public static bool IsSilent(float framePower, float loudestPower) => !(framePower > SilenceShare * loudestPower);
}
