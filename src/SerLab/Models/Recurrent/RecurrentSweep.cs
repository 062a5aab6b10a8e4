using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>One direction of one layer over all steps of a batch. Direction 0 goes from the first step to the last, direction 1 from the last to the first.</summary>
internal static class RecurrentSweep
{
    /// <summary>gates(t) = W x(t) + b + U h(t - 1); the cell makes h(t) of them. The input product is one product for all steps.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="direction">0 or 1.</param>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="input">Shape [total x inputs].</param>
    /// <param name="scratch">Gates, memory and output are filled.</param>
    public static void Forward(
        RecurrentShape shape, ReadOnlySpan<float> weights, int layer, int direction, SequenceLayout layout, ReadOnlySpan<float> input, DirectionScratch scratch)
    {
        int hidden = shape.Hidden, width = shape.GateWidth, inputs = shape.InputsOf(layer), total = layout.Total;
        var gates = scratch.Gates.Take(total * width);
        var memory = scratch.Memory.Take(shape.Cell.HasMemory ? total * hidden : 0);
        var output = scratch.Output.Take(total * hidden);

        var packedInput = scratch.PackedInputWeight.Take(MatrixProduct.PackedLength(inputs, width));
        MatrixProduct.PackTransposed(shape.InputWeight(layer, direction).In(weights), inputs, width, packedInput);
        var packedRecurrent = scratch.PackedRecurrentWeight.Take(MatrixProduct.PackedLength(hidden, width));
        MatrixProduct.PackTransposed(shape.RecurrentWeight(layer, direction).In(weights), hidden, width, packedRecurrent);

        var bias = shape.Bias(layer, direction).In(weights);
        for (var row = 0; row < total; row++) bias.CopyTo(gates[(row * width)..]);
        MatrixProduct.MultiplyPacked(input, packedInput, total, inputs, width, true, gates);
        for (var i = 0; i < layout.Steps; i++)
        {
            var (step, before, known) = Neighbours(layout, direction, i);
            var stepGates = layout.At(gates, width, step);
            if (known > 0) MatrixProduct.MultiplyPacked(layout.At(output, hidden, before), packedRecurrent, known, hidden, width, true, stepGates);
            shape.Cell.Forward(stepGates, Before(layout, memory, hidden, before, known), AtOrEmpty(layout, memory, hidden, step), layout.At(output, hidden, step), hidden);
        }
    }

    /// <summary>Backpropagation through time (P. Werbos, Proceedings of the IEEE 78(10), 1990); weight gradients are one product over all steps.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="direction">0 or 1.</param>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="input">As on the way forward.</param>
    /// <param name="scratch">As the way forward left it, and the gradient in the output; both are used up.</param>
    /// <param name="gradient">Gradient in all learned numbers; this layer's and direction's are written.</param>
    /// <param name="inputGradient">Gradient in the input, added to; empty where nobody asks.</param>
    public static void Backward(
        RecurrentShape shape, ReadOnlySpan<float> weights, int layer, int direction, SequenceLayout layout, ReadOnlySpan<float> input, DirectionScratch scratch,
        Span<float> gradient, Span<float> inputGradient)
    {
        int hidden = shape.Hidden, width = shape.GateWidth, inputs = shape.InputsOf(layer), total = layout.Total;
        var gates = scratch.Gates.Take(total * width);
        var memory = scratch.Memory.Take(shape.Cell.HasMemory ? total * hidden : 0);
        var output = scratch.Output.Take(total * hidden);
        var outputGradient = scratch.OutputGradient.Take(total * hidden);
        var previousOutput = scratch.PreviousOutput.Take(total * hidden);
        var memoryGradient = scratch.MemoryGradient.Take(shape.Cell.HasMemory ? layout.Rows * hidden : 0);
        memoryGradient.Clear();

        var packed = scratch.PackedRecurrentWeight.Take(MatrixProduct.PackedLength(width, hidden));
        MatrixProduct.Pack(shape.RecurrentWeight(layer, direction).In(weights), width, hidden, packed);
        for (var i = layout.Steps - 1; i >= 0; i--)
        {
            var (step, before, known) = Neighbours(layout, direction, i);
            var stepGates = layout.At(gates, width, step);
            var rows = layout.RowsAt(step);
            shape.Cell.Backward(
                stepGates, Before(layout, memory, hidden, before, known), AtOrEmpty(layout, memory, hidden, step), layout.At(output, hidden, step),
                layout.At(outputGradient, hidden, step), memoryGradient[..Math.Min(memoryGradient.Length, rows * hidden)], hidden);
            if (known > 0) MatrixProduct.MultiplyPacked(stepGates, packed, known, width, hidden, true, layout.At(outputGradient, hidden, before));
            var previous = layout.At(previousOutput, hidden, step);
            Before(layout, output, hidden, before, known).CopyTo(previous);
            previous[(known * hidden)..].Clear();
        }

        MatrixProduct.TransposedMultiply(gates, input, width, total, inputs, false, shape.InputWeight(layer, direction).In(gradient));
        MatrixProduct.TransposedMultiply(gates, previousOutput, width, total, hidden, false, shape.RecurrentWeight(layer, direction).In(gradient));
        RowSums.Add(gates, width, false, shape.Bias(layer, direction).In(gradient));
        if (!inputGradient.IsEmpty) MatrixProduct.Multiply(gates, shape.InputWeight(layer, direction).In(weights), total, width, inputs, true, inputGradient);
    }

    // The i-th step in the order of the direction, the step before it, and how many of its sequences have one.
    private static (int Step, int Before, int Known) Neighbours(SequenceLayout layout, int direction, int i)
    {
        var step = direction == 0 ? i : layout.Steps - 1 - i;
        var before = direction == 0 ? step - 1 : step + 1;
        return (step, before, Math.Min(layout.RowsAt(step), layout.RowsAt(before)));
    }

    private static Span<float> Before(SequenceLayout layout, Span<float> values, int hidden, int before, int known) =>
        values.IsEmpty || known == 0 ? [] : layout.At(values, hidden, before)[..(known * hidden)];

    private static Span<float> AtOrEmpty(SequenceLayout layout, Span<float> values, int hidden, int step) =>
        values.IsEmpty ? [] : layout.At(values, hidden, step);
}
