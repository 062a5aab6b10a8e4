using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>y = g (x - mean) / sqrt(variance + 1e-5) + b over the units of each step (J. Ba, J. Kiros and G. Hinton, arXiv 1607.06450, 2016, eq. 4).</summary>
internal static class LayerNorm
{
    private const double Epsilon = 1e-5;

    /// <summary>Normalises every row.</summary>
    /// <param name="scale">g, shape [width].</param>
    /// <param name="shift">b, shape [width].</param>
    /// <param name="values">x, shape [rows x width]; becomes y.</param>
    /// <param name="scratch">Keeps what the way back needs.</param>
    public static void Forward(ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> values, NormScratch scratch)
    {
        var width = scale.Length;
        var normalised = scratch.Normalised.Take(values.Length);
        var inverse = scratch.InverseDeviation.Take(values.Length / width);
        for (var row = 0; row < inverse.Length; row++)
        {
            Span<float> x = values.Slice(row * width, width), own = normalised.Slice(row * width, width);
            var mean = TensorPrimitives.Sum<float>(x) / width;
            TensorPrimitives.Subtract(x, mean, own);
            inverse[row] = (float)(1 / Math.Sqrt(TensorPrimitives.SumOfSquares<float>(own) / width + Epsilon));
            TensorPrimitives.Multiply(own, inverse[row], own);
            TensorPrimitives.MultiplyAdd(own, scale, shift, x);
        }
    }

    /// <summary>The chain rule.</summary>
    /// <param name="scale">g.</param>
    /// <param name="values">Gradient in y, shape [rows x width]; becomes the gradient in x.</param>
    /// <param name="scratch">What the way forward kept.</param>
    /// <param name="scaleGradient">Shape [width]; written.</param>
    /// <param name="shiftGradient">Shape [width]; written.</param>
    public static void Backward(ReadOnlySpan<float> scale, Span<float> values, NormScratch scratch, Span<float> scaleGradient, Span<float> shiftGradient)
    {
        var width = scale.Length;
        var normalised = scratch.Normalised.Take(values.Length);
        var inverse = scratch.InverseDeviation.Take(values.Length / width);
        RowSums.Add(values, width, false, shiftGradient);
        scaleGradient.Clear();
        for (var row = 0; row < inverse.Length; row++)
        {
            Span<float> dy = values.Slice(row * width, width), own = normalised.Slice(row * width, width);
            TensorPrimitives.MultiplyAdd(dy, own, scaleGradient, scaleGradient);
            TensorPrimitives.Multiply(dy, scale, dy);
            float mean = TensorPrimitives.Sum<float>(dy) / width, along = -TensorPrimitives.Dot<float>(dy, own) / width;
            TensorPrimitives.Subtract(dy, mean, dy);
            TensorPrimitives.MultiplyAdd(own, along, dy, dy);
            TensorPrimitives.Multiply(dy, inverse[row], dy);
        }
    }
}
