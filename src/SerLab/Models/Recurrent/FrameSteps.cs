using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Fewer, longer steps.</summary>
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
}
