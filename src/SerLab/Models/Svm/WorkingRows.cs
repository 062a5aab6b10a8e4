namespace SerLab.Models.Svm;

/// <summary>Rows of a pair's kernel over some of its columns: those of the rows that still move.</summary>
/// <remarks>Columns are picked once per row and kept while there is room, so that the loops of a step run over unbroken numbers.</remarks>
internal sealed class WorkingRows : IDisposable
{
    // 64 MB of picked rows: all rows that move, for up to 4000 of them.
    private const int MostFloats = 1 << 24;

    private readonly PairKernel kernel;
    private readonly int[] columns;
    private readonly int stride;
    private readonly Scratch slots;
    private readonly RecentRows recent;

    /// <param name="kernel">The pair's kernel.</param>
    /// <param name="columns">Pair rows that still move, ascending.</param>
    public WorkingRows(PairKernel kernel, int[] columns)
    {
        (this.kernel, this.columns, stride) = (kernel, columns, PairKernel.Padded(columns.Length));
        var capacity = Math.Clamp(MostFloats / stride, 2, columns.Length);
        slots = new Scratch(capacity * stride);
        recent = new RecentRows(columns.Length, capacity);
    }

    /// <summary>Whether a row can be had without computing it.</summary>
    public bool Holds(int place) => recent.SlotOf(place) >= 0 || kernel.Holds(columns[place]);

    /// <summary>Kernel of the row at a place with the rows that move, shape [stride]; the two rows asked for last stay.</summary>
    public ReadOnlySpan<float> Row(int place)
    {
        if (recent.SlotOf(place) >= 0) return Slot(recent.Use(place));
        var row = Slot(recent.Admit(place));
        var all = kernel.Row(columns[place]);
        for (var k = 0; k < columns.Length; k++) row[k] = all[columns[k]];
        row[columns.Length..].Clear();
        return row;
    }

    public void Dispose() => slots.Dispose();

    private Span<float> Slot(int slot) => slots.Span.Slice(slot * stride, stride);
}
