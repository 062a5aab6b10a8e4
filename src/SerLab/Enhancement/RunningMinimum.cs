using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>The least value of every bin over the last 0.96 to 1.07 s, kept as the minima of 8 stretches and of what has come since. Belongs to one stream.</summary>
/// <remarks>R. Martin, "Spectral subtraction based on minimum statistics", EUSIPCO 1994, with the lengths of I. Cohen, IEEE TSAP 11(5), 2003, table I: 8 stretches of 15 frames of 8 ms.</remarks>
internal sealed class RunningMinimum
{
    private const int StretchCount = 8;
    private const double StretchSeconds = 0.12;

    private readonly int stretchFrames;
    private readonly int binCount;

    // Minima of the last stretches, shape [stretches x bins]; the one at `stretch` is being filled.
    private readonly float[] stretches;
    private readonly float[] values;
    private int stretch;
    private int frame;

    public RunningMinimum(SpectrumGrid grid)
    {
        (stretchFrames, binCount) = (Math.Max(1, (int)Math.Round(StretchSeconds / grid.HopSeconds)), grid.BinCount);
        (stretches, values) = (new float[StretchCount * binCount], new float[binCount]);
    }

    /// <summary>The minima, shape [bins].</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>States the minima up to now, shape [bins].</summary>
    public void Begin(ReadOnlySpan<float> minima)
    {
        for (var i = 0; i < StretchCount; i++) minima.CopyTo(stretches.AsSpan(i * binCount));
        minima.CopyTo(values);
        (stretch, frame) = (0, 0);
    }

    /// <summary>Takes in the next frame, shape [bins].</summary>
    public void Next(ReadOnlySpan<float> frameValues)
    {
        var filling = stretches.AsSpan(stretch * binCount, binCount);
        if (frame == 0) frameValues.CopyTo(filling);
        else TensorPrimitives.Min(filling, frameValues, filling);
        if (++frame < stretchFrames)
        {
            TensorPrimitives.Min(values, frameValues, values);
            return;
        }

        (stretch, frame) = ((stretch + 1) % StretchCount, 0);
        stretches.AsSpan(0, binCount).CopyTo(values);
        for (var i = 1; i < StretchCount; i++) TensorPrimitives.Min(values, stretches.AsSpan(i * binCount, binCount), values);
    }
}
