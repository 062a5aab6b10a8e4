using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>The network again, in double, one example and one unit at a time, straight from the equations: the truth that the fast one is held against.</summary>
/// <remarks>Noise is drawn once, in the order in which the network draws it, so that the logits are a function of the weights alone.</remarks>
internal sealed class RecurrentReference
{
    private readonly RecurrentShape shape;
    private readonly double[][][] examples;
    private readonly List<double[][]?> layerMasks = [];
    private readonly List<double[][]?> recurrentMasks = [];
    private readonly double[][]? pooledMask;

    public RecurrentReference(RecurrentShape shape, MatrixView[] sequences, LockedNoise? noise)
    {
        this.shape = shape;
        examples = Disturbed(sequences, noise);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            layerMasks.Add(layer > 0 || shape.Front is not null ? Mask(noise, noise?.Dropout, shape.InputsOf(layer)) : null);
            for (var direction = 0; direction < shape.Directions; direction++) recurrentMasks.Add(Mask(noise, noise?.RecurrentDropout, shape.Hidden));
        }

        pooledMask = Mask(noise, noise?.Dropout, shape.PooledWidth);
    }

    /// <summary>The logits of one example.</summary>
    /// <param name="weights">All learned numbers, in the network's order.</param>
    /// <param name="row">Which example.</param>
    public double[] Logits(double[] weights, int row)
    {
        var steps = examples[row];
        foreach (var convolution in shape.Convolutions) steps = Convolve(In(weights, convolution.Weight), In(weights, convolution.Bias), steps, shape.Front!);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var seen = layerMasks[layer] is { } mask ? [.. steps.Select(x => Times(x, mask[row]))] : steps;
            steps = Direction(weights, layer, 0, row, seen);
            if (shape.Directions == 2)
            {
                var reverse = Direction(weights, layer, 1, row, [.. seen.Reverse()]);
                steps = [.. steps.Select((h, t) => (double[])[.. h, .. reverse[seen.Length - 1 - t]])];
            }

            if (shape.Norms.Count > 0) steps = [.. steps.Select(h => Normalise(h, In(weights, shape.Norms[layer].Weight), In(weights, shape.Norms[layer].Bias)))];
        }

        var pooled = Pool(weights, steps);
        return Affine(In(weights, shape.Head.Weight), pooledMask is null ? pooled : Times(pooled, pooledMask[row]), In(weights, shape.Head.Bias));
    }

    private double[][] Direction(double[] weights, int layer, int direction, int row, double[][] steps)
    {
        var blocks = shape.Of(layer, direction);
        double[] w = In(weights, blocks.InputWeight), u = In(weights, blocks.RecurrentWeight), inputBias = In(weights, blocks.InputBias), bias = In(weights, blocks.RecurrentBias);
        var p = blocks.Peepholes is null ? null : In(weights, blocks.Peepholes);
        var mask = recurrentMasks[layer * shape.Directions + direction];
        double[] h = new double[shape.Hidden], c = new double[shape.Hidden];
        return [.. steps.Select(x => (h, c) = Step(Affine(w, x, inputBias), Affine(u, mask is null ? h : Times(h, mask[row]), bias), p, h, c)).Select(state => state.h)];
    }

    private (double[] H, double[] C) Step(double[] ours, double[] theirs, double[]? p, double[] h, double[] c)
    {
        var n = shape.Hidden;
        double[] next = new double[n], memory = new double[n];
        double Sum(int gate, int j) => ours[gate * n + j] + theirs[gate * n + j];
        for (var j = 0; j < n; j++)
        {
            if (shape.Cell == ElmanCell.Tanh) next[j] = Math.Tanh(Sum(0, j));
            else if (shape.Cell == ElmanCell.Relu) next[j] = Math.Max(0, Sum(0, j));
            else if (shape.Cell == GruCell.Instance)
            {
                var update = Sigmoid(Sum(1, j));
                next[j] = (1 - update) * Math.Tanh(ours[2 * n + j] + Sigmoid(Sum(0, j)) * theirs[2 * n + j]) + update * h[j];
            }
            else
            {
                double Peep(int gate, double seen) => p is null ? 0 : p[gate * n + j] * seen;
                memory[j] = Sigmoid(Sum(1, j) + Peep(1, c[j])) * c[j] + Sigmoid(Sum(0, j) + Peep(0, c[j])) * Math.Tanh(Sum(2, j));
                next[j] = Sigmoid(Sum(3, j) + Peep(2, memory[j])) * Math.Tanh(memory[j]);
            }
        }

        return (next, memory);
    }

    private double[] Pool(double[] weights, double[][] steps)
    {
        if (shape.Pooling == TimePooling.Last) return [.. steps[^1][..shape.Hidden], .. steps[0][shape.Hidden..]];
        var scores = steps.Select(h => shape.Attention is { } block ? Dot(h, In(weights, block)) : 0).ToArray();
        var sum = scores.Sum(Math.Exp);
        var mean = new double[shape.OutputWidth];
        for (var t = 0; t < steps.Length; t++)
            for (var j = 0; j < mean.Length; j++) mean[j] += Math.Exp(scores[t]) / sum * steps[t][j];
        if (shape.Pooling != TimePooling.MeanDeviation) return mean;
        return [.. mean, .. mean.Select((m, j) => Math.Sqrt(steps.Average(h => (h[j] - m) * (h[j] - m)) + 1e-5))];
    }

    private static double[][] Convolve(double[] weight, double[] bias, double[][] steps, ConvolutionSettings settings)
    {
        var inputs = steps[0].Length;
        return [.. Enumerable.Range(0, (steps.Length + settings.Stride - 1) / settings.Stride).Select(t => bias.Select((start, channel) =>
        {
            var sum = start;
            for (var k = 0; k < settings.Width; k++)
                if (t * settings.Stride + k - settings.Width / 2 is var seen && seen >= 0 && seen < steps.Length)
                    for (var i = 0; i < inputs; i++) sum += weight[(channel * inputs + i) * settings.Width + k] * steps[seen][i];
            return Math.Max(0, sum);
        }).ToArray())];
    }

    private static double[] Normalise(double[] x, double[] scale, double[] shift)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        return [.. x.Select((value, j) => scale[j] * (value - mean) / deviation + shift[j])];
    }

    private double[][][] Disturbed(MatrixView[] sequences, LockedNoise? noise)
    {
        var layout = new SequenceLayout([.. sequences.Select(sequence => sequence.Rows)]);
        var values = new float[layout.Total * shape.Inputs];
        layout.Fill(sequences, values);
        using var room = new PooledFloats();
        noise?.Disturb(layout, shape.Inputs, room, values);
        return [.. sequences.Select((sequence, row) => Enumerable.Range(0, sequence.Rows)
            .Select(step => Array.ConvertAll(values[((layout.Start(step) + row) * shape.Inputs)..((layout.Start(step) + row + 1) * shape.Inputs)], value => (double)value)).ToArray())];
    }

    private double[][]? Mask(LockedNoise? noise, double? rate, int width)
    {
        if (noise is null || rate is null or 0) return null;
        var mask = new float[examples.Length * width];
        noise.DrawMask(rate.Value, mask);
        return [.. mask.Chunk(width).Select(row => Array.ConvertAll(row, value => (double)value))];
    }

    private static double[] In(double[] weights, ParameterBlock block) => weights[block.Start..(block.Start + block.Length)];

    private static double[] Times(double[] x, double[] y) => [.. x.Select((value, j) => value * y[j])];

    private static double Dot(double[] x, double[] y) => x.Select((value, j) => value * y[j]).Sum();

    private static double[] Affine(double[] matrix, double[] x, double[] plus)
    {
        var sums = (double[])plus.Clone();
        for (var i = 0; i < sums.Length; i++)
            for (var j = 0; j < x.Length; j++) sums[i] += matrix[i * x.Length + j] * x[j];
        return sums;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
