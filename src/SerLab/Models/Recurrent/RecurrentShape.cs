namespace SerLab.Models;

/// <summary>How the outputs of all steps become one vector per example.</summary>
public enum TimePooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their mean weighted by a softmax over time of one learned linear score per step (S. Mirsamadi, E. Barsoum and C. Zhang, ICASSP 2017, section 3.2).</summary>
    Attention,
}

/// <summary>One named array among the learned numbers, all of which lie in one row of floats.</summary>
/// <param name="Name">Its name; layers and directions are named as PyTorch names them.</param>
/// <param name="Rows">First axis.</param>
/// <param name="Columns">Second axis; 0 for a vector.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record ParameterBlock(string Name, int Rows, int Columns, int Start)
{
    /// <summary>Number of values.</summary>
    public int Length => Rows * Math.Max(1, Columns);

    /// <summary>Sizes of the axes.</summary>
    public int[] Shape => Columns == 0 ? [Rows] : [Rows, Columns];

    /// <summary>The array's values in a row of all learned numbers, or of their gradients.</summary>
    public Span<float> In(Span<float> values) => values.Slice(Start, Length);

    /// <summary>The array's values in a row of all learned numbers.</summary>
    public ReadOnlySpan<float> In(ReadOnlySpan<float> values) => values.Slice(Start, Length);
}

/// <summary>The sizes of a network of recurrent layers, a pooling over time and a dense softmax; where each learned number lies. Immutable.</summary>
internal sealed class RecurrentShape
{
    private readonly List<ParameterBlock> blocks = [];

    /// <param name="cell">What a layer does in a step.</param>
    /// <param name="settings">Sizes and pooling.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="classes">Number of classes.</param>
    public RecurrentShape(RecurrentCell cell, RecurrentNetworkSettings settings, int inputs, int classes)
    {
        (Cell, Inputs, Classes) = (cell, inputs, classes);
        (Hidden, Layers, Directions, Pooling) = (settings.Hidden, settings.Layers, settings.Bidirectional ? 2 : 1, settings.Pooling);
        for (var layer = 0; layer < Layers; layer++)
            for (var direction = 0; direction < Directions; direction++)
            {
                var suffix = $"l{layer}{(direction == 0 ? "" : "_reverse")}";
                Add($"recurrent.weight_ih_{suffix}", GateWidth, InputsOf(layer));
                Add($"recurrent.weight_hh_{suffix}", GateWidth, Hidden);
                Add($"recurrent.bias_ih_{suffix}", GateWidth, 0);
            }

        HeadWeight = Add("head.weight", Classes, OutputWidth);
        HeadBias = Add("head.bias", Classes, 0);
        if (Pooling == TimePooling.Attention) AttentionVector = Add("attention.vector", OutputWidth, 0);
    }

    /// <summary>What a layer does in a step.</summary>
    public RecurrentCell Cell { get; }

    /// <summary>Features of a step.</summary>
    public int Inputs { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Units per layer and direction.</summary>
    public int Hidden { get; }

    /// <summary>Recurrent layers on top of each other.</summary>
    public int Layers { get; }

    /// <summary>1, or 2 when bidirectional.</summary>
    public int Directions { get; }

    /// <summary>How the outputs of all steps become one vector.</summary>
    public TimePooling Pooling { get; }

    /// <summary>Columns of a layer's output, both directions beside each other.</summary>
    public int OutputWidth => Directions * Hidden;

    /// <summary>Weighted sums per layer and direction.</summary>
    public int GateWidth => Cell.GateCount * Hidden;

    /// <summary>Every array, in the order in which they lie.</summary>
    public IReadOnlyList<ParameterBlock> Blocks => blocks;

    /// <summary>How many numbers are learned.</summary>
    public int ParameterCount => blocks[^1].Start + blocks[^1].Length;

    /// <summary>Shape [classes x output width].</summary>
    public ParameterBlock HeadWeight { get; }

    /// <summary>Shape [classes].</summary>
    public ParameterBlock HeadBias { get; }

    /// <summary>Shape [output width]; null when the pooling learns nothing.</summary>
    public ParameterBlock? AttentionVector { get; }

    /// <summary>Columns of a layer's input.</summary>
    public int InputsOf(int layer) => layer == 0 ? Inputs : OutputWidth;

    /// <summary>W of a layer and direction, shape [gate width x inputs].</summary>
    public ParameterBlock InputWeight(int layer, int direction) => blocks[3 * (layer * Directions + direction)];

    /// <summary>U of a layer and direction, shape [gate width x hidden].</summary>
    public ParameterBlock RecurrentWeight(int layer, int direction) => blocks[3 * (layer * Directions + direction) + 1];

    /// <summary>b of a layer and direction, shape [gate width].</summary>
    public ParameterBlock Bias(int layer, int direction) => blocks[3 * (layer * Directions + direction) + 2];

    private ParameterBlock Add(string name, int rows, int columns)
    {
        var block = new ParameterBlock(name, rows, columns, blocks.Count == 0 ? 0 : ParameterCount);
        blocks.Add(block);
        return block;
    }
}
