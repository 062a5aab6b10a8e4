using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>One trained network. Immutable.</summary>
internal sealed class RecurrentMember
{
    private readonly float[] weights;
    private readonly PackedNetwork packed;

    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    public RecurrentMember(RecurrentShape shape, float[] weights)
    {
        (Shape, this.weights) = (shape, weights);
        packed = new PackedNetwork(shape, weights, forTraining: false);
    }

    /// <summary>The network's sizes.</summary>
    public RecurrentShape Shape { get; }

    /// <summary>All learned numbers.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>The same, as the products read them.</summary>
    public PackedNetwork Packed => packed;

    /// <summary>The learned arrays by name, behind a prefix.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors(string prefix) =>
        Shape.Blocks.Select(block => KeyValuePair.Create(prefix + block.Name, new Tensor(block.Shape, Array.ConvertAll(block.In(Weights).ToArray(), value => (double)value))));

    /// <summary>Log posteriors of one example, and how much each step weighs in its pooled vector.</summary>
    /// <param name="steps">Shape [steps x inputs].</param>
    /// <param name="logPosterior">Shape [classes]; filled.</param>
    /// <param name="shares">Shape [steps behind the convolutions]; filled; empty where nobody asks.</param>
    public void Score(MatrixView steps, Span<double> logPosterior, Span<float> shares)
    {
        using var scratch = new RecurrentScratch(Shape);
        var layout = new SequenceLayout([steps.Rows]);
        layout.Fill([steps], scratch.Input.Take(steps.Rows * Shape.Inputs));
        var network = new RecurrentNetwork(Shape, weights, packed, layout, null, scratch);
        network.Forward();
        for (var c = 0; c < logPosterior.Length; c++) logPosterior[c] = network.Logits[c];
        LogMath.Normalise(logPosterior);
        if (!shares.IsEmpty) network.Shares[..shares.Length].CopyTo(shares);
    }
}

/// <summary>A trained recurrent network, or several whose posteriors are averaged. Immutable: one instance serves every thread.</summary>
public sealed class RecurrentClassifier : IClassifier, ITrainingHistory
{
    private readonly IReadOnlyList<RecurrentMember> members;

    internal RecurrentClassifier(IReadOnlyList<RecurrentMember> members, IReadOnlyList<EpochRecord> history) => (this.members, History) = (members, history);

    /// <summary>One record per epoch of the training, the first member's in an ensemble.</summary>
    public IReadOnlyList<EpochRecord> History { get; }

    /// <inheritdoc/>
    public Weights Weights => members.Count == 1 ? new(members[0].Tensors("")) : new(members.SelectMany((member, i) => member.Tensors($"member.{i}.")));

    private RecurrentShape Shape => members[0].Shape;

    /// <inheritdoc/>
    public void Score(MatrixView example, Span<double> logPosterior)
    {
        if (logPosterior.Length != Shape.Classes) throw new ArgumentException($"There is room for {logPosterior.Length} classes; give {Shape.Classes}.");
        var steps = StepsOf(example);
        if (members.Count == 1)
        {
            members[0].Score(steps, logPosterior, []);
            return;
        }

        Span<double> own = stackalloc double[logPosterior.Length];
        logPosterior.Fill(double.NegativeInfinity);
        foreach (var member in members)
        {
            member.Score(steps, own, []);
            for (var c = 0; c < own.Length; c++) logPosterior[c] = LogMath.LogAdd(logPosterior[c], own[c]);
        }

        LogMath.Normalise(logPosterior);
    }

    /// <summary>How much each step weighs in the vector that the classes are told from: the attention, to be drawn over time. The mean over the members of an ensemble.</summary>
    /// <param name="example">Shape [frames x features], scaled as for scoring.</param>
    /// <returns>Shares that sum to 1, one per step of <see cref="RecurrentNetworkSettings.FrameStep"/> frames (times the convolutions' strides).</returns>
    /// <exception cref="InvalidOperationException">The network looks at the last step only.</exception>
    public float[] Attention(MatrixView example)
    {
        if (Shape.Pooling == TimePooling.Last) throw new InvalidOperationException("This network pools by its last step, so no step weighs more than another; train it with Pooling Attention.");
        var steps = StepsOf(example);
        var count = steps.Rows;
        foreach (var _ in Shape.Convolutions) count = (count + Shape.Front!.Stride - 1) / Shape.Front.Stride;
        float[] shares = new float[count], own = new float[count];
        Span<double> logPosterior = stackalloc double[Shape.Classes];
        foreach (var member in members)
        {
            member.Score(steps, logPosterior, own);
            for (var i = 0; i < count; i++) shares[i] += own[i] / members.Count;
        }

        return shares;
    }

    /// <summary>Begins to listen frame by frame: what the stream says after all frames is what <see cref="Score"/> says of them together.</summary>
    /// <exception cref="InvalidOperationException">The network also reads from the end to the beginning.</exception>
    public RecurrentStream OpenStream()
    {
        if (Shape.Directions == 2) throw new InvalidOperationException("This network also reads from the end to the beginning, so it cannot listen while someone speaks; train it with Bidirectional false.");
        return new RecurrentStream([.. members.Select(member => new StreamedMember(member))], Shape);
    }

    /// <summary>The network of weights that <see cref="Weights"/> gave.</summary>
    /// <exception cref="SerLab.Options.BadInputException">An array is missing or has another shape than the settings ask for.</exception>
    internal static RecurrentClassifier Restore(RecurrentCell cell, RecurrentNetworkSettings settings, RecurrentTrainingSettings training, Weights stored) => new(
        training.Members == 1 ? [RestoreOne(cell, settings, stored)] : [.. Enumerable.Range(0, training.Members).Select(i => RestoreOne(cell, settings, stored.Under($"member.{i}.")))], []);

    private static RecurrentMember RestoreOne(RecurrentCell cell, RecurrentNetworkSettings settings, Weights stored)
    {
        var inputs = settings.Convolution is null
            ? stored.Get("recurrent.weight_ih_l0", cell.GateCount * settings.Hidden, -1).Shape[1]
            : stored.Get("convolution.0.weight", settings.Convolution.Channels, -1, settings.Convolution.Width).Shape[1];
        var classes = stored.Get("head.bias", -1).Shape[0];
        var auxiliary = stored.Tensors.ContainsKey("auxiliary.bias") ? stored.Get("auxiliary.bias", -1).Shape[0] : 0;
        var shape = new RecurrentShape(cell, settings, inputs, classes, auxiliary);
        var weights = new float[shape.ParameterCount];
        foreach (var block in shape.Blocks)
        {
            var values = stored.Get(block.Name, block.Shape).Values;
            for (var i = 0; i < values.Length; i++) weights[block.Start + i] = (float)values[i];
        }

        return new RecurrentMember(shape, weights);
    }

    private MatrixView StepsOf(MatrixView example)
    {
        if (example.Columns != Shape.Inputs) throw new ArgumentException($"The example has {example.Columns} features; this network was trained on {Shape.Inputs}.");
        return FrameSteps.Average(example, Shape.Settings.FrameStep);
    }
}
