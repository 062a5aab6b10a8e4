using SerLab.Models;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>Where the time of a training step goes: its matrix products, its gates and its copies, each alone, on the arrays that a shard of 16 rows has, one thread.</summary>
/// <remarks>What is left to the whole step is what products, gates and copies cost one another in the caches, the optimiser, packing and waiting.</remarks>
internal static class RecurrentParts
{
    private const int Rows = 16, Block = 256;

    /// <summary>CPU milliseconds of one training step of 32 rows: products, gates, copies.</summary>
    /// <param name="cell">What a layer does in a step.</param>
    /// <param name="settings">Sizes.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="steps">Number of steps.</param>
    public static (double Products, double Gates, double Copies) Measure(RecurrentCell cell, RecurrentNetworkSettings settings, int inputs, int steps)
    {
        var shape = new RecurrentShape(cell, settings, inputs, 2);
        double products = 0, gates = 0, copies = 0;
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var isAsked = layer > 0;
            products += shape.Directions * Milliseconds(Products(shape, shape.InputsOf(layer), steps, isAsked));
            gates += shape.Directions * Milliseconds(Gates(shape, steps));
            copies += shape.Directions * Milliseconds(Copies(shape, steps));
        }

        return (2 * products, 2 * gates, 2 * copies); // two shards of 16 rows
    }

    private static Action Products(RecurrentShape shape, int inputs, int steps, bool isAsked)
    {
        int hidden = shape.Hidden, width = shape.GateWidth;
        float[] x = Draw(Block * inputs), h = Draw(Block * hidden), sums = Draw(Block * width), w = Draw(width * inputs), u = Draw(width * hidden), back = new float[Block * Math.Max(inputs, hidden)];
        float[] inW = new float[w.Length], inU = new float[u.Length];
        var (packedW, packedU) = (new float[MatrixProduct.PackedLength(inputs, width)], new float[MatrixProduct.PackedLength(hidden, width)]);
        var (backW, backU) = (new float[MatrixProduct.PackedLength(width, inputs)], new float[MatrixProduct.PackedLength(width, hidden)]);
        MatrixProduct.PackTransposed(w, inputs, width, packedW);
        MatrixProduct.PackTransposed(u, hidden, width, packedU);
        MatrixProduct.Pack(w, width, inputs, backW);
        MatrixProduct.Pack(u, width, hidden, backU);
        return () =>
        {
            for (var block = 0; block < steps * Rows / Block; block++)
            {
                MatrixProduct.MultiplyPacked(x, packedW, Block, inputs, width, false, sums);
                for (var step = 0; step < Block / Rows; step++)
                {
                    MatrixProduct.MultiplyPacked(h.AsSpan(step * Rows * hidden), packedU, Rows, hidden, width, true, sums.AsSpan(step * Rows * width));
                    MatrixProduct.MultiplyPacked(sums.AsSpan(step * Rows * width), backU, Rows, width, hidden, true, back.AsSpan(step * Rows * hidden));
                }

                MatrixProduct.TransposedMultiply(sums, x, width, Block, inputs, true, inW);
                MatrixProduct.TransposedMultiply(sums, h, width, Block, hidden, true, inU);
                if (isAsked) MatrixProduct.MultiplyPacked(sums, backW, Block, width, inputs, false, back);
                sums.AsSpan().Fill(0.1f); // else the sums would grow without end
                back.AsSpan().Clear();
            }
        };
    }

    private static Action Gates(RecurrentShape shape, int steps)
    {
        int hidden = shape.Hidden, width = shape.GateWidth;
        float[] sums = Draw(Block * width), recurrent = Draw(Block * width), state = Draw(Block * hidden), memory = Draw(Block * hidden), bias = Draw(width), inState = Draw(Block * hidden), inMemory = Draw(Rows * hidden);
        return () =>
        {
            for (var i = 0; i < steps; i++)
            {
                var at = i % (Block / Rows) * Rows;
                var step = new CellStep
                {
                    Hidden = hidden,
                    Gates = sums.AsSpan(at * width, Rows * width),
                    RecurrentSums = recurrent.AsSpan(at * width, Rows * width),
                    Bias = bias,
                    RecurrentBias = bias,
                    PreviousOutput = state.AsSpan(0, Rows * hidden),
                    PreviousMemory = memory.AsSpan(0, Rows * hidden),
                    Output = state.AsSpan(at * hidden, Rows * hidden),
                    Memory = memory.AsSpan(at * hidden, Rows * hidden),
                    OutputGradient = inState.AsSpan(at * hidden, Rows * hidden),
                    MemoryGradient = inMemory,
                    PreviousOutputGradient = inState.AsSpan(0, Rows * hidden),
                };
                shape.Cell.Forward(step);
                shape.Cell.Backward(step);
            }
        };
    }

    // Outputs beside each other, gradients apart, states of the step before: three copies of all outputs, from memory to memory.
    private static Action Copies(RecurrentShape shape, int steps)
    {
        float[] from = Draw(steps * Rows * shape.Hidden), to = new float[from.Length];
        return () =>
        {
            for (var copy = 0; copy < 3; copy++) from.CopyTo(to, 0);
        };
    }

    private static double Milliseconds(Action work)
    {
        work();
        return 1000 / CpuTime.Rate(work, 1);
    }

    private static float[] Draw(int count)
    {
        var stream = new RandomSource(3).Open();
        return [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextDouble(-0.1, 0.1))];
    }
}
