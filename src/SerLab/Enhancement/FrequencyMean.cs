using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Weighted mean over neighbouring bins, under Hann's window; at the ends over the neighbours that there are. Immutable.</summary>
internal sealed class FrequencyMean
{
    // weights[i]: of the bins i away, shape [reach + 1]; those of all bins in reach add up to 1.
    private readonly float[] weights;

    /// <param name="reach">Neighbours on each side, at least 0; 1 gives the weights 1/4, 1/2, 1/4.</param>
    public FrequencyMean(int reach)
    {
        weights = new float[reach + 1];
        for (var i = 0; i <= reach; i++) weights[i] = (float)((0.5 + 0.5 * Math.Cos(Math.PI * i / (reach + 1))) / (reach + 1));
    }

    /// <summary>destination[k] = sum_i weights[|i|] values[k + i] / sum_i weights[|i|], i over the bins that exist.</summary>
    /// <param name="values">Shape [bins]; only read.</param>
    /// <param name="destination">Shape [bins]; not the same memory.</param>
    public void Smooth(ReadOnlySpan<float> values, Span<float> destination)
    {
        TensorPrimitives.Multiply(values, weights[0], destination);
        var count = values.Length;
        for (var i = 1; i < Math.Min(weights.Length, count); i++)
        {
            TensorPrimitives.MultiplyAdd(values[i..], weights[i], destination[..^i], destination[..^i]);
            TensorPrimitives.MultiplyAdd(values[..^i], weights[i], destination[i..], destination[i..]);
        }

        for (var k = 0; k < Math.Min(weights.Length - 1, count); k++)
        {
            destination[k] /= Share(k, count);
            if (count - 1 - k >= weights.Length - 1) destination[count - 1 - k] /= Share(k, count);
        }
    }

    // The weight of the bins that exist around a bin k away from an end.
    private float Share(int k, int count)
    {
        var sum = 0f;
        for (var i = -Math.Min(k, weights.Length - 1); i <= Math.Min(count - 1 - k, weights.Length - 1); i++) sum += weights[Math.Abs(i)];
        return sum;
    }
}
