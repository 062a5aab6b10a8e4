using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Frames turned on their side, in double: one stretch of memory per feature, so that a vector holds the same feature of neighbouring frames. Immutable.</summary>
/// <remarks>The stride is the count rounded up to whole groups of <see cref="Group"/> frames; frames past the count are zeros, and no kernel has a remainder.</remarks>
internal sealed class FrameBlock
{
    /// <summary>Frames that the kernels take at once.</summary>
    public const int Group = GaussianKernels.Group;

    /// <summary>Frames of a block when a long stretch is cut into pieces: with 39 features 150 kB, within a second-level cache; not a power of two, whose rows would share cache sets.</summary>
    public const int UsualCount = 480;

    private readonly double[] values;

    /// <param name="frames">Shape [frames x features]; only read.</param>
    public FrameBlock(MatrixView frames)
        : this([frames], frames.Rows, frames.Columns)
    {
    }

    private FrameBlock(IReadOnlyList<MatrixView> pieces, int count, int featureCount, double weight = 1)
    {
        (Count, FeatureCount, Weight) = (count, featureCount, weight);
        Stride = (Count + Group - 1) / Group * Group;
        values = new double[FeatureCount * Stride];
        var first = 0;
        foreach (var piece in pieces)
        {
            var source = piece.Span;
            for (var d = 0; d < FeatureCount; d++)
                for (var t = 0; t < piece.Rows; t++)
                    values[d * Stride + first + t] = source[t * FeatureCount + d];
            first += piece.Rows;
        }
    }

    /// <summary>Number of frames.</summary>
    public int Count { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Count rounded up to whole groups: the length of every row over frames.</summary>
    public int Stride { get; }

    /// <summary>How much each of its frames counts in training.</summary>
    public double Weight { get; }

    /// <summary>The values, shape [features x stride].</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>One feature of every frame, shape [stride].</summary>
    public ReadOnlySpan<double> Feature(int index) => values.AsSpan(index * Stride, Stride);

    /// <summary>Cuts an example into blocks of at most <see cref="UsualCount"/> frames, in order.</summary>
    public static IEnumerable<FrameBlock> Cut(MatrixView example) => Pack([example]);

    /// <summary>Strings examples together and cuts them into blocks of <see cref="UsualCount"/> frames, the last of fewer: for models that do not mind where an utterance ends.</summary>
    /// <param name="examples">Of one width.</param>
    /// <param name="weight">How much each frame counts in training.</param>
    public static IEnumerable<FrameBlock> Pack(IEnumerable<MatrixView> examples, double weight = 1)
    {
        var (pieces, count, features) = (new List<MatrixView>(), 0, 0);
        foreach (var example in examples)
        {
            features = example.Columns;
            for (var first = 0; first < example.Rows;)
            {
                var taken = Math.Min(UsualCount - count, example.Rows - first);
                pieces.Add(example.Slice(first, taken));
                (first, count) = (first + taken, count + taken);
                if (count < UsualCount) continue;
                yield return new FrameBlock(pieces, count, features, weight);
                pieces.Clear();
                count = 0;
            }
        }

        if (count > 0) yield return new FrameBlock(pieces, count, features, weight);
    }
}
