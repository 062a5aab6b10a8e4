using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>The probability that speech is present in a bin.</summary>
internal static class SpeechPresence
{
    // exp(-50) is small against any absence that is not certain.
    private const float MaxExponent = 50;

    /// <summary>p = (1 - q) / (1 - q + q (1 + xi) exp(-v)), v = gamma xi / (1 + xi): I. Cohen and B. Berdugo, Signal Processing 81(11), 2001, eq. 10.</summary>
    /// <param name="absence">q, the prior probability of no speech, 0 to 1, shape [bins]; overwritten.</param>
    /// <param name="priorSnr">xi, shape [bins]; only read.</param>
    /// <param name="posteriorSnr">gamma, shape [bins]; only read.</param>
    /// <param name="presence">p, shape [bins].</param>
    public static void Of(Span<float> absence, ReadOnlySpan<float> priorSnr, ReadOnlySpan<float> posteriorSnr, Span<float> presence)
    {
        TensorPrimitives.Subtract(1f, absence, presence);
        TensorPrimitives.Divide(absence, presence, absence);
        TensorPrimitives.Add(priorSnr, 1f, presence);
        TensorPrimitives.Multiply(absence, presence, absence);
        TensorPrimitives.Divide(priorSnr, presence, presence);
        TensorPrimitives.Multiply(presence, posteriorSnr, presence);
        TensorPrimitives.Min(presence, MaxExponent, presence);
        TensorPrimitives.Negate(presence, presence);
        TensorPrimitives.Exp(presence, presence);
        TensorPrimitives.Multiply(presence, absence, presence);
        TensorPrimitives.Add(presence, 1f, presence);
        TensorPrimitives.Divide(1f, presence, presence);
    }
}
