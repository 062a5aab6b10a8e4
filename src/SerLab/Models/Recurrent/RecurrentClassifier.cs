using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>A trained recurrent network. Immutable: one instance serves every thread.</summary>
public sealed class RecurrentClassifier : IClassifier, ITrainingHistory
{
    private readonly RecurrentShape shape;
    private readonly int frameStep;
    private readonly float[] weights;

    internal RecurrentClassifier(RecurrentShape shape, int frameStep, float[] weights, IReadOnlyList<EpochRecord> history) =>
        (this.shape, this.frameStep, this.weights, History) = (shape, frameStep, weights, history);

    /// <inheritdoc/>
    public IReadOnlyList<EpochRecord> History { get; }

    /// <inheritdoc/>
    public Weights Weights => new(shape.Blocks.Select(block =>
        KeyValuePair.Create(block.Name, new Tensor(block.Shape, [.. block.In(weights.AsSpan()).ToArray().Select(value => (double)value)]))));

    /// <inheritdoc/>
    public void Score(MatrixView example, Span<double> logPosterior)
    {
        if (example.Columns != shape.Inputs) throw new ArgumentException($"The example has {example.Columns} features; this network was trained on {shape.Inputs}.");
        if (logPosterior.Length != shape.Classes) throw new ArgumentException($"There is room for {logPosterior.Length} classes; give {shape.Classes}.");
        var sequence = FrameSteps.Average(example, frameStep);
        using var scratch = new RecurrentScratch(shape);
        var logits = RecurrentNetwork.Forward(shape, weights, [sequence], new SequenceLayout([sequence.Rows]), null, scratch);
        for (var c = 0; c < logits.Length; c++) logPosterior[c] = logits[c];
        LogMath.Normalise(logPosterior);
    }

    /// <summary>The network of weights that <see cref="Weights"/> gave.</summary>
    /// <exception cref="SerLab.Options.BadInputException">An array is missing or has another shape than the settings ask for.</exception>
    internal static RecurrentClassifier Restore(RecurrentCell cell, RecurrentNetworkSettings settings, Weights stored)
    {
        var inputs = stored.Get("recurrent.weight_ih_l0", cell.GateCount * settings.Hidden, -1).Shape[1];
        var classes = stored.Get("head.bias", -1).Shape[0];
        var shape = new RecurrentShape(cell, settings, inputs, classes);
        var weights = new float[shape.ParameterCount];
        foreach (var block in shape.Blocks)
        {
            var values = stored.Get(block.Name, block.Shape).Values;
            for (var i = 0; i < values.Length; i++) weights[block.Start + i] = (float)values[i];
        }

        return new RecurrentClassifier(shape, settings.FrameStep, weights, []);
    }
}
