using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>The weights that training starts from.</summary>
/// <remarks>
/// Input and dense weights uniform with the variance of X. Glorot and Y. Bengio, AISTATS 2010, eq. 16; recurrent weights orthogonal per gate, which keeps the
/// length of the state (A. Saxe, J. McClelland and S. Ganguli, ICLR 2014); attention and peepholes 0, which is
/// the mean and the plain cell; biases as the cell says.
/// </remarks>
internal static class RecurrentStart
{
    /// <summary>Draws all learned numbers.</summary>
    public static float[] Draw(RecurrentShape shape, RandomSource random)
    {
        var weights = new float[shape.ParameterCount];
        var all = weights.AsSpan();
        for (var i = 0; i < shape.Convolutions.Count; i++)
        {
            var weight = shape.Convolutions[i].Weight;
            var inputs = weight.Length / weight.Shape[0];
            Uniform(inputs, inputs, random.For("convolution", i).Open(), weight.In(all)); // variance 1 / inputs; max(0, x) takes half of it (K. He et al., ICCV 2015, eq. 10)
            TensorPrimitives.Multiply(weight.In(all), MathF.Sqrt(2), weight.In(all));
        }

        for (var i = 0; i < shape.Recurrent.Count; i++)
        {
            var (own, blocks) = (random.For("layer", i), shape.Recurrent[i]);
            Uniform(blocks.InputWeight.Shape[1], shape.Hidden, own.For("input").Open(), blocks.InputWeight.In(all));
            var recurrent = blocks.RecurrentWeight.In(all);
            for (var gate = 0; gate < shape.Cell.GateCount; gate++)
                Orthogonal(shape.Hidden, own.For("recurrent", gate).Open(), recurrent.Slice(gate * shape.Hidden * shape.Hidden, shape.Hidden * shape.Hidden));
            shape.Cell.StartBias(blocks.InputBias.In(all));
        }

        foreach (var norm in shape.Norms) norm.Weight.In(all).Fill(1);
        Uniform(shape.PooledWidth, shape.Classes, random.For("head").Open(), shape.Head.Weight.In(all));
        if (shape.AuxiliaryHead is { } auxiliary) Uniform(shape.PooledWidth, shape.AuxiliaryClasses, random.For("auxiliary").Open(), auxiliary.Weight.In(all));
        return weights;
    }

    private static void Uniform(int inputs, int outputs, RandomStream stream, Span<float> weights)
    {
        var limit = Math.Sqrt(6.0 / (inputs + outputs));
        foreach (ref var weight in weights) weight = (float)stream.NextDouble(-limit, limit);
    }

    // Rows of normal draws made orthonormal one after the other (modified Gram-Schmidt).
    private static void Orthogonal(int size, RandomStream stream, Span<float> weights)
    {
        var rows = new double[size][];
        for (var i = 0; i < size; i++)
        {
            rows[i] = new double[size];
            foreach (ref var value in rows[i].AsSpan()) value = stream.NextGaussian();
            for (var j = 0; j < i; j++)
            {
                var along = Dot(rows[i], rows[j]);
                for (var c = 0; c < size; c++) rows[i][c] -= along * rows[j][c];
            }

            var length = Math.Sqrt(Dot(rows[i], rows[i]));
            for (var c = 0; c < size; c++) weights[i * size + c] = (float)(rows[i][c] /= length);
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
