using System.Numerics;
using System.Runtime.CompilerServices;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Long short-term memory with a forget gate, with or without peepholes; the gates stand in the order input, forget, candidate, output.</summary>
/// <remarks>
/// (1) i, f = sigmoid of their sums and of p c(t - 1), g = tanh of its own; (2) c(t) = f c(t - 1) + i g; (3) o = sigmoid of its sum and of p c(t), h(t) = o tanh(c(t)).
/// S. Hochreiter and J. Schmidhuber, Neural Computation 9(8), 1997; forget gate: F. Gers, J. Schmidhuber and F. Cummins, Neural Computation 12(10), 2000;
/// peepholes p: F. Gers, N. Schraudolph and J. Schmidhuber, Journal of Machine Learning Research 3, 2002.
/// </remarks>
internal sealed class LstmCell : RecurrentCell
{
    private LstmCell(bool hasPeepholes) => HasPeepholes = hasPeepholes;

    /// <summary>The cell without peepholes, as PyTorch has it; it has no state of its own.</summary>
    public static readonly LstmCell Plain = new(hasPeepholes: false);

    /// <summary>The cell with peepholes.</summary>
    public static readonly LstmCell WithPeepholes = new(hasPeepholes: true);

    /// <inheritdoc/>
    public override int GateCount => 4;

    /// <inheritdoc/>
    public override bool HasMemory => true;

    /// <inheritdoc/>
    public override bool HasPeepholes { get; }

    /// <summary>Forget gates start open, so that gradients reach back from the first epoch on (R. Jozefowicz et al., ICML 2015, section 3.2).</summary>
    public override void StartBias(Span<float> bias) => bias.Slice(bias.Length / 4, bias.Length / 4).Fill(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(in CellStep step)
    {
        var hidden = step.Hidden;
        for (var row = 0; row < step.Output.Length; row += hidden)
        {
            var gates = step.Gates.Slice(4 * row, 4 * hidden);
            var before = step.HasBefore(row) ? step.PreviousMemory.Slice(row, hidden) : [];
            Span<float> c = step.Memory.Slice(row, hidden), h = step.Output.Slice(row, hidden);
            for (var j = 0; j < hidden; j += Vector<float>.Count)
            {
                var last = before.IsEmpty ? Vector<float>.Zero : Activations.Load(before, j);
                Vector<float> inSum = Sum(gates, step.Bias, 0, hidden, j), forgetSum = Sum(gates, step.Bias, 1, hidden, j), outSum = Sum(gates, step.Bias, 3, hidden, j);
                if (HasPeepholes) (inSum, forgetSum) = (inSum + last * Gate(step.Peepholes, 0, hidden, j), forgetSum + last * Gate(step.Peepholes, 1, hidden, j));
                var (i, f) = (Activations.Sigmoid(inSum), Activations.Sigmoid(forgetSum));
                var g = Activations.Tanh(Sum(gates, step.Bias, 2, hidden, j));
                var kept = f * last + i * g;
                if (HasPeepholes) outSum += kept * Gate(step.Peepholes, 2, hidden, j);
                var o = Activations.Sigmoid(outSum);
                SetGate(i, gates, 0, hidden, j);
                SetGate(f, gates, 1, hidden, j);
                SetGate(g, gates, 2, hidden, j);
                SetGate(o, gates, 3, hidden, j);
                Activations.Store(kept, c, j);
                Activations.Store(o * Activations.Tanh(kept), h, j);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(in CellStep step)
    {
        var (hidden, one) = (step.Hidden, Vector<float>.One);
        for (var row = 0; row < step.Output.Length; row += hidden)
        {
            var gates = step.Gates.Slice(4 * row, 4 * hidden);
            var before = step.HasBefore(row) ? step.PreviousMemory.Slice(row, hidden) : [];
            ReadOnlySpan<float> c = step.Memory.Slice(row, hidden), dh = step.OutputGradient.Slice(row, hidden);
            var dc = step.MemoryGradient.Slice(row, hidden);
            for (var j = 0; j < hidden; j += Vector<float>.Count)
            {
                Vector<float> i = Gate(gates, 0, hidden, j), f = Gate(gates, 1, hidden, j), g = Gate(gates, 2, hidden, j), o = Gate(gates, 3, hidden, j);
                var last = before.IsEmpty ? Vector<float>.Zero : Activations.Load(before, j);
                var (now, inOutput) = (Activations.Load(c, j), Activations.Load(dh, j));
                var bent = Activations.Tanh(now);
                var outSum = inOutput * bent * o * (one - o);
                var inMemory = Activations.Load(dc, j) + inOutput * o * (one - bent * bent);
                if (HasPeepholes) inMemory += outSum * Gate(step.Peepholes, 2, hidden, j);
                Vector<float> inSum = inMemory * g * i * (one - i), forgetSum = inMemory * last * f * (one - f);
                SetGate(inSum, gates, 0, hidden, j);
                SetGate(forgetSum, gates, 1, hidden, j);
                SetGate(inMemory * i * (one - g * g), gates, 2, hidden, j);
                SetGate(outSum, gates, 3, hidden, j);
                var inLast = inMemory * f;
                if (HasPeepholes)
                {
                    inLast += inSum * Gate(step.Peepholes, 0, hidden, j) + forgetSum * Gate(step.Peepholes, 1, hidden, j);
                    SetGate(Gate(step.PeepholeGradient, 0, hidden, j) + inSum * last, step.PeepholeGradient, 0, hidden, j);
                    SetGate(Gate(step.PeepholeGradient, 1, hidden, j) + forgetSum * last, step.PeepholeGradient, 1, hidden, j);
                    SetGate(Gate(step.PeepholeGradient, 2, hidden, j) + outSum * now, step.PeepholeGradient, 2, hidden, j);
                }

                Activations.Store(inLast, dc, j);
            }
        }
    }
}
