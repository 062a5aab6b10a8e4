namespace SerLab.Models.Svm;

/// <summary>The kernel of every two rows of two classes; the rows of the positive class come first.</summary>
/// <remarks>Rows are <see cref="Stride"/> long, a whole number of vectors; what stands behind the last column is 0.</remarks>
internal abstract class PairKernel : IDisposable
{
    /// <summary>Floats of the widest vector: lengths are rounded up to it, so that no loop has a remainder.</summary>
    public const int Lanes = 16;

    /// <param name="positiveCount">Rows of the positive class.</param>
    /// <param name="negativeCount">Rows of the negative class.</param>
    protected PairKernel(int positiveCount, int negativeCount)
    {
        (PositiveCount, Count) = (positiveCount, positiveCount + negativeCount);
        Stride = Padded(Count);
        Diagonal = new float[Stride];
    }

    /// <summary>Rows of the positive class.</summary>
    public int PositiveCount { get; }

    /// <summary>Rows of both classes.</summary>
    public int Count { get; }

    /// <summary>Length of a row as it lies in memory.</summary>
    public int Stride { get; }

    /// <summary>Kernel of each row with itself, shape [stride].</summary>
    public float[] Diagonal { get; }

    /// <summary>A length rounded up to whole vectors.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Whether a row is at hand; else <see cref="Load"/> is to be called before <see cref="Row"/>.</summary>
    public abstract bool Holds(int row);

    /// <summary>Computes rows that are not at hand. The row asked for last stays.</summary>
    /// <param name="rows">At most <see cref="BatchRows"/> rows that are not held.</param>
    public abstract void Load(ReadOnlySpan<int> rows);

    /// <summary>Rows that are best computed together; 0 where all are at hand.</summary>
    public abstract int BatchRows { get; }

    /// <summary>Kernel of a row that is held with every row, shape [stride]; valid until the second <see cref="Load"/> after.</summary>
    public abstract ReadOnlySpan<float> Row(int row);

    /// <summary>Gives the memory back.</summary>
    public abstract void Dispose();
}

/// <summary>A pair's kernel as a whole matrix.</summary>
internal sealed class WholePairKernel : PairKernel
{
    private readonly Scratch values;

    /// <param name="products">Inner products, or the kernel itself where it is precomputed.</param>
    /// <param name="function">The kernel.</param>
    /// <param name="positive">First row of the positive class and how many there are.</param>
    /// <param name="negative">First row of the negative class and how many there are.</param>
    public WholePairKernel(GramMatrix products, KernelFunction function, (int Start, int Count) positive, (int Start, int Count) negative)
        : base(positive.Count, negative.Count)
    {
        values = new Scratch(Count * Stride);
        var norms = new float[Stride];
        for (var t = 0; t < Count; t++) norms[t] = products.Row(RowOf(t))[RowOf(t)];
        for (var t = 0; t < Count; t++)
        {
            var all = products.Row(RowOf(t));
            var row = values.Span.Slice(t * Stride, Stride);
            all.Slice(positive.Start, positive.Count).CopyTo(row);
            all.Slice(negative.Start, negative.Count).CopyTo(row[positive.Count..]);
            row[Count..].Clear();
            function.Evaluate(row, norms[t], norms);
            row[Count..].Clear();
            Diagonal[t] = row[t];
        }

        int RowOf(int t) => t < positive.Count ? positive.Start + t : negative.Start + t - positive.Count;
    }

    public override int BatchRows => 0;

    public override bool Holds(int row) => true;

    public override void Load(ReadOnlySpan<int> rows)
    {
        // All rows are held, so none is ever asked for.
    }

    public override ReadOnlySpan<float> Row(int row) => values.Span.Slice(row * Stride, Stride);

    public override void Dispose() => values.Dispose();
}
