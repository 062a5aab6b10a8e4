using System.Numerics;
using System.Runtime.CompilerServices;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Long short-term memory with a forget gate and without peepholes; the gates stand in the order input, forget, candidate, output.</summary>
/// <remarks>
/// (1) i, f, o = sigmoid of their weighted sums, g = tanh of its own; (2) c(t) = f c(t - 1) + i g; (3) h(t) = o tanh(c(t)).
/// S. Hochreiter and J. Schmidhuber, Neural Computation 9(8), 1997; forget gate: F. Gers, J. Schmidhuber and F. Cummins, Neural Computation 12(10), 2000.
/// </remarks>
internal sealed class LstmCell : RecurrentCell
{
    /// <summary>The cell; it has no state of its own.</summary>
    public static readonly LstmCell Instance = new();

    private LstmCell()
    {
    }

    /// <inheritdoc/>
    public override int GateCount => 4;

    /// <inheritdoc/>
    public override bool HasMemory => true;

    /// <summary>Forget gates start open, so that gradients reach back from the first epoch on (R. Jozefowicz et al., ICML 2015, section 3.2).</summary>
    public override void StartBias(Span<float> bias) => bias.Slice(bias.Length / 4, bias.Length / 4).Fill(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Span<float> gates, ReadOnlySpan<float> previousMemory, Span<float> memory, Span<float> output, int hidden)
    {
        for (var row = 0; row < output.Length; row += hidden)
        {
            Split(gates, row, hidden, out var input, out var forget, out var candidate, out var opened);
            var before = row < previousMemory.Length ? previousMemory.Slice(row, hidden) : [];
            var c = memory.Slice(row, hidden);
            var h = output.Slice(row, hidden);
            for (var j = 0; j < hidden; j += Vector<float>.Count)
            {
                var i = Activations.Sigmoid(Activations.Load(input, j));
                var f = Activations.Sigmoid(Activations.Load(forget, j));
                var g = Activations.Tanh(Activations.Load(candidate, j));
                var o = Activations.Sigmoid(Activations.Load(opened, j));
                var kept = i * g;
                if (!before.IsEmpty) kept += f * Activations.Load(before, j);
                Activations.Store(i, input, j);
                Activations.Store(f, forget, j);
                Activations.Store(g, candidate, j);
                Activations.Store(o, opened, j);
                Activations.Store(kept, c, j);
                Activations.Store(o * Activations.Tanh(kept), h, j);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(
        Span<float> gates, ReadOnlySpan<float> previousMemory, ReadOnlySpan<float> memory, ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient, Span<float> memoryGradient, int hidden)
    {
        var one = Vector<float>.One;
        for (var row = 0; row < output.Length; row += hidden)
        {
            Split(gates, row, hidden, out var input, out var forget, out var candidate, out var opened);
            var before = row < previousMemory.Length ? previousMemory.Slice(row, hidden) : [];
            var c = memory.Slice(row, hidden);
            var dh = outputGradient.Slice(row, hidden);
            var dc = memoryGradient.Slice(row, hidden);
            for (var j = 0; j < hidden; j += Vector<float>.Count)
            {
                Vector<float> i = Activations.Load(input, j), f = Activations.Load(forget, j), g = Activations.Load(candidate, j), o = Activations.Load(opened, j);
                var bent = Activations.Tanh(Activations.Load(c, j));
                var inOutput = Activations.Load(dh, j);
                var inMemory = Activations.Load(dc, j) + inOutput * o * (one - bent * bent);
                var last = before.IsEmpty ? Vector<float>.Zero : Activations.Load(before, j);
                Activations.Store(inMemory * g * i * (one - i), input, j);
                Activations.Store(inMemory * last * f * (one - f), forget, j);
                Activations.Store(inMemory * i * (one - g * g), candidate, j);
                Activations.Store(inOutput * bent * o * (one - o), opened, j);
                Activations.Store(inMemory * f, dc, j);
            }
        }
    }

    // The four gates of the row whose outputs begin at an offset.
    private static void Split(Span<float> gates, int row, int hidden, out Span<float> input, out Span<float> forget, out Span<float> candidate, out Span<float> opened)
    {
        var four = gates.Slice(4 * row, 4 * hidden);
        input = four[..hidden];
        forget = four.Slice(hidden, hidden);
        candidate = four.Slice(2 * hidden, hidden);
        opened = four.Slice(3 * hidden, hidden);
    }
}
