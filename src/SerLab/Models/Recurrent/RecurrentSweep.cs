using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>One direction of one layer over all steps of a batch. Direction 0 goes from the first step to the last, direction 1 from the last to the first.</summary>
/// <remarks>
/// The steps are worked on in blocks: what W does to a block's inputs is one product, done just before the block's steps need it, and a block's share of the weight
/// gradients is one product over its steps, done while its gates are still in the cache.
/// </remarks>
internal readonly ref struct RecurrentSweep
{
    /// <summary>Rows (steps times examples) of a block: long enough for full tiles, short enough for the second-level cache.</summary>
    private const int BlockRows = 256;

    private readonly RecurrentShape shape;
    private readonly PackedDirection packed;
    private readonly DirectionBlocks blocks;
    private readonly int direction;
    private readonly SequenceLayout layout;
    private readonly DirectionScratch scratch;
    private readonly ReadOnlySpan<float> input;
    private readonly Span<float> gates;
    private readonly Span<float> recurrentSums;
    private readonly Span<float> memory;
    private readonly Span<float> output;
    private readonly ReadOnlySpan<float> recurrentBias;
    private readonly ReadOnlySpan<float> peepholes;
    private readonly ReadOnlySpan<float> mask;

    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="packed">The weights as the products read them.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="direction">0 or 1.</param>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="input">Shape [total x inputs].</param>
    /// <param name="mask">Factors of h(t - 1) on its way to the next step, shape [rows x hidden]; empty for none.</param>
    /// <param name="scratch">Filled on the way forward, used up on the way back.</param>
    public RecurrentSweep(
        RecurrentShape shape, ReadOnlySpan<float> weights, PackedNetwork packed, int layer, int direction, SequenceLayout layout, ReadOnlySpan<float> input,
        ReadOnlySpan<float> mask, DirectionScratch scratch)
    {
        (this.shape, this.direction, this.layout, this.scratch) = (shape, direction, layout, scratch);
        this.packed = packed.Directions[layer * shape.Directions + direction];
        blocks = shape.Of(layer, direction);
        this.input = input;
        this.mask = mask;
        gates = scratch.Gates.Take(layout.Total * shape.GateWidth);
        recurrentSums = shape.Cell.KeepsSumsApart ? scratch.RecurrentSums.Take(layout.Total * shape.GateWidth) : [];
        memory = shape.Cell.HasMemory ? scratch.Memory.Take(layout.Total * shape.Hidden) : [];
        output = scratch.Output.Take(layout.Total * shape.Hidden);
        recurrentBias = shape.Cell.KeepsSumsApart ? blocks.RecurrentBias.In(weights) : [];
        peepholes = blocks.Peepholes is { } block ? block.In(weights) : [];
    }

    /// <summary>Gates, memory and output of all steps; the output lies in the scratch.</summary>
    public void Forward()
    {
        int hidden = shape.Hidden, width = shape.GateWidth, inputs = blocks.InputWeight.Shape[1];
        for (var (first, last) = Block(0); first < layout.Steps; (first, last) = Block(last))
        {
            var (start, rows) = RowsOf(first, last);
            MatrixProduct.MultiplyPacked(input.Slice(start * inputs, rows * inputs), packed.Input, rows, inputs, width, false, gates.Slice(start * width, rows * width));
            for (var i = first; i < last; i++)
            {
                var (step, before, known) = Neighbours(i);
                var stepGates = layout.At(gates, width, step);
                var previous = (ReadOnlySpan<float>)layout.At(output, hidden, before);
                if (!mask.IsEmpty) previous = Masked(step, previous[..(known * hidden)]);
                if (shape.Cell.KeepsSumsApart)
                {
                    var sums = layout.At(recurrentSums, width, step);
                    sums[(known * width)..].Clear();
                    if (known > 0) MatrixProduct.MultiplyPacked(previous, packed.Recurrent, known, hidden, width, false, sums);
                }
                else if (known > 0)
                {
                    MatrixProduct.MultiplyPacked(previous, packed.Recurrent, known, hidden, width, true, stepGates);
                }

                shape.Cell.Forward(StepOf(step, before, known));
            }
        }
    }

    /// <summary>Backpropagation through time (P. Werbos, Proceedings of the IEEE 78(10), 1990).</summary>
    /// <param name="gradient">Gradient in all learned numbers; this layer's and direction's are written.</param>
    /// <param name="inputGradient">Gradient in the input, shape [total x inputs]; empty where nobody asks.</param>
    /// <param name="accumulate">Whether the input's gradient is added to, not overwritten.</param>
    public void Backward(Span<float> gradient, Span<float> inputGradient, bool accumulate)
    {
        int hidden = shape.Hidden, width = shape.GateWidth;
        var outputGradient = scratch.OutputGradient.Take(layout.Total * hidden);
        var memoryGradient = shape.Cell.HasMemory ? scratch.MemoryGradient.Take(layout.Rows * hidden) : [];
        memoryGradient.Clear();
        var peepholeGradient = blocks.Peepholes is { } peephole ? peephole.In(gradient) : [];
        peepholeGradient.Clear();
        var ends = scratch.BlockEnds;
        ends.Clear();
        for (var (first, last) = Block(0); first < layout.Steps; (first, last) = Block(last)) ends.Add(last);
        for (var block = ends.Count - 1; block >= 0; block--)
        {
            var (first, last) = (block == 0 ? 0 : ends[block - 1], ends[block]);
            for (var i = last - 1; i >= first; i--)
            {
                var (step, before, known) = Neighbours(i);
                var previousGradient = layout.At(outputGradient, hidden, before);
                var now = StepOf(step, before, known);
                now.OutputGradient = layout.At(outputGradient, hidden, step);
                now.MemoryGradient = memoryGradient.IsEmpty ? [] : memoryGradient[..(layout.RowsAt(step) * hidden)];
                now.PreviousOutputGradient = previousGradient[..(known * hidden)];
                now.PeepholeGradient = peepholeGradient;
                shape.Cell.Backward(now);
                var inSums = layout.At(shape.Cell.KeepsSumsApart ? recurrentSums : gates, width, step);
                if (known > 0) PassBack(inSums, previousGradient, known);
                if (mask.IsEmpty) KeepPrevious(step, before, known);
            }

            var (start, rows) = RowsOf(first, last);
            AddWeightGradients(start, rows, block < ends.Count - 1, gradient, inputGradient, accumulate);
        }
    }

    private void AddWeightGradients(int start, int rows, bool isLater, Span<float> gradient, Span<float> inputGradient, bool accumulate)
    {
        int hidden = shape.Hidden, width = shape.GateWidth, inputs = blocks.InputWeight.Shape[1];
        ReadOnlySpan<float> inGates = gates.Slice(start * width, rows * width), inSums = shape.Cell.KeepsSumsApart ? recurrentSums.Slice(start * width, rows * width) : inGates;
        ReadOnlySpan<float> previous = scratch.PreviousOutput.Take(layout.Total * hidden).Slice(start * hidden, rows * hidden);
        MatrixProduct.TransposedMultiply(inGates, input.Slice(start * inputs, rows * inputs), width, rows, inputs, isLater, blocks.InputWeight.In(gradient));
        MatrixProduct.TransposedMultiply(inSums, previous, width, rows, hidden, isLater, blocks.RecurrentWeight.In(gradient));
        RowSums.Add(inGates, width, isLater, blocks.InputBias.In(gradient));
        RowSums.Add(inSums, width, isLater, blocks.RecurrentBias.In(gradient));
        if (!inputGradient.IsEmpty) MatrixProduct.MultiplyPacked(inGates, packed.InputBack, rows, width, inputs, accumulate, inputGradient.Slice(start * inputs, rows * inputs));
    }

    // The gradient in U h(t - 1) on to h(t - 1).
    private void PassBack(ReadOnlySpan<float> inSums, Span<float> previousGradient, int known)
    {
        int hidden = shape.Hidden, width = shape.GateWidth;
        if (mask.IsEmpty)
        {
            MatrixProduct.MultiplyPacked(inSums, packed.RecurrentBack, known, width, hidden, true, previousGradient);
            return;
        }

        var masked = scratch.Masked.Take(known * hidden);
        MatrixProduct.MultiplyPacked(inSums, packed.RecurrentBack, known, width, hidden, false, masked);
        var sum = previousGradient[..masked.Length];
        TensorPrimitives.MultiplyAdd(masked, mask[..masked.Length], sum, sum);
    }

    // h(t - 1) as the next step sees it, kept beside the step for the gradient in U.
    private ReadOnlySpan<float> Masked(int step, ReadOnlySpan<float> previous)
    {
        var kept = layout.At(scratch.PreviousOutput.Take(layout.Total * shape.Hidden), shape.Hidden, step);
        TensorPrimitives.Multiply(previous, mask[..previous.Length], kept);
        kept[previous.Length..].Clear();
        return kept[..previous.Length];
    }

    private void KeepPrevious(int step, int before, int known)
    {
        var kept = layout.At(scratch.PreviousOutput.Take(layout.Total * shape.Hidden), shape.Hidden, step);
        layout.At(output, shape.Hidden, before)[..(known * shape.Hidden)].CopyTo(kept);
        kept[(known * shape.Hidden)..].Clear();
    }

    private CellStep StepOf(int step, int before, int known)
    {
        int hidden = shape.Hidden, width = shape.GateWidth;
        return new CellStep
        {
            Hidden = hidden,
            Gates = layout.At(gates, width, step),
            RecurrentSums = recurrentSums.IsEmpty ? [] : layout.At(recurrentSums, width, step),
            Bias = packed.Bias,
            RecurrentBias = recurrentBias,
            Peepholes = peepholes,
            PreviousOutput = layout.At(output, hidden, before)[..(known * hidden)],
            PreviousMemory = memory.IsEmpty ? [] : layout.At(memory, hidden, before)[..(known * hidden)],
            Output = layout.At(output, hidden, step),
            Memory = memory.IsEmpty ? [] : layout.At(memory, hidden, step),
        };
    }

    // Steps, in the order of the direction, from one on until the block is full.
    private (int First, int Last) Block(int first)
    {
        int last = first, rows = 0;
        while (last < layout.Steps && (rows == 0 || rows + layout.RowsAt(StepAt(last)) <= BlockRows)) rows += layout.RowsAt(StepAt(last++));
        return (first, last);
    }

    // The rows of a block lie beside each other in both directions.
    private (int Start, int Count) RowsOf(int first, int last)
    {
        var (lowest, highest) = direction == 0 ? (first, last - 1) : (layout.Steps - last, layout.Steps - 1 - first);
        var start = layout.Start(lowest);
        return (start, layout.Start(highest) + layout.RowsAt(highest) - start);
    }

    private int StepAt(int i) => direction == 0 ? i : layout.Steps - 1 - i;

    // The i-th step in the order of the direction, the step before it, and how many of its sequences have one.
    private (int Step, int Before, int Known) Neighbours(int i)
    {
        var step = StepAt(i);
        var before = direction == 0 ? step - 1 : step + 1;
        return (step, before, Math.Min(layout.RowsAt(step), layout.RowsAt(before)));
    }
}
