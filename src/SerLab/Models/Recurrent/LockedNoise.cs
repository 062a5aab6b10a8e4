using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>What disturbs one batch in training, and never in scoring.</summary>
/// <param name="InputShift">Standard deviation of each feature's offset, shape [inputs]; empty for none.</param>
/// <param name="Network">Shares of features and units that are hidden.</param>
/// <param name="Masking">Stretches of steps and features that are hidden; null for none.</param>
/// <param name="Stream">Where chance comes from.</param>
internal sealed record LockedNoise(float[] InputShift, RecurrentNetworkSettings Network, MaskingSettings? Masking, RandomStream Stream)
{
    /// <summary>Share of the units hidden between layers and before the dense layer, in [0, 1).</summary>
    public double Dropout => Network.Dropout;

    /// <summary>Share of the units hidden from the next step, in [0, 1).</summary>
    public double RecurrentDropout => Network.RecurrentDropout;

    /// <summary>Disturbs the input of a batch: offsets, hidden features, hidden stretches, in this order.</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="room">Room for factors and offsets.</param>
    /// <param name="values">Shape [total x inputs]; changed in place.</param>
    public void Disturb(SequenceLayout layout, int inputs, PooledFloats room, Span<float> values)
    {
        var factors = room.Take(layout.Rows * inputs);
        if (InputShift.Length > 0)
        {
            DrawShift(factors);
            Add(layout, factors, values);
        }

        if (Network.InputDropout > 0)
        {
            DrawMask(Network.InputDropout, factors);
            Multiply(layout, factors, values);
        }

        Masking?.Hide(layout, inputs, Stream, values);
    }

    /// <summary>Draws factors: 0 with probability <paramref name="rate"/>, else 1 / (1 - rate), so that the mean stays.</summary>
    /// <param name="rate">In [0, 1).</param>
    /// <param name="mask">Any length; filled.</param>
    public void DrawMask(double rate, Span<float> mask)
    {
        var kept = (float)(1 / (1 - rate));
        for (var i = 0; i < mask.Length; i++) mask[i] = Stream.NextDouble() < rate ? 0 : kept;
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

    // Normal offsets of the features' deviations.
    private void DrawShift(Span<float> offsets)
    {
        for (var i = 0; i < offsets.Length; i++) offsets[i] = (float)(InputShift[i % InputShift.Length] * Stream.NextGaussian());
    }

    private static void Add(SequenceLayout layout, ReadOnlySpan<float> offsets, Span<float> values)
    {
        for (var step = 0; step < layout.Steps; step++)
        {
            var part = layout.At(values, offsets.Length / layout.Rows, step);
            TensorPrimitives.Add(part, offsets[..part.Length], part);
        }
    }
}
