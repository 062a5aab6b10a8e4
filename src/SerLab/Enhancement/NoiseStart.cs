using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>What a stream takes for noise before a tracker has anything to go by: the mean over its first 64 ms and over the neighbouring bins. Belongs to one stream.</summary>
internal sealed class NoiseStart
{
    private const double StartSeconds = 0.064;

    // Four bins to each side: the mean of 9 exponential variables lies within a factor of 2 of the truth.
    private const int Neighbours = 4;

    private readonly int frameCount;
    private readonly float[] sum;
    private int heard;

    public NoiseStart(SpectrumGrid grid) => (frameCount, sum) = ((int)Math.Ceiling(StartSeconds / grid.HopSeconds), new float[grid.BinCount]);

    /// <summary>Whether the frame belongs to the start.</summary>
    /// <param name="power">Shape [bins]; only read.</param>
    /// <param name="noise">Gets, if so, the mean so far, shape [bins].</param>
    public bool Covers(ReadOnlySpan<float> power, Span<float> noise)
    {
        if (heard == frameCount) return false;
        heard++;
        TensorPrimitives.Add(sum, power, sum);
        for (var k = 0; k < sum.Length; k++)
        {
            int from = Math.Max(0, k - Neighbours), to = Math.Min(sum.Length, k + Neighbours + 1);
            noise[k] = TensorPrimitives.Sum(sum.AsSpan(from..to)) / ((to - from) * heard);
        }

        return true;
    }
}
