using System.Numerics.Tensors;

namespace SerLab.Models;

/// <summary>
/// Outputs of all steps to one vector per example: v = sum_t a(t) h(t), with a(t) = 1 / steps, or a softmax over time of the scores s(t) = u h(t), or 1 at the
/// step where a direction has heard all; with the deviation sqrt(mean of (h - v)^2 + 1e-5) beside it where wanted.
/// </summary>
internal static class SequencePooling
{
    private const float Epsilon = 1e-5f;

    /// <summary>Pools a batch.</summary>
    /// <param name="shape">Which pooling; widths.</param>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="outputs">h, shape [total x width].</param>
    /// <param name="attention">u, shape [width]; empty unless it is learned.</param>
    /// <param name="share">a, shape [total]; filled except for <see cref="TimePooling.Last"/>.</param>
    /// <param name="pooled">Shape [rows x pooled width]; filled.</param>
    public static void Forward(RecurrentShape shape, SequenceLayout layout, ReadOnlySpan<float> outputs, ReadOnlySpan<float> attention, Span<float> share, Span<float> pooled)
    {
        var width = shape.OutputWidth;
        if (shape.Pooling == TimePooling.Last)
        {
            for (var row = 0; row < layout.Rows; row++)
                for (var direction = 0; direction < shape.Directions; direction++)
                    outputs.Slice(LastAt(shape, layout, row, direction), shape.Hidden).CopyTo(pooled[(row * width + direction * shape.Hidden)..]);
            return;
        }

        pooled.Clear();
        SetShares(layout, outputs, attention, width, share);
        for (var row = 0; row < layout.Rows; row++)
        {
            var vector = pooled.Slice(row * shape.PooledWidth, width);
            for (var step = 0; step < layout.StepsOf(row); step++)
            {
                var i = layout.Start(step) + row;
                TensorPrimitives.MultiplyAdd(outputs.Slice(i * width, width), share[i], vector, vector);
            }

            if (shape.Pooling == TimePooling.MeanDeviation) SetDeviation(layout, row, outputs, vector, pooled.Slice(row * 2 * width + width, width));
        }
    }

    /// <summary>The chain rule: dh(t) = a(t) dv + ds(t) u with ds(t) = a(t) (dv h(t) - dv v); du = sum over all steps of ds(t) h(t).</summary>
    /// <param name="shape">As on the way forward.</param>
    /// <param name="layout">As on the way forward.</param>
    /// <param name="outputs">As on the way forward.</param>
    /// <param name="attention">As on the way forward.</param>
    /// <param name="share">As the way forward left it.</param>
    /// <param name="pooled">As the way forward left it.</param>
    /// <param name="pooledGradient">Shape [rows x pooled width].</param>
    /// <param name="outputGradient">dh, shape [total x width]; filled.</param>
    /// <param name="attentionGradient">du, shape [width]; filled; empty unless it is learned.</param>
    public static void Backward(
        RecurrentShape shape, SequenceLayout layout, ReadOnlySpan<float> outputs, ReadOnlySpan<float> attention, ReadOnlySpan<float> share, ReadOnlySpan<float> pooled,
        ReadOnlySpan<float> pooledGradient, Span<float> outputGradient, Span<float> attentionGradient)
    {
        var width = shape.OutputWidth;
        attentionGradient.Clear();
        if (shape.Pooling == TimePooling.Last)
        {
            outputGradient.Clear();
            for (var row = 0; row < layout.Rows; row++)
                for (var direction = 0; direction < shape.Directions; direction++)
                    pooledGradient.Slice(row * width + direction * shape.Hidden, shape.Hidden).CopyTo(outputGradient[LastAt(shape, layout, row, direction)..]);
            return;
        }

        for (var row = 0; row < layout.Rows; row++)
        {
            var gradient = pooledGradient.Slice(row * shape.PooledWidth, width);
            var mean = 0.0; // dv v = sum_t a(t) dv h(t)
            for (var step = 0; step < layout.StepsOf(row); step++)
            {
                var i = layout.Start(step) + row;
                TensorPrimitives.Multiply(gradient, share[i], outputGradient.Slice(i * width, width));
                if (!attention.IsEmpty) mean += (double)share[i] * TensorPrimitives.Dot(gradient, outputs.Slice(i * width, width));
            }

            for (var step = 0; step < layout.StepsOf(row) && !attention.IsEmpty; step++)
            {
                var i = layout.Start(step) + row;
                var inScore = (float)(share[i] * (TensorPrimitives.Dot(gradient, outputs.Slice(i * width, width)) - mean));
                TensorPrimitives.MultiplyAdd(attention, inScore, outputGradient.Slice(i * width, width), outputGradient.Slice(i * width, width));
                TensorPrimitives.MultiplyAdd(outputs.Slice(i * width, width), inScore, attentionGradient, attentionGradient);
            }

            if (shape.Pooling == TimePooling.MeanDeviation)
                AddDeviationGradient(layout, row, outputs, pooled.Slice(row * 2 * width, 2 * width), pooledGradient.Slice(row * 2 * width + width, width), outputGradient);
        }
    }

    // a softmax over time of each example's scores; equal scores make equal shares.
    private static void SetShares(SequenceLayout layout, ReadOnlySpan<float> outputs, ReadOnlySpan<float> attention, int width, Span<float> share)
    {
        if (attention.IsEmpty) share.Clear();
        else
            for (var i = 0; i < share.Length; i++) share[i] = TensorPrimitives.Dot(outputs.Slice(i * width, width), attention);
        for (var row = 0; row < layout.Rows; row++)
        {
            var steps = layout.StepsOf(row);
            var max = float.NegativeInfinity;
            for (var step = 0; step < steps; step++) max = MathF.Max(max, share[layout.Start(step) + row]);
            var sum = 0.0;
            for (var step = 0; step < steps; step++) sum += share[layout.Start(step) + row] = MathF.Exp(share[layout.Start(step) + row] - max);
            for (var step = 0; step < steps; step++) share[layout.Start(step) + row] = (float)(share[layout.Start(step) + row] / sum);
        }
    }

    private static void SetDeviation(SequenceLayout layout, int row, ReadOnlySpan<float> outputs, ReadOnlySpan<float> mean, Span<float> deviation)
    {
        var (width, steps) = (mean.Length, layout.StepsOf(row));
        for (var step = 0; step < steps; step++)
        {
            var h = outputs.Slice((layout.Start(step) + row) * width, width);
            for (var j = 0; j < width; j++) deviation[j] += (h[j] - mean[j]) * (h[j] - mean[j]);
        }

        for (var j = 0; j < width; j++) deviation[j] = MathF.Sqrt(deviation[j] / steps + Epsilon);
    }

    // d deviation / dh(t) = (h(t) - mean) / (steps deviation): the mean's own part sums to 0.
    private static void AddDeviationGradient(
        SequenceLayout layout, int row, ReadOnlySpan<float> outputs, ReadOnlySpan<float> pooled, ReadOnlySpan<float> deviationGradient, Span<float> outputGradient)
    {
        var (width, steps) = (deviationGradient.Length, layout.StepsOf(row));
        for (var step = 0; step < steps; step++)
        {
            var at = (layout.Start(step) + row) * width;
            for (var j = 0; j < width; j++) outputGradient[at + j] += deviationGradient[j] * (outputs[at + j] - pooled[j]) / (steps * pooled[width + j]);
        }
    }

    private static int LastAt(RecurrentShape shape, SequenceLayout layout, int row, int direction)
    {
        var step = direction == 0 ? layout.StepsOf(row) - 1 : 0;
        return (layout.Start(step) + row) * shape.OutputWidth + direction * shape.Hidden;
    }
}
