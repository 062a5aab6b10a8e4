using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>One pass of a batch through convolutions, recurrent layers, pooling and dense layers: the way forward and the way back. Belongs to one thread.</summary>
internal readonly ref struct RecurrentNetwork
{
    private readonly RecurrentShape shape;
    private readonly ReadOnlySpan<float> weights;
    private readonly PackedNetwork packed;
    private readonly SequenceLayout outer;
    private readonly SequenceLayout inner;
    private readonly LockedNoise? noise;
    private readonly RecurrentScratch scratch;

    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="packed">The same, as the products read them.</param>
    /// <param name="layout">Where the steps of the batch lie.</param>
    /// <param name="noise">What disturbs the batch in training; null for scoring.</param>
    /// <param name="scratch">Holds the batch in its input; filled on the way forward, used up on the way back.</param>
    public RecurrentNetwork(RecurrentShape shape, ReadOnlySpan<float> weights, PackedNetwork packed, SequenceLayout layout, LockedNoise? noise, RecurrentScratch scratch)
    {
        (this.shape, this.packed, outer, this.noise, this.scratch) = (shape, packed, layout, noise, scratch);
        this.weights = weights;
        inner = layout;
        for (var i = 0; i < shape.Convolutions.Count; i++) inner = inner.Strided(shape.Front!.Stride);
    }

    /// <summary>The batch's logits, shape [rows x classes]; they lie in the scratch.</summary>
    public Span<float> Logits => scratch.Logits.Take(outer.Rows * shape.Classes);

    /// <summary>The logits of the auxiliary task, shape [rows x auxiliary classes]; they lie in the scratch.</summary>
    public Span<float> AuxiliaryLogits => scratch.AuxiliaryLogits.Take(outer.Rows * shape.AuxiliaryClasses);

    /// <summary>Share of each step in its example's vector, shape [total of the inner layout]; it lies in the scratch.</summary>
    public Span<float> Shares => scratch.Share.Take(inner.Total);

    private Span<float> Top => scratch.Top.Take(inner.Total * shape.OutputWidth);

    private Span<float> Pooled => scratch.Pooled.Take(outer.Rows * shape.PooledWidth);

    private ReadOnlySpan<float> Attention => shape.Attention is { } block ? block.In(weights) : [];

    /// <summary>Fills <see cref="Logits"/> and <see cref="AuxiliaryLogits"/>.</summary>
    public void Forward()
    {
        var input = scratch.Input.Take(outer.Total * shape.Inputs);
        noise?.Disturb(outer, shape.Inputs, scratch.InputMask, input);
        var layout = outer;
        for (var i = 0; i < shape.Convolutions.Count; i++)
        {
            var next = layout.Strided(shape.Front!.Stride);
            input = ConvolutionFront.Forward(shape.Front, shape.Convolutions[i], packed.Convolutions[i], weights, layout, next, input, scratch.Convolutions[i]);
            layout = next;
        }

        for (var layer = 0; layer < shape.Layers; layer++)
        {
            input = Hide(layer, input);
            var own = scratch.Layers[layer];
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                if (noise?.RecurrentDropout > 0) noise.DrawMask(noise.RecurrentDropout, own.Directions[direction].Mask.Take(inner.Rows * shape.Hidden));
                Sweep(layer, direction, input).Forward();
            }

            input = layer == shape.Layers - 1 ? Top : scratch.Layers[layer + 1].Input.Take(inner.Total * shape.OutputWidth);
            Join(own, input);
            if (shape.Norms.Count > 0) LayerNorm.Forward(shape.Norms[layer].Weight.In(weights), shape.Norms[layer].Bias.In(weights), input, own.Norm);
        }

        SequencePooling.Forward(shape, inner, Top, Attention, Shares, Pooled);
        var seen = Pooled;
        if (noise?.Dropout > 0)
        {
            var mask = scratch.PooledMask.Take(2 * seen.Length);
            noise.DrawMask(noise.Dropout, mask[..seen.Length]);
            TensorPrimitives.Multiply(seen, mask[..seen.Length], mask[seen.Length..]);
            seen = mask[seen.Length..];
        }

        Dense(shape.Head, seen, Logits);
        if (shape.AuxiliaryHead is { } auxiliary) Dense(auxiliary, seen, AuxiliaryLogits);
    }

    /// <summary>Gradient in all learned numbers.</summary>
    /// <param name="logitGradient">Gradient in the logits, shape [rows x classes].</param>
    /// <param name="auxiliaryGradient">Gradient in the auxiliary logits; empty without an auxiliary task.</param>
    /// <param name="gradient">Shape [parameters]; overwritten.</param>
    public void Backward(ReadOnlySpan<float> logitGradient, ReadOnlySpan<float> auxiliaryGradient, Span<float> gradient)
    {
        var pooled = Pooled;
        var pooledGradient = scratch.PooledGradient.Take(pooled.Length);
        var mask = noise?.Dropout > 0 ? scratch.PooledMask.Take(2 * pooled.Length) : [];
        var seen = mask.IsEmpty ? pooled : mask[pooled.Length..];
        DenseBack(shape.Head, seen, logitGradient, gradient, pooledGradient, false);
        if (shape.AuxiliaryHead is { } auxiliary) DenseBack(auxiliary, seen, auxiliaryGradient, gradient, pooledGradient, true);
        if (!mask.IsEmpty) TensorPrimitives.Multiply(pooledGradient, mask[..pooled.Length], pooledGradient);

        var outputGradient = scratch.TopGradient.Take(inner.Total * shape.OutputWidth);
        SequencePooling.Backward(
            shape, inner, Top, Attention, shape.Pooling == TimePooling.Last ? [] : Shares, pooled, pooledGradient, outputGradient,
            shape.Attention is { } block ? block.In(gradient) : []);
        for (var layer = shape.Layers - 1; layer >= 0; layer--)
        {
            var own = scratch.Layers[layer];
            if (shape.Norms.Count > 0)
                LayerNorm.Backward(shape.Norms[layer].Weight.In(weights), outputGradient, own.Norm, shape.Norms[layer].Weight.In(gradient), shape.Norms[layer].Bias.In(gradient));
            Part(outputGradient, own);
            var isAsked = layer > 0 || shape.Convolutions.Count > 0;
            var inputGradient = isAsked ? own.InputGradient.Take(inner.Total * shape.InputsOf(layer)) : [];
            for (var direction = 0; direction < shape.Directions; direction++) Sweep(layer, direction, InputOf(layer)).Backward(gradient, inputGradient, direction > 0);
            if (isAsked && noise?.Dropout > 0) LockedNoise.Multiply(inner, own.Mask.Take(inner.Rows * shape.InputsOf(layer)), inputGradient);
            outputGradient = inputGradient;
        }

        ConvolutionsBack(outputGradient, gradient);
    }

    private void ConvolutionsBack(Span<float> outputGradient, Span<float> gradient)
    {
        for (var i = shape.Convolutions.Count - 1; i >= 0; i--)
        {
            var from = outer;
            for (var j = 0; j < i; j++) from = from.Strided(shape.Front!.Stride);
            var inputGradient = i == 0 ? [] : scratch.Convolutions[i].OutputGradient.Take(from.Total * shape.Front!.Channels);
            ConvolutionFront.Backward(
                shape.Front!, shape.Convolutions[i], packed.Convolutions[i], from, from.Strided(shape.Front!.Stride), scratch.Convolutions[i], outputGradient, gradient, inputGradient);
            outputGradient = inputGradient;
        }
    }

    // What a layer sees: dropout between layers and behind convolutions.
    private Span<float> Hide(int layer, Span<float> input)
    {
        if (noise is not { Dropout: > 0 } || (layer == 0 && shape.Convolutions.Count == 0)) return input;
        var mask = scratch.Layers[layer].Mask.Take(inner.Rows * shape.InputsOf(layer));
        noise.DrawMask(noise.Dropout, mask);
        LockedNoise.Multiply(inner, mask, input);
        return input;
    }

    private Span<float> InputOf(int layer) =>
        layer > 0 ? scratch.Layers[layer].Input.Take(inner.Total * shape.OutputWidth)
        : shape.Convolutions.Count > 0 ? scratch.Convolutions[^1].Output.Take(inner.Total * shape.LayerInputs)
        : scratch.Input.Take(inner.Total * shape.Inputs);

    private RecurrentSweep Sweep(int layer, int direction, ReadOnlySpan<float> input)
    {
        var own = scratch.Layers[layer].Directions[direction];
        return new(shape, weights, packed, layer, direction, inner, input, noise?.RecurrentDropout > 0 ? own.Mask.Take(inner.Rows * shape.Hidden) : [], own);
    }

    private void Dense(WeightAndBias blocks, ReadOnlySpan<float> seen, Span<float> logits)
    {
        var bias = blocks.Bias.In(weights);
        for (var row = 0; row < outer.Rows; row++) bias.CopyTo(logits[(row * bias.Length)..]);
        MatrixProduct.MultiplyTransposed(seen, blocks.Weight.In(weights), outer.Rows, shape.PooledWidth, bias.Length, true, logits);
    }

    private void DenseBack(WeightAndBias blocks, ReadOnlySpan<float> seen, ReadOnlySpan<float> logitGradient, Span<float> gradient, Span<float> seenGradient, bool accumulate)
    {
        var classes = blocks.Bias.Length;
        MatrixProduct.TransposedMultiply(logitGradient, seen, classes, outer.Rows, shape.PooledWidth, false, blocks.Weight.In(gradient));
        RowSums.Add(logitGradient, classes, false, blocks.Bias.In(gradient));
        MatrixProduct.Multiply(logitGradient, blocks.Weight.In(weights), outer.Rows, classes, shape.PooledWidth, accumulate, seenGradient);
    }

    // The outputs of the directions beside each other.
    private void Join(LayerScratch layer, Span<float> destination)
    {
        for (var direction = 0; direction < shape.Directions; direction++)
        {
            var output = layer.Directions[direction].Output.Take(inner.Total * shape.Hidden);
            for (var row = 0; row < inner.Total; row++)
                output.Slice(row * shape.Hidden, shape.Hidden).CopyTo(destination[(row * shape.OutputWidth + direction * shape.Hidden)..]);
        }
    }

    // The gradients of the directions from beside each other.
    private void Part(ReadOnlySpan<float> joined, LayerScratch layer)
    {
        for (var direction = 0; direction < shape.Directions; direction++)
        {
            var gradient = layer.Directions[direction].OutputGradient.Take(inner.Total * shape.Hidden);
            for (var row = 0; row < inner.Total; row++)
                joined.Slice(row * shape.OutputWidth + direction * shape.Hidden, shape.Hidden).CopyTo(gradient[(row * shape.Hidden)..]);
        }
    }
}
