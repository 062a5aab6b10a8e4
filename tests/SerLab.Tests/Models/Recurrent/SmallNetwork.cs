using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>A network, its weights and its scratch, as a test calls them. Belongs to one test.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private readonly RecurrentScratch scratch;

    public SmallNetwork(RecurrentShape shape, float[] weights) => (Shape, Weights, scratch) = (shape, weights, new RecurrentScratch(shape));

    public RecurrentShape Shape { get; }

    public float[] Weights { get; }

    public static RecurrentCell Cell(string name) => name switch
    {
        "rnn" => ElmanCell.Tanh,
        "rnn relu" => ElmanCell.Relu,
        "gru" => GruCell.Instance,
        "lstm" => LstmCell.Plain,
        "lstm peepholes" => LstmCell.WithPeepholes,
        _ => throw new ArgumentException(name),
    };

    /// <summary>Numbers uniform in [-spread, spread).</summary>
    public static float[] Draw(int count, double spread, RandomStream stream) => [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextDouble(-spread, spread))];

    /// <summary>The logits of sequences that fall in length.</summary>
    public float[] Forward(MatrixView[] sequences, LockedNoise? noise = null)
    {
        var network = Open(sequences, noise);
        network.Forward();
        return network.Logits.ToArray();
    }

    /// <summary>The second task's logits of one sequence.</summary>
    public float[] Auxiliary(MatrixView sequence)
    {
        var network = Open([sequence], null);
        network.Forward();
        return network.AuxiliaryLogits.ToArray();
    }

    /// <summary>The gradient in all weights, each of which must be written.</summary>
    /// <param name="sequences">Fall in length.</param>
    /// <param name="inLogits">Turns logits into the gradient in them.</param>
    /// <param name="noise">What disturbs the batch; null for none.</param>
    public float[] Gradient(MatrixView[] sequences, Action<float[]> inLogits, LockedNoise? noise = null)
    {
        var network = Open(sequences, noise);
        network.Forward();
        var logits = network.Logits.ToArray();
        inLogits(logits);
        var gradient = new float[Shape.ParameterCount];
        Array.Fill(gradient, float.NaN);
        network.Backward(logits, [], gradient);
        Assert.DoesNotContain(gradient, float.IsNaN);
        return gradient;
    }

    /// <summary>Leaves nothing but NaN in all scratch that a batch of some length uses, on both ways.</summary>
    public void Poison(int rows, int steps, LockedNoise? noise)
    {
        var frames = new float[steps * Shape.Inputs];
        Array.Fill(frames, float.NaN);
        var network = Open([.. Enumerable.Repeat(new MatrixView(frames, steps, Shape.Inputs), rows)], noise);
        network.Forward();
        network.Logits.Fill(float.NaN);
        network.AuxiliaryLogits.Fill(float.NaN);
        network.Backward(network.Logits, network.AuxiliaryLogits, new float[Shape.ParameterCount]);
    }

    /// <summary>The last layer's outputs in the first steps.</summary>
    public float[] Top(int steps) => scratch.Top.Take(steps * Shape.OutputWidth).ToArray();

    public void Dispose() => scratch.Dispose();

    private RecurrentNetwork Open(MatrixView[] sequences, LockedNoise? noise)
    {
        var layout = new SequenceLayout([.. sequences.Select(sequence => sequence.Rows)]);
        layout.Fill(sequences, scratch.Input.Take(layout.Total * Shape.Inputs));
        return new RecurrentNetwork(Shape, Weights, new PackedNetwork(Shape, Weights, forTraining: true), layout, noise, scratch);
    }
}
