using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Recurrent layers, pooling over time, dense layer: the way forward and the way back. Pure functions of config (shape), weights and scratch.</summary>
internal static class RecurrentNetwork
{
    /// <summary>Logits of a batch.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="sequences">Matrices [steps x inputs], longest first.</param>
    /// <param name="layout">Made of their lengths.</param>
    /// <param name="noise">What disturbs the batch in training; null for scoring.</param>
    /// <param name="scratch">Filled with what <see cref="Backward"/> needs.</param>
    /// <returns>Shape [rows x classes]; lies in <paramref name="scratch"/>.</returns>
    public static Span<float> Forward(
        RecurrentShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<MatrixView> sequences, SequenceLayout layout, LockedNoise? noise, RecurrentScratch scratch)
    {
        var first = scratch.Layers[0].Input.Take(layout.Total * shape.Inputs);
        layout.Fill(sequences, first);
        if (noise?.InputShift.Length > 0)
        {
            var offsets = scratch.Layers[0].Mask.Take(layout.Rows * shape.Inputs);
            noise.DrawShift(offsets);
            LockedNoise.Add(layout, offsets, first);
        }

        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var own = scratch.Layers[layer];
            var inputs = shape.InputsOf(layer);
            var input = own.Input.Take(layout.Total * inputs);
            if (layer > 0) Join(shape, scratch.Layers[layer - 1], layout.Total, input);
            if (noise?.DropoutOf(layer) is > 0 and var rate)
            {
                var mask = own.Mask.Take(layout.Rows * inputs);
                noise.DrawMask(rate, mask);
                LockedNoise.Multiply(layout, mask, input);
            }

            for (var direction = 0; direction < shape.Directions; direction++)
                RecurrentSweep.Forward(shape, weights, layer, direction, layout, input, own.Directions[direction]);
        }

        var top = scratch.Top.Take(layout.Total * shape.OutputWidth);
        Join(shape, scratch.Layers[^1], layout.Total, top);
        var pooled = scratch.Pooled.Take(layout.Rows * shape.OutputWidth);
        SequencePooling.Forward(layout, top, Attention(shape, weights), scratch.Share.Take(layout.Total), pooled);
        if (noise?.Dropout is > 0 and var last)
        {
            var mask = scratch.PooledMask.Take(pooled.Length);
            noise.DrawMask(last, mask);
            TensorPrimitives.Multiply(pooled, mask, pooled);
        }

        var logits = scratch.Logits.Take(layout.Rows * shape.Classes);
        for (var row = 0; row < layout.Rows; row++) shape.HeadBias.In(weights).CopyTo(logits[(row * shape.Classes)..]);
        MatrixProduct.MultiplyTransposed(pooled, shape.HeadWeight.In(weights), layout.Rows, shape.OutputWidth, shape.Classes, true, logits);
        return logits;
    }

    /// <summary>Gradient in all learned numbers.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers, as on the way forward.</param>
    /// <param name="layout">As on the way forward.</param>
    /// <param name="noise">As on the way forward; its masks lie in the scratch.</param>
    /// <param name="logitGradient">Gradient in the logits, shape [rows x classes].</param>
    /// <param name="scratch">As <see cref="Forward"/> left it; used up.</param>
    /// <param name="gradient">Shape [parameters]; overwritten.</param>
    public static void Backward(
        RecurrentShape shape, ReadOnlySpan<float> weights, SequenceLayout layout, LockedNoise? noise, ReadOnlySpan<float> logitGradient,
        RecurrentScratch scratch, Span<float> gradient)
    {
        int width = shape.OutputWidth, total = layout.Total;
        var pooled = scratch.Pooled.Take(layout.Rows * width);
        var pooledGradient = scratch.PooledGradient.Take(pooled.Length);
        MatrixProduct.TransposedMultiply(logitGradient, pooled, shape.Classes, layout.Rows, width, false, shape.HeadWeight.In(gradient));
        RowSums.Add(logitGradient, shape.Classes, false, shape.HeadBias.In(gradient));
        MatrixProduct.Multiply(logitGradient, shape.HeadWeight.In(weights), layout.Rows, shape.Classes, width, false, pooledGradient);
        if (noise?.Dropout > 0) TensorPrimitives.Multiply(pooledGradient, scratch.PooledMask.Take(pooled.Length), pooledGradient);

        var outputGradient = scratch.TopGradient.Take(total * width);
        SequencePooling.Backward(
            layout, scratch.Top.Take(total * width), Attention(shape, weights), scratch.Share.Take(total), pooledGradient, outputGradient,
            shape.AttentionVector is { } vector ? vector.In(gradient) : []);
        for (var layer = shape.Layers - 1; layer >= 0; layer--)
        {
            var own = scratch.Layers[layer];
            var inputs = shape.InputsOf(layer);
            Part(shape, outputGradient, own, total);
            var inputGradient = layer > 0 ? own.InputGradient.Take(total * inputs) : [];
            inputGradient.Clear();
            for (var direction = 0; direction < shape.Directions; direction++)
                RecurrentSweep.Backward(shape, weights, layer, direction, layout, own.Input.Take(total * inputs), own.Directions[direction], gradient, inputGradient);
            if (layer > 0 && noise?.Dropout > 0) LockedNoise.Multiply(layout, own.Mask.Take(layout.Rows * inputs), inputGradient);
            outputGradient = inputGradient;
        }
    }

    private static ReadOnlySpan<float> Attention(RecurrentShape shape, ReadOnlySpan<float> weights) =>
        shape.AttentionVector is { } vector ? vector.In(weights) : [];

    // The outputs of the directions beside each other.
    private static void Join(RecurrentShape shape, LayerScratch layer, int total, Span<float> destination)
    {
        for (var direction = 0; direction < shape.Directions; direction++)
        {
            var output = layer.Directions[direction].Output.Take(total * shape.Hidden);
            for (var row = 0; row < total; row++)
                output.Slice(row * shape.Hidden, shape.Hidden).CopyTo(destination[(row * shape.OutputWidth + direction * shape.Hidden)..]);
        }
    }

    // The gradients of the directions from beside each other.
    private static void Part(RecurrentShape shape, ReadOnlySpan<float> joined, LayerScratch layer, int total)
    {
        for (var direction = 0; direction < shape.Directions; direction++)
        {
            var gradient = layer.Directions[direction].OutputGradient.Take(total * shape.Hidden);
            for (var row = 0; row < total; row++)
                joined.Slice(row * shape.OutputWidth + direction * shape.Hidden, shape.Hidden).CopyTo(gradient[(row * shape.Hidden)..]);
        }
    }
}
