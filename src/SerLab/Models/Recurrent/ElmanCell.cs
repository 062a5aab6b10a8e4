using System.Numerics;
using System.Runtime.CompilerServices;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>What bends a simple recurrent unit's sum.</summary>
public enum RecurrentActivation
{
    /// <summary>Hyperbolic tangent, -1 to 1.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}

/// <summary>h(t) = f(W x(t) + U h(t - 1) + b) with f = tanh or max(0, x).</summary>
/// <remarks>J. Elman, "Finding structure in time", Cognitive Science 14, 1990; max(0, x) from Q. Le, N. Jaitly and G. Hinton, arXiv 1504.00941, 2015.</remarks>
internal sealed class ElmanCell : RecurrentCell
{
    private readonly bool rectifies;

    private ElmanCell(bool rectifies) => this.rectifies = rectifies;

    /// <summary>The cell with tanh; it has no state of its own.</summary>
    public static readonly ElmanCell Tanh = new(rectifies: false);

    /// <summary>The cell with max(0, x).</summary>
    public static readonly ElmanCell Relu = new(rectifies: true);

    /// <inheritdoc/>
    public override int GateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(in CellStep step)
    {
        for (var row = 0; row < step.Output.Length; row += step.Hidden)
        {
            ReadOnlySpan<float> sums = step.Gates.Slice(row, step.Hidden);
            var h = step.Output.Slice(row, step.Hidden);
            for (var j = 0; j < h.Length; j += Vector<float>.Count)
            {
                var sum = Activations.Load(sums, j) + Activations.Load(step.Bias, j);
                Activations.Store(rectifies ? Vector.Max(sum, Vector<float>.Zero) : Activations.Tanh(sum), h, j);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(in CellStep step)
    {
        // d tanh(s) / ds = 1 - tanh(s)^2; d max(0, s) / ds = 1 where the output is above 0.
        for (var i = 0; i < step.Output.Length; i += Vector<float>.Count)
        {
            var h = Activations.Load(step.Output, i);
            var slope = rectifies ? Vector.ConditionalSelect(Vector.GreaterThan(h, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero) : Vector<float>.One - h * h;
            Activations.Store(Activations.Load(step.OutputGradient, i) * slope, step.Gates, i);
        }
    }
}
