using System.Numerics;
using System.Runtime.CompilerServices;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>h(t) = tanh(W x(t) + U h(t - 1) + b).</summary>
/// <remarks>J. Elman, "Finding structure in time", Cognitive Science 14, 1990, with tanh in place of the logistic function.</remarks>
internal sealed class ElmanCell : RecurrentCell
{
    /// <summary>The cell; it has no state of its own.</summary>
    public static readonly ElmanCell Instance = new();

    private ElmanCell()
    {
    }

    /// <inheritdoc/>
    public override int GateCount => 1;

    /// <inheritdoc/>
    public override bool HasMemory => false;

    /// <inheritdoc/>
    public override void StartBias(Span<float> bias)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Span<float> gates, ReadOnlySpan<float> previousMemory, Span<float> memory, Span<float> output, int hidden)
    {
        for (var row = 0; row < output.Length; row += hidden) Activations.Tanh(gates.Slice(row, hidden), output.Slice(row, hidden));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(
        Span<float> gates, ReadOnlySpan<float> previousMemory, ReadOnlySpan<float> memory, ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient, Span<float> memoryGradient, int hidden)
    {
        // d tanh(s) / ds = 1 - tanh(s)^2.
        for (var i = 0; i < output.Length; i += Vector<float>.Count)
        {
            var h = Activations.Load(output, i);
            Activations.Store(Activations.Load(outputGradient, i) * (Vector<float>.One - h * h), gates, i);
        }
    }
}
