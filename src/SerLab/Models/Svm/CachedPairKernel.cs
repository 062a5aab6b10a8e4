using SerLab.Numerics;

namespace SerLab.Models.Svm;

/// <summary>A pair's kernel too large for memory: rows are computed in batches when they are asked for, and those used longest ago make room.</summary>
internal sealed class CachedPairKernel : PairKernel
{
    private const int MostBatchRows = 32;

    private readonly SortedRows rows;
    private readonly KernelFunction function;
    private readonly (int Start, int Count) positive;
    private readonly (int Start, int Count) negative;
    private readonly (float[] Positive, float[] Negative) packed;
    private readonly float[] norms;
    private readonly Scratch slots;
    private readonly RecentRows recent;
    private readonly float[] batch;
    private readonly float[] products;

    /// <param name="rows">Rows sorted by class.</param>
    /// <param name="function">The kernel.</param>
    /// <param name="first">The positive class.</param>
    /// <param name="second">The negative class.</param>
    /// <param name="bytes">Memory for kernel rows; at least <see cref="LeastBytes"/>.</param>
    public CachedPairKernel(SortedRows rows, KernelFunction function, int first, int second, long bytes)
        : base(rows.OfClass(first).Count, rows.OfClass(second).Count)
    {
        (this.rows, this.function, positive, negative) = (rows, function, rows.OfClass(first), rows.OfClass(second));
        packed = (rows.Packed(first), rows.Packed(second));
        norms = new float[Stride];
        for (var t = 0; t < Count; t++) norms[t] = rows.Norm(RowOf(t));
        Span<float> self = stackalloc float[Lanes], length = stackalloc float[Lanes];
        for (var t = 0; t < Count; t++)
        {
            // A whole vector, as in a row: the bits that the row has there.
            self.Fill(norms[t]);
            length.Fill(norms[t]);
            function.Evaluate(self, norms[t], length);
            Diagonal[t] = self[0];
        }

        var capacity = (int)Math.Min(Math.Min(Count, bytes / (sizeof(float) * Stride)), Array.MaxLength / Stride);
        slots = new Scratch(capacity * Stride);
        recent = new RecentRows(Count, capacity);
        BatchRows = Math.Min(MostBatchRows, capacity - 1);
        batch = new float[BatchRows * rows.Features];
        products = new float[BatchRows * Math.Max(positive.Count, negative.Count)];
    }

    public override int BatchRows { get; }

    /// <summary>Memory below which most rows would be computed for one use: three batches.</summary>
    public static long LeastBytes(int rows) => 3L * MostBatchRows * Padded(rows) * sizeof(float);

    public override bool Holds(int row) => recent.SlotOf(row) >= 0;

    public override void Load(ReadOnlySpan<int> wanted)
    {
        for (var b = 0; b < wanted.Length; b++) rows.Row(RowOf(wanted[b])).CopyTo(batch.AsSpan(b * rows.Features));
        Span<int> places = stackalloc int[MostBatchRows];
        for (var b = 0; b < wanted.Length; b++) places[b] = recent.Admit(wanted[b]);
        Multiply(packed.Positive, positive.Count, 0, places[..wanted.Length]);
        Multiply(packed.Negative, negative.Count, positive.Count, places[..wanted.Length]);
        for (var b = 0; b < wanted.Length; b++)
        {
            var row = Slot(places[b]);
            row[Count..].Clear();
            function.Evaluate(row, norms[wanted[b]], norms);
            row[Count..].Clear();
        }
    }

    public override ReadOnlySpan<float> Row(int row) => Slot(recent.Use(row));

    public override void Dispose() => slots.Dispose();

    private void Multiply(float[] columns, int count, int firstColumn, ReadOnlySpan<int> places)
    {
        MatrixProduct.MultiplyPacked(batch, columns, places.Length, rows.Features, count, false, products);
        for (var b = 0; b < places.Length; b++) products.AsSpan(b * count, count).CopyTo(Slot(places[b])[firstColumn..]);
    }

    private Span<float> Slot(int place) => slots.Span.Slice(place * Stride, Stride);

    private int RowOf(int t) => t < positive.Count ? positive.Start + t : negative.Start + t - positive.Count;
}
