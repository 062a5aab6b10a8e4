namespace SerLab.Models;

/// <summary>One named array among the learned numbers, all of which lie in one row of floats.</summary>
/// <param name="Name">Its name; arrays are named, shaped and ordered as PyTorch's modules name, shape and order them.</param>
/// <param name="Shape">Sizes of the axes.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record ParameterBlock(string Name, int[] Shape, int Start)
{
    /// <summary>Number of values.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Whether weight decay takes hold of it: matrices, not biases and scales.</summary>
    public bool Decays => Shape.Length > 1;

    /// <summary>The array's values in a row of all learned numbers, or of their gradients.</summary>
    public Span<float> In(Span<float> values) => values.Slice(Start, Length);

    /// <summary>The array's values in a row of all learned numbers.</summary>
    public ReadOnlySpan<float> In(ReadOnlySpan<float> values) => values.Slice(Start, Length);
}

/// <summary>The learned arrays of one direction of one recurrent layer. Both biases are kept, as PyTorch keeps them: in a GRU they do different things.</summary>
/// <param name="InputWeight">W, shape [gate width x inputs].</param>
/// <param name="RecurrentWeight">U, shape [gate width x hidden].</param>
/// <param name="InputBias">Added to W x, shape [gate width].</param>
/// <param name="RecurrentBias">Added to U h, shape [gate width].</param>
/// <param name="Peepholes">Weights from the memory to the input, forget and output gate, shape [3 x hidden]; null without.</param>
internal sealed record DirectionBlocks(ParameterBlock InputWeight, ParameterBlock RecurrentWeight, ParameterBlock InputBias, ParameterBlock RecurrentBias, ParameterBlock? Peepholes);

/// <summary>A weight and a bias: of a convolution, a layer norm or a dense layer.</summary>
internal sealed record WeightAndBias(ParameterBlock Weight, ParameterBlock Bias);

/// <summary>The sizes of a network - convolutions, recurrent layers, pooling over time, dense softmax - and where each learned number lies. Immutable.</summary>
internal sealed class RecurrentShape
{
    private readonly List<ParameterBlock> blocks = [];

    /// <param name="cell">What a layer does in a step.</param>
    /// <param name="settings">Sizes and pooling.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="auxiliaryClasses">Classes of the auxiliary task; 0 for none.</param>
    public RecurrentShape(RecurrentCell cell, RecurrentNetworkSettings settings, int inputs, int classes, int auxiliaryClasses = 0)
    {
        (Cell, Settings, Inputs, Classes, AuxiliaryClasses) = (cell, settings, inputs, classes, auxiliaryClasses);
        var channels = inputs;
        for (var i = 0; i < (Front?.Layers ?? 0); i++)
        {
            Convolutions.Add(Pair($"convolution.{i}", [Front!.Channels, channels, Front.Width], Front.Channels));
            channels = Front.Channels;
        }

        LayerInputs = channels;
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var direction = 0; direction < Directions; direction++) Recurrent.Add(AddDirection(layer, $"l{layer}{(direction == 0 ? "" : "_reverse")}"));
            if (settings.LayerNorm) Norms.Add(Pair($"norm.{layer}", [OutputWidth], OutputWidth));
        }

        Head = Pair("head", [Classes, PooledWidth], Classes);
        if (auxiliaryClasses > 0) AuxiliaryHead = Pair("auxiliary", [auxiliaryClasses, PooledWidth], auxiliaryClasses);
        if (Pooling == TimePooling.Attention) Attention = Add("attention.weight", 1, OutputWidth);
    }

    /// <summary>What a layer does in a step.</summary>
    public RecurrentCell Cell { get; }

    /// <summary>The settings the sizes come from.</summary>
    public RecurrentNetworkSettings Settings { get; }

    /// <summary>Features of a step.</summary>
    public int Inputs { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Classes of the auxiliary task; 0 for none.</summary>
    public int AuxiliaryClasses { get; }

    /// <summary>The convolutions in front; null for none.</summary>
    public ConvolutionSettings? Front => Settings.Convolution;

    /// <summary>Units per layer and direction.</summary>
    public int Hidden => Settings.Hidden;

    /// <summary>Recurrent layers on top of each other.</summary>
    public int Layers => Settings.Layers;

    /// <summary>1, or 2 when bidirectional.</summary>
    public int Directions => Settings.Bidirectional ? 2 : 1;

    /// <summary>How the outputs of all steps become one vector.</summary>
    public TimePooling Pooling => Settings.Pooling;

    /// <summary>Columns of a layer's output, both directions beside each other.</summary>
    public int OutputWidth => Directions * Hidden;

    /// <summary>Columns of the pooled vector.</summary>
    public int PooledWidth => Pooling == TimePooling.MeanDeviation ? 2 * OutputWidth : OutputWidth;

    /// <summary>Weighted sums per layer and direction.</summary>
    public int GateWidth => Cell.GateCount * Hidden;

    /// <summary>Columns of the first recurrent layer's input.</summary>
    public int LayerInputs { get; }

    /// <summary>Every array, in the order in which they lie.</summary>
    public IReadOnlyList<ParameterBlock> Blocks => blocks;

    /// <summary>How many numbers are learned.</summary>
    public int ParameterCount => blocks.Count == 0 ? 0 : blocks[^1].Start + blocks[^1].Length;

    /// <summary>Weights [channels x inputs x width] and biases [channels], first convolution first.</summary>
    public List<WeightAndBias> Convolutions { get; } = [];

    /// <summary>Layer after layer, in each the directions.</summary>
    public List<DirectionBlocks> Recurrent { get; } = [];

    /// <summary>Scale and shift, each [output width], of the norm after each layer; empty without.</summary>
    public List<WeightAndBias> Norms { get; } = [];

    /// <summary>Shapes [classes x pooled width] and [classes].</summary>
    public WeightAndBias Head { get; }

    /// <summary>Shapes [auxiliary classes x pooled width] and [auxiliary classes]; null without an auxiliary task.</summary>
    public WeightAndBias? AuxiliaryHead { get; }

    /// <summary>Shape [1 x output width]; null when the pooling learns nothing.</summary>
    public ParameterBlock? Attention { get; }

    /// <summary>The arrays of a layer and direction.</summary>
    public DirectionBlocks Of(int layer, int direction) => Recurrent[layer * Directions + direction];

    /// <summary>Columns of a layer's input.</summary>
    public int InputsOf(int layer) => layer == 0 ? LayerInputs : OutputWidth;

    private DirectionBlocks AddDirection(int layer, string suffix) => new(
        Add($"recurrent.weight_ih_{suffix}", GateWidth, InputsOf(layer)), Add($"recurrent.weight_hh_{suffix}", GateWidth, Hidden),
        Add($"recurrent.bias_ih_{suffix}", GateWidth), Add($"recurrent.bias_hh_{suffix}", GateWidth),
        Cell.HasPeepholes ? Add($"recurrent.peephole_{suffix}", 3, Hidden) : null);

    private WeightAndBias Pair(string name, int[] weight, int bias) => new(Add(name + ".weight", weight), Add(name + ".bias", bias));

    private ParameterBlock Add(string name, params int[] shape)
    {
        var block = new ParameterBlock(name, shape, ParameterCount);
        blocks.Add(block);
        return block;
    }
}
