using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Frames turned on their side, in double: one stretch of memory per feature, so that a vector holds the same feature of neighbouring frames. Immutable.</summary>
/// <remarks>The stride is the count rounded up to whole groups of <see cref="Group"/> frames; frames past the count are zeros, and no kernel has a remainder.</remarks>
internal sealed class FrameBlock
{
    /// <summary>Frames that the kernels take at once: four vectors of four doubles.</summary>
    public const int Group = 16;

    /// <summary>Frames of a block when a long stretch is cut into pieces: with 39 features 80 kB, within a second-level cache.</summary>
    public const int UsualCount = 256;

    private readonly double[] values;

    /// <param name="frames">Shape [frames x features]; only read.</param>
    public FrameBlock(MatrixView frames)
    {
        (Count, FeatureCount) = (frames.Rows, frames.Columns);
        Stride = (Count + Group - 1) / Group * Group;
        values = new double[FeatureCount * Stride];
        var source = frames.Span;
        for (var d = 0; d < FeatureCount; d++)
            for (var t = 0; t < Count; t++)
                values[d * Stride + t] = source[t * FeatureCount + d];
    }

    /// <summary>Number of frames.</summary>
    public int Count { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Count rounded up to whole groups: the length of every row over frames.</summary>
    public int Stride { get; }

    /// <summary>The values, shape [features x stride].</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>One feature of every frame, shape [stride].</summary>
    public ReadOnlySpan<double> Feature(int index) => values.AsSpan(index * Stride, Stride);

    /// <summary>Cuts examples into blocks of at most <see cref="UsualCount"/> frames; frames of an example stay in order.</summary>
    public static IEnumerable<FrameBlock> Cut(MatrixView example)
    {
        for (var first = 0; first < example.Rows; first += UsualCount)
            yield return new FrameBlock(example.Slice(first, Math.Min(UsualCount, example.Rows - first)));
    }
}
