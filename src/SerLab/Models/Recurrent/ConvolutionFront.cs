using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>One convolution over time and max(0, x): y(t) = max(0, sum_k W(k) x(t s + k - width / 2) + b), zeros beyond the ends of an example.</summary>
/// <remarks>The steps that an output sees are copied beside each other, so that the convolution is one matrix product (K. Chellapilla, S. Puri and P. Simard, IWFHR 2006).</remarks>
internal static class ConvolutionFront
{
    /// <summary>The way forward.</summary>
    /// <param name="settings">Width and stride.</param>
    /// <param name="blocks">The learned arrays.</param>
    /// <param name="packed">Their weights as the products read them.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="from">Where the input's steps lie.</param>
    /// <param name="to">Where the output's steps lie.</param>
    /// <param name="input">Shape [total x inputs].</param>
    /// <param name="scratch">Columns and output are filled.</param>
    /// <returns>Shape [total x channels]; lies in the scratch.</returns>
    public static Span<float> Forward(
        ConvolutionSettings settings, WeightAndBias blocks, PackedConvolution packed, ReadOnlySpan<float> weights, SequenceLayout from, SequenceLayout to,
        ReadOnlySpan<float> input, ConvolutionScratch scratch)
    {
        int channels = blocks.Weight.Shape[0], inputs = blocks.Weight.Shape[1], taps = inputs * settings.Width;
        var columns = scratch.Columns.Take(to.Total * taps);
        for (var step = 0; step < to.Steps; step++)
            for (var row = 0; row < to.RowsAt(step); row++)
                for (var k = 0; k < settings.Width; k++)
                {
                    var column = columns.Slice(((to.Start(step) + row) * settings.Width + k) * inputs, inputs);
                    if (Seen(settings, from, step, row, k) is >= 0 and var seen) input.Slice(seen * inputs, inputs).CopyTo(column);
                    else column.Clear();
                }

        var output = scratch.Output.Take(to.Total * channels);
        MatrixProduct.MultiplyPacked(columns, packed.Forward, to.Total, taps, channels, false, output);
        var bias = blocks.Bias.In(weights);
        for (var row = 0; row < output.Length; row += channels) TensorPrimitives.Add(output.Slice(row, channels), bias, output.Slice(row, channels));
        TensorPrimitives.Max(output, 0f, output);
        return output;
    }

    /// <summary>The chain rule.</summary>
    /// <param name="settings">Width and stride.</param>
    /// <param name="blocks">The learned arrays.</param>
    /// <param name="packed">Their weights as the products read them.</param>
    /// <param name="from">Where the input's steps lie.</param>
    /// <param name="to">Where the output's steps lie.</param>
    /// <param name="scratch">As the way forward left it; used up.</param>
    /// <param name="outputGradient">Shape [total x channels]; used up.</param>
    /// <param name="gradient">Gradient in all learned numbers; this convolution's are written.</param>
    /// <param name="inputGradient">Gradient in the input, written; empty where nobody asks.</param>
    public static void Backward(
        ConvolutionSettings settings, WeightAndBias blocks, PackedConvolution packed, SequenceLayout from, SequenceLayout to, ConvolutionScratch scratch,
        Span<float> outputGradient, Span<float> gradient, Span<float> inputGradient)
    {
        int channels = blocks.Weight.Shape[0], inputs = blocks.Weight.Shape[1], taps = inputs * settings.Width;
        Span<float> columns = scratch.Columns.Take(to.Total * taps), output = scratch.Output.Take(to.Total * channels);
        for (var i = 0; i < output.Length; i++)
            if (output[i] <= 0) outputGradient[i] = 0;
        var turned = scratch.Turned.Take(channels * taps);
        MatrixProduct.TransposedMultiply(outputGradient, columns, channels, to.Total, taps, false, turned);
        PackedNetwork.Turn(turned, channels, settings.Width, inputs, blocks.Weight.In(gradient));
        RowSums.Add(outputGradient, channels, false, blocks.Bias.In(gradient));
        if (inputGradient.IsEmpty) return;
        MatrixProduct.MultiplyPacked(outputGradient, packed.Back, to.Total, channels, taps, false, columns);
        inputGradient.Clear();
        for (var step = 0; step < to.Steps; step++)
            for (var row = 0; row < to.RowsAt(step); row++)
                for (var k = 0; k < settings.Width; k++)
                    if (Seen(settings, from, step, row, k) is >= 0 and var seen)
                    {
                        var own = inputGradient.Slice(seen * inputs, inputs);
                        TensorPrimitives.Add(own, columns.Slice(((to.Start(step) + row) * settings.Width + k) * inputs, inputs), own);
                    }
    }

    // The input row that a tap sees; -1 beyond the ends of the example.
    private static int Seen(ConvolutionSettings settings, SequenceLayout from, int step, int row, int k)
    {
        var seen = step * settings.Stride + k - settings.Width / 2;
        return from.RowsAt(seen) > row ? from.Start(seen) + row : -1;
    }
}
