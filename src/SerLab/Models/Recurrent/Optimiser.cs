using System.Numerics;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Turns gradients into steps and keeps what it needs between them. Belongs to one training.</summary>
internal abstract class Optimiser
{
    /// <summary>What is kept between steps, by name: arrays as long as the row of learned numbers.</summary>
    public abstract IReadOnlyList<(string Name, float[] Values)> State { get; }

    /// <summary>Steps taken so far.</summary>
    public int Count { get; set; }

    /// <summary>The optimiser of the settings.</summary>
    /// <param name="settings">Which one.</param>
    /// <param name="length">How many numbers are learned.</param>
    public static Optimiser Of(RecurrentTrainingSettings settings, int length) =>
        settings.Optimiser == RecurrentOptimiser.Sgd ? new Sgd(length, settings.Momentum) : new AdamW(length);

    /// <summary>One step of all numbers.</summary>
    /// <param name="blocks">Where arrays lie and which of them decay.</param>
    /// <param name="gradient">Shape [parameters].</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">Share taken away per unit of rate.</param>
    /// <param name="weights">Shape [parameters]; changed in place.</param>
    public void Step(IReadOnlyList<ParameterBlock> blocks, ReadOnlySpan<float> gradient, double rate, double decay, Span<float> weights)
    {
        Count++;
        foreach (var block in blocks) Step(block.Start, block.In(gradient), rate, block.Decays ? decay : 0, block.In(weights));
    }

    /// <summary>One step of one array.</summary>
    /// <param name="start">Where it begins among all learned numbers.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">Share taken away per unit of rate.</param>
    /// <param name="weights">Its weights; changed in place.</param>
    protected abstract void Step(int start, ReadOnlySpan<float> gradient, double rate, double decay, Span<float> weights);
}

/// <summary>Adam with decoupled weight decay: w -= rate (m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) + decay w).</summary>
/// <remarks>D. Kingma and J. Ba, ICLR 2015, algorithm 1, with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8; decay: I. Loshchilov and F. Hutter, ICLR 2019, algorithm 2.</remarks>
internal sealed class AdamW : Optimiser
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private readonly float[] mean;
    private readonly float[] square;

    /// <param name="length">How many numbers are learned.</param>
    public AdamW(int length) => (mean, square) = (new float[length], new float[length]);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> State => [("mean", mean), ("square", square)];

    /// <inheritdoc/>
    protected override void Step(int start, ReadOnlySpan<float> gradient, double rate, double decay, Span<float> weights)
    {
        var stepSize = new Vector<float>((float)(rate / (1 - Math.Pow(Beta1, Count))));
        var unbiased = new Vector<float>((float)(1 / (1 - Math.Pow(Beta2, Count))));
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

/// <summary>Gradient descent with momentum and decoupled decay: u = momentum u + g, w -= rate (u + decay w).</summary>
/// <remarks>B. Polyak, USSR Computational Mathematics and Mathematical Physics 4(5), 1964; decay: I. Loshchilov and F. Hutter, ICLR 2019, algorithm 1.</remarks>
internal sealed class Sgd : Optimiser
{
    private readonly float[] velocity;
    private readonly float momentum;

    /// <param name="length">How many numbers are learned.</param>
    /// <param name="momentum">In [0, 1).</param>
    public Sgd(int length, double momentum) => (velocity, this.momentum) = (new float[length], (float)momentum);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> State => [("velocity", velocity)];

    /// <inheritdoc/>
    protected override void Step(int start, ReadOnlySpan<float> gradient, double rate, double decay, Span<float> weights)
    {
        var own = velocity.AsSpan(start, weights.Length);
        var (kept, size) = ((float)(1 - rate * decay), (float)rate);
        for (var i = 0; i < weights.Length; i++)
        {
            own[i] = momentum * own[i] + gradient[i];
            weights[i] = kept * weights[i] - size * own[i];
        }
    }
}
