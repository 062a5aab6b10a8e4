using System.Numerics;
using System.Runtime.CompilerServices;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Gated recurrent unit; the gates stand in the order reset, update, candidate.</summary>
/// <remarks>
/// (1) r, z = sigmoid of W x + U h(t - 1) + b; (2) n = tanh(W x + b + r (U h(t - 1) + b')); (3) h(t) = (1 - z) n + z h(t - 1).
/// K. Cho et al., EMNLP 2014, with the reset gate behind the recurrent product as in PyTorch and cuDNN.
/// </remarks>
internal sealed class GruCell : RecurrentCell
{
    private GruCell()
    {
    }

    /// <summary>The cell; it has no state of its own.</summary>
    public static readonly GruCell Instance = new();

    /// <inheritdoc/>
    public override int GateCount => 3;

    /// <inheritdoc/>
    public override bool KeepsSumsApart => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(in CellStep step)
    {
        var hidden = step.Hidden;
        for (var row = 0; row < step.Output.Length; row += hidden)
        {
            Span<float> gates = step.Gates.Slice(3 * row, 3 * hidden), sums = step.RecurrentSums.Slice(3 * row, 3 * hidden);
            var before = step.HasBefore(row) ? step.PreviousOutput.Slice(row, hidden) : [];
            var h = step.Output.Slice(row, hidden);
            for (var j = 0; j < hidden; j += Vector<float>.Count)
            {
                var last = before.IsEmpty ? Vector<float>.Zero : Activations.Load(before, j);
                var r = Activations.Sigmoid(Sum(gates, step.Bias, 0, hidden, j) + Sum(sums, step.RecurrentBias, 0, hidden, j));
                var z = Activations.Sigmoid(Sum(gates, step.Bias, 1, hidden, j) + Sum(sums, step.RecurrentBias, 1, hidden, j));
                var recurrent = Sum(sums, step.RecurrentBias, 2, hidden, j);
                var n = Activations.Tanh(Sum(gates, step.Bias, 2, hidden, j) + r * recurrent);
                SetGate(r, gates, 0, hidden, j);
                SetGate(z, gates, 1, hidden, j);
                SetGate(n, gates, 2, hidden, j);
                SetGate(recurrent, sums, 2, hidden, j);
                Activations.Store(n + z * (last - n), h, j);
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
            Span<float> gates = step.Gates.Slice(3 * row, 3 * hidden), sums = step.RecurrentSums.Slice(3 * row, 3 * hidden);
            var hasBefore = step.HasBefore(row);
            var before = hasBefore ? step.PreviousOutput.Slice(row, hidden) : [];
            var passed = hasBefore ? step.PreviousOutputGradient.Slice(row, hidden) : [];
            var dh = step.OutputGradient.Slice(row, hidden);
            for (var j = 0; j < hidden; j += Vector<float>.Count)
            {
                Vector<float> r = Gate(gates, 0, hidden, j), z = Gate(gates, 1, hidden, j), n = Gate(gates, 2, hidden, j), recurrent = Gate(sums, 2, hidden, j);
                var last = hasBefore ? Activations.Load(before, j) : Vector<float>.Zero;
                var inOutput = Activations.Load(dh, j);
                var candidate = inOutput * (one - z) * (one - n * n);
                var update = inOutput * (last - n) * z * (one - z);
                var reset = candidate * recurrent * r * (one - r);
                SetGate(reset, gates, 0, hidden, j);
                SetGate(update, gates, 1, hidden, j);
                SetGate(candidate, gates, 2, hidden, j);
                SetGate(reset, sums, 0, hidden, j);
                SetGate(update, sums, 1, hidden, j);
                SetGate(candidate * r, sums, 2, hidden, j);
                if (hasBefore) Activations.Store(Activations.Load(passed, j) + inOutput * z, passed, j);
            }
        }
    }
}
