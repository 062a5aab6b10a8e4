using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Dropout that hides the same units of an example at every step.</summary>
/// <remarks>Y. Gal and Z. Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks", NIPS 2016, section 4.</remarks>
internal static class LockedDropout
{
    /// <summary>Draws factors: 0 with probability <paramref name="rate"/>, else 1 / (1 - rate), so that the mean stays.</summary>
    /// <param name="rate">In [0, 1).</param>
    /// <param name="stream">Where chance comes from.</param>
    /// <param name="mask">Any length; filled.</param>
    public static void Draw(double rate, RandomStream stream, Span<float> mask)
    {
        var kept = (float)(1 / (1 - rate));
        for (var i = 0; i < mask.Length; i++) mask[i] = stream.NextDouble() < rate ? 0 : kept;
    }

    /// <summary>Multiplies every step with the factors of its sequences.</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="mask">Shape [rows x width].</param>
    /// <param name="values">Shape [total x width]; changed in place.</param>
    public static void Apply(SequenceLayout layout, ReadOnlySpan<float> mask, Span<float> values)
    {
        var width = mask.Length / layout.Rows;
        for (var step = 0; step < layout.Steps; step++)
        {
            var part = layout.At(values, width, step);
            TensorPrimitives.Multiply(part, mask[..part.Length], part);
        }
    }
}
