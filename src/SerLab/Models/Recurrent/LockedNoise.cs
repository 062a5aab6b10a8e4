using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>What disturbs one batch in training, and never in scoring.</summary>
/// <param name="InputShift">Standard deviation of each feature's offset, shape [inputs]; empty for none.</param>
/// <param name="InputDropout">Share of the features hidden, in [0, 1).</param>
/// <param name="Dropout">Share of the units hidden between layers and before the dense layer, in [0, 1).</param>
/// <param name="Stream">Where chance comes from.</param>
internal sealed record LockedNoise(float[] InputShift, double InputDropout, double Dropout, RandomStream Stream)
{
    /// <summary>The share hidden of a layer's input.</summary>
    public double DropoutOf(int layer) => layer == 0 ? InputDropout : Dropout;

    /// <summary>Draws factors: 0 with probability <paramref name="rate"/>, else 1 / (1 - rate), so that the mean stays.</summary>
    /// <param name="rate">In [0, 1).</param>
    /// <param name="mask">Any length; filled.</param>
    public void DrawMask(double rate, Span<float> mask)
    {
        var kept = (float)(1 / (1 - rate));
        for (var i = 0; i < mask.Length; i++) mask[i] = Stream.NextDouble() < rate ? 0 : kept;
    }

    /// <summary>Draws normal offsets of the features' deviations.</summary>
    /// <param name="offsets">Shape [rows x inputs]; filled.</param>
    public void DrawShift(Span<float> offsets)
    {
        for (var i = 0; i < offsets.Length; i++) offsets[i] = (float)(InputShift[i % InputShift.Length] * Stream.NextGaussian());
    }

    /// <summary>Multiplies every step with the factors of its sequences: what is hidden is hidden at all steps.</summary>
    /// <remarks>Y. Gal and Z. Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks", NIPS 2016, section 4.</remarks>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="mask">Shape [rows x width].</param>
    /// <param name="values">Shape [total x width]; changed in place.</param>
    public static void Multiply(SequenceLayout layout, ReadOnlySpan<float> mask, Span<float> values)
    {
        for (var step = 0; step < layout.Steps; step++)
        {
            var part = layout.At(values, mask.Length / layout.Rows, step);
            TensorPrimitives.Multiply(part, mask[..part.Length], part);
        }
    }

    /// <summary>Adds the offsets of its sequences to every step.</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="offsets">Shape [rows x width].</param>
    /// <param name="values">Shape [total x width]; changed in place.</param>
    public static void Add(SequenceLayout layout, ReadOnlySpan<float> offsets, Span<float> values)
    {
        for (var step = 0; step < layout.Steps; step++)
        {
            var part = layout.At(values, offsets.Length / layout.Rows, step);
            TensorPrimitives.Add(part, offsets[..part.Length], part);
        }
    }
}
