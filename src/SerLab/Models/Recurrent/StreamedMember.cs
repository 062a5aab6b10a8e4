using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>One network's state between two steps of a stream.</summary>
internal sealed class StreamedMember
{
    private readonly RecurrentMember member;
    private readonly RecurrentShape shape;
    private readonly ConvolutionWindow[] windows;
    private readonly float[][] outputs;
    private readonly float[][] memories;
    private readonly NormScratch norm;
    private readonly float[] gates;
    private readonly float[] sums;
    private readonly RunningPool pool;

    /// <param name="member">The network; reads forwards only.</param>
    public StreamedMember(RecurrentMember member)
        : this(member, [.. member.Shape.Convolutions.Select(_ => new ConvolutionWindow())], Rows(member.Shape), Rows(member.Shape), new RunningPool(member.Shape.OutputWidth))
    {
    }

    private StreamedMember(RecurrentMember member, ConvolutionWindow[] windows, float[][] outputs, float[][] memories, RunningPool pool)
    {
        (this.member, shape, this.windows, this.outputs, this.memories, this.pool) = (member, member.Shape, windows, outputs, memories, pool);
        (gates, sums, norm) = (new float[shape.GateWidth], new float[shape.Cell.KeepsSumsApart ? shape.GateWidth : 0], new NormScratch());
    }

    /// <summary>Hears one step.</summary>
    /// <param name="step">Shape [inputs].</param>
    public void Hear(float[] step) => Hear(step, 0);

    /// <summary>Log posteriors as if the stream ended here; the state stays.</summary>
    /// <param name="rest">A last, shorter step; empty for none.</param>
    /// <param name="logPosterior">Shape [classes]; filled.</param>
    public void Score(float[] rest, Span<double> logPosterior)
    {
        var end = new StreamedMember(
            member, [.. windows.Select(window => window.Copy())], [.. outputs.Select(row => (float[])row.Clone())], [.. memories.Select(row => (float[])row.Clone())], pool.Copy());
        if (rest.Length > 0) end.Hear(rest);
        for (var i = 0; i < windows.Length; i++)
            foreach (var late in end.windows[i].Flush(shape.Front!)) end.Advance(late, i);
        end.ScoreNow(logPosterior);
    }

    private static float[][] Rows(RecurrentShape shape) => [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[shape.Hidden])];

    private void Hear(float[] step, int convolution)
    {
        if (convolution == windows.Length)
        {
            Recur(step);
            return;
        }

        foreach (var seen in windows[convolution].Push(step, shape.Front!)) Advance(seen, convolution);
    }

    // The taps that one output of a convolution sees; on to the next one.
    private void Advance(float[] seen, int convolution)
    {
        var blocks = shape.Convolutions[convolution];
        var output = new float[blocks.Bias.Length];
        MatrixProduct.MultiplyPacked(seen, member.Packed.Convolutions[convolution].Forward, 1, seen.Length, output.Length, false, output);
        TensorPrimitives.Add(output, blocks.Bias.In(member.Weights), output);
        TensorPrimitives.Max(output, 0f, output);
        Hear(output, convolution + 1);
    }

    private void Recur(ReadOnlySpan<float> input)
    {
        Span<float> memory = new float[shape.Hidden], last = new float[shape.Hidden];
        var normed = new float[shape.Hidden];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var (packed, blocks) = (member.Packed.Directions[layer], shape.Of(layer, 0));
            MatrixProduct.MultiplyPacked(input, packed.Input, 1, input.Length, shape.GateWidth, false, gates);
            MatrixProduct.MultiplyPacked(outputs[layer], packed.Recurrent, 1, shape.Hidden, shape.GateWidth, !shape.Cell.KeepsSumsApart, shape.Cell.KeepsSumsApart ? sums : gates);
            outputs[layer].CopyTo(last);
            memories[layer].CopyTo(memory);
            shape.Cell.Forward(new CellStep
            {
                Hidden = shape.Hidden,
                Gates = gates,
                RecurrentSums = sums,
                Bias = packed.Bias,
                RecurrentBias = shape.Cell.KeepsSumsApart ? blocks.RecurrentBias.In(member.Weights) : [],
                Peepholes = blocks.Peepholes is { } peephole ? peephole.In(member.Weights) : [],
                PreviousOutput = last,
                PreviousMemory = shape.Cell.HasMemory ? memory : [],
                Output = outputs[layer],
                Memory = shape.Cell.HasMemory ? memories[layer] : [],
            });
            outputs[layer].CopyTo(normed, 0);
            if (shape.Norms.Count > 0) LayerNorm.Forward(shape.Norms[layer].Weight.In(member.Weights), shape.Norms[layer].Bias.In(member.Weights), normed, norm);
            input = normed;
        }

        pool.Add(normed, shape.Attention is { } attention ? TensorPrimitives.Dot(normed, attention.In(member.Weights)) : 0);
    }

    private void ScoreNow(Span<double> logPosterior)
    {
        var pooled = new float[shape.PooledWidth];
        pool.Take(shape.Pooling, pooled);
        var logits = new float[shape.Classes];
        MatrixProduct.MultiplyTransposed(pooled, shape.Head.Weight.In(member.Weights), 1, pooled.Length, logits.Length, false, logits);
        TensorPrimitives.Add(logits, shape.Head.Bias.In(member.Weights), logits);
        for (var c = 0; c < logits.Length; c++) logPosterior[c] = logits[c];
        LogMath.Normalise(logPosterior);
    }
}
