using System.Numerics.Tensors;

namespace SerLab.Models;

/// <summary>Outputs of all steps to one vector per example: v = sum_t a(t) h(t), with a(t) = 1 / steps, or a softmax over time of the scores s(t) = u h(t).</summary>
internal static class SequencePooling
{
    /// <summary>Pools a batch.</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="outputs">h, shape [total x width].</param>
    /// <param name="attention">u, shape [width]; empty for the mean.</param>
    /// <param name="share">a, shape [total]; filled.</param>
    /// <param name="pooled">v, shape [rows x width]; filled.</param>
    public static void Forward(SequenceLayout layout, ReadOnlySpan<float> outputs, ReadOnlySpan<float> attention, Span<float> share, Span<float> pooled)
    {
        var width = pooled.Length / layout.Rows;
        pooled.Clear();
        if (attention.IsEmpty) share.Clear(); // equal scores make equal shares
        else
            for (var i = 0; i < share.Length; i++) share[i] = TensorPrimitives.Dot(outputs.Slice(i * width, width), attention);

        for (var row = 0; row < layout.Rows; row++)
        {
            var steps = StepsOf(layout, row);
            var max = float.NegativeInfinity;
            for (var step = 0; step < steps; step++) max = MathF.Max(max, share[layout.Start(step) + row]);
            var sum = 0.0;
            for (var step = 0; step < steps; step++) sum += share[layout.Start(step) + row] = MathF.Exp(share[layout.Start(step) + row] - max);
            var vector = pooled.Slice(row * width, width);
            for (var step = 0; step < steps; step++)
            {
                var i = layout.Start(step) + row;
                share[i] = (float)(share[i] / sum);
                TensorPrimitives.MultiplyAdd(outputs.Slice(i * width, width), share[i], vector, vector);
            }
        }
    }

    /// <summary>The chain rule: dh(t) = a(t) dv + ds(t) u with ds(t) = a(t) (dv h(t) - dv v); du = sum over all steps of ds(t) h(t).</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="outputs">h, as on the way forward.</param>
    /// <param name="attention">u; empty for the mean.</param>
    /// <param name="share">a, as the way forward left it.</param>
    /// <param name="pooledGradient">dv, shape [rows x width].</param>
    /// <param name="outputGradient">dh, shape [total x width]; filled.</param>
    /// <param name="attentionGradient">du, shape [width]; filled; empty for the mean.</param>
    public static void Backward(
        SequenceLayout layout, ReadOnlySpan<float> outputs, ReadOnlySpan<float> attention, ReadOnlySpan<float> share, ReadOnlySpan<float> pooledGradient,
        Span<float> outputGradient, Span<float> attentionGradient)
    {
        var width = pooledGradient.Length / layout.Rows;
        attentionGradient.Clear();
        for (var row = 0; row < layout.Rows; row++)
        {
            var gradient = pooledGradient.Slice(row * width, width);
            var steps = StepsOf(layout, row);
            var mean = 0.0; // dv v = sum_t a(t) dv h(t)
            for (var step = 0; step < steps; step++)
            {
                var i = layout.Start(step) + row;
                TensorPrimitives.Multiply(gradient, share[i], outputGradient.Slice(i * width, width));
                if (!attention.IsEmpty) mean += (double)share[i] * TensorPrimitives.Dot(gradient, outputs.Slice(i * width, width));
            }

            for (var step = 0; step < steps && !attention.IsEmpty; step++)
            {
                var i = layout.Start(step) + row;
                var inScore = (float)(share[i] * (TensorPrimitives.Dot(gradient, outputs.Slice(i * width, width)) - mean));
                TensorPrimitives.MultiplyAdd(attention, inScore, outputGradient.Slice(i * width, width), outputGradient.Slice(i * width, width));
                TensorPrimitives.MultiplyAdd(outputs.Slice(i * width, width), inScore, attentionGradient, attentionGradient);
            }
        }
    }

    private static int StepsOf(SequenceLayout layout, int row)
    {
        var steps = layout.Steps;
        while (layout.RowsAt(steps - 1) <= row) steps--;
        return steps;
    }
}
