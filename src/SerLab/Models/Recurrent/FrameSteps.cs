using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Steps of the network from frames: fewer and longer, and how far they spread.</summary>
internal static class FrameSteps
{
    /// <summary>Means of consecutive frames; the last step may have fewer.</summary>
    /// <param name="frames">Shape [frames x features]; only read.</param>
    /// <param name="frameStep">Frames per step, at least 1.</param>
    /// <returns>Shape [frames / frameStep, rounded up x features].</returns>
    public static MatrixView Average(MatrixView frames, int frameStep)
    {
        if (frameStep == 1) return frames;
        int steps = (frames.Rows + frameStep - 1) / frameStep, width = frames.Columns;
        var means = new float[steps * width];
        for (var step = 0; step < steps; step++)
        {
            var mean = means.AsSpan(step * width, width);
            var count = Math.Min(frameStep, frames.Rows - step * frameStep);
            for (var i = 0; i < count; i++) TensorPrimitives.Add(mean, frames.Row(step * frameStep + i), mean);
            TensorPrimitives.Multiply(mean, 1f / count, mean);
        }

        return new MatrixView(means, steps, width);
    }

    /// <summary>Standard deviation of each feature over all steps of all sequences.</summary>
    /// <param name="sequences">Matrices [steps x features], at least one; only read.</param>
    /// <returns>Shape [features].</returns>
    public static double[] Deviations(IReadOnlyList<MatrixView> sequences)
    {
        var width = sequences[0].Columns;
        double[] mean = new double[width], square = new double[width];
        var count = 0;
        foreach (var sequence in sequences)
            for (var step = 0; step < sequence.Rows; step++)
            {
                var row = sequence.Row(step);
                count++;
                for (var j = 0; j < width; j++)
                {
                    // B. Welford, Technometrics 4(3), 1962: no cancellation where the mean is large.
                    var off = row[j] - mean[j];
                    mean[j] += off / count;
                    square[j] += off * (row[j] - mean[j]);
                }
            }

        return [.. square.Select(sum => Math.Sqrt(sum / count))];
    }
}
