using System.Numerics;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Adam with decoupled weight decay. Belongs to one training.</summary>
/// <remarks>D. Kingma and J. Ba, ICLR 2015, algorithm 1, with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8; decay: I. Loshchilov and F. Hutter, ICLR 2019, algorithm 2.</remarks>
internal sealed class AdamW
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private readonly float[] mean;
    private readonly float[] square;
    private int count;

    /// <param name="length">How many numbers are learned.</param>
    public AdamW(int length) => (mean, square) = (new float[length], new float[length]);

    /// <summary>Begins the next step, which every block takes part in once.</summary>
    public void Begin() => count++;

    /// <summary>w -= rate (m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) + decay w).</summary>
    /// <param name="start">Where the block begins among all learned numbers.</param>
    /// <param name="gradient">The block's gradient.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">Share taken away per unit of rate.</param>
    /// <param name="weights">The block's weights; changed in place.</param>
    public void Step(int start, ReadOnlySpan<float> gradient, double rate, double decay, Span<float> weights)
    {
        var stepSize = new Vector<float>((float)(rate / (1 - Math.Pow(Beta1, count))));
        var unbiased = new Vector<float>((float)(1 / (1 - Math.Pow(Beta2, count))));
        Vector<float> kept = new((float)(1 - rate * decay)), epsilon = new(1e-8f), beta1 = new((float)Beta1), beta2 = new((float)Beta2);
        var ownMean = mean.AsSpan(start, weights.Length);
        var ownSquare = square.AsSpan(start, weights.Length);
        for (var i = 0; i < weights.Length; i += Vector<float>.Count)
        {
            var g = Activations.Load(gradient, i);
            var m = beta1 * Activations.Load(ownMean, i) + (Vector<float>.One - beta1) * g;
            var v = beta2 * Activations.Load(ownSquare, i) + (Vector<float>.One - beta2) * g * g;
            Activations.Store(m, ownMean, i);
            Activations.Store(v, ownSquare, i);
            Activations.Store(kept * Activations.Load(weights, i) - stepSize * m / (Vector.SquareRoot(v * unbiased) + epsilon), weights, i);
        }
    }
}
