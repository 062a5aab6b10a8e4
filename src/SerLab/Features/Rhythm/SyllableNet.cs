using System.Numerics.Tensors;

namespace SerLab.Features.Rhythm;

/// <summary>One hidden layer of tanh units beside a straight path: z = u · tanh(W s + b) + d · s + c, s = (x - mean) / deviation. Immutable.</summary>
internal sealed class SyllableNet
{
    private readonly float[] means;
    private readonly float[] deviations;
    private readonly float[] weights;

    /// <param name="means">Of the inputs, shape [inputs].</param>
    /// <param name="deviations">Of the inputs, above 0, shape [inputs].</param>
    /// <param name="weights">W by rows, b, u, d and c in a row, shape [<see cref="WeightCount"/>].</param>
    public SyllableNet(float[] means, float[] deviations, float[] weights)
    {
        (this.means, this.deviations, this.weights) = (means, deviations, weights);
        Hidden = (weights.Length - means.Length - 1) / (means.Length + 2);
        if (WeightCount(means.Length, Hidden) != weights.Length) throw new ArgumentException($"{weights.Length} weights do not fit {means.Length} inputs.", nameof(weights));
    }

    /// <summary>Units of the hidden layer.</summary>
    public int Hidden { get; }

    /// <summary>All that was learned, in the order of the constructor.</summary>
    public IEnumerable<float> Learned => [.. means, .. deviations, .. weights];

    /// <summary>Number of weights.</summary>
    public static int WeightCount(int inputs, int hidden) => (inputs + 2) * hidden + inputs + 1;

    /// <summary>Shifts and scales one row of inputs.</summary>
    public void Standardise(ReadOnlySpan<float> inputs, Span<float> destination)
    {
        TensorPrimitives.Subtract(inputs, means, destination);
        TensorPrimitives.Divide(destination, deviations, destination);
    }

    /// <summary>The output for one row.</summary>
    /// <param name="standardised">From <see cref="Standardise"/>, shape [inputs].</param>
    /// <param name="weights">Shape [<see cref="WeightCount"/>].</param>
    /// <param name="activations">Receives tanh(W s + b), shape [hidden].</param>
    public static float Output(ReadOnlySpan<float> standardised, ReadOnlySpan<float> weights, Span<float> activations)
    {
        int inputs = standardised.Length, hidden = activations.Length;
        for (var unit = 0; unit < hidden; unit++)
            activations[unit] = MathF.Tanh(TensorPrimitives.Dot(standardised, weights.Slice(unit * inputs, inputs)) + weights[inputs * hidden + unit]);
        return TensorPrimitives.Dot(activations, weights.Slice((inputs + 1) * hidden, hidden)) + TensorPrimitives.Dot(standardised, weights.Slice((inputs + 2) * hidden, inputs)) + weights[^1];
    }

    /// <summary>The outputs for all rows.</summary>
    /// <param name="rows">Shape [rows x inputs].</param>
    public double[] Outputs(ReadOnlySpan<float> rows)
    {
        Span<float> standardised = stackalloc float[means.Length], activations = stackalloc float[Hidden];
        var outputs = new double[rows.Length / means.Length];
        for (var row = 0; row < outputs.Length; row++)
        {
            Standardise(rows.Slice(row * means.Length, means.Length), standardised);
            outputs[row] = Output(standardised, weights, activations);
        }

        return outputs;
    }
}
