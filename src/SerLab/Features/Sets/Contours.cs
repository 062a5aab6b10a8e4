namespace SerLab.Features.Sets;

/// <summary>The descriptors' values over time, gathered stretch by stretch. Where they are too many, the last columns are kept and the first wait for another pass over the
/// sound. Belongs to one thread.</summary>
/// <remarks>A stretch of one column is an array of its own, small enough for the collector to move, and is taken again when it is free: hours of sound leave no holes in memory.</remarks>
internal sealed class Contours
{
    private readonly long mostValues;

    // Per column its stretches; a column that is not kept has none.
    private readonly List<float[]>[] stretches;
    private readonly Stack<float[]> free = [];

    /// <param name="columnCount">Number of columns, at least 1.</param>
    /// <param name="mostValues">How many values stay at once, more than one column being kept.</param>
    public Contours(int columnCount, long mostValues)
    {
        this.mostValues = mostValues;
        stretches = [.. Enumerable.Range(0, columnCount).Select(_ => new List<float[]>())];
        End = columnCount;
    }

    /// <summary>First column that is kept; those before it wait.</summary>
    public int First { get; private set; }

    /// <summary>The column after the last that is kept.</summary>
    public int End { get; private set; }

    /// <summary>Number of frames so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Number of stretches so far.</summary>
    public int StretchCount => stretches[First].Count;

    /// <summary>Number of values that are kept.</summary>
    public long ValueCount => (long)FrameCount * (End - First);

    /// <summary>Adds a stretch, and lets the first columns wait when they have become too many.</summary>
    /// <param name="values">The stretch and its surroundings, shape [<see cref="End"/> - <see cref="First"/> x <paramref name="frameCount"/>].</param>
    /// <param name="frameCount">Number of its frames.</param>
    /// <param name="core">First frame and number of frames of its own part.</param>
    public void Add(ReadOnlySpan<float> values, int frameCount, (int First, int Count) core)
    {
        for (var column = First; column < End; column++)
        {
            var kept = free.TryPop(out var old) && old.Length == core.Count ? old : new float[core.Count];
            values.Slice((column - First) * frameCount + core.First, core.Count).CopyTo(kept);
            stretches[column].Add(kept);
        }

        FrameCount += core.Count;
        while (ValueCount > mostValues && End - First > 1) Free(First++);
    }

    /// <summary>Begins another pass, for the columns that wait; there must be some. Those that were kept are gone.</summary>
    public void BeginPass()
    {
        for (var column = First; column < End; column++) Free(column);
        (First, End, FrameCount) = (0, First, 0);
    }

    /// <summary>One column over the whole sound.</summary>
    /// <param name="column">Which; one that is kept.</param>
    /// <param name="destination">Shape [frames].</param>
    public void CopyTo(int column, Span<float> destination)
    {
        foreach (var stretch in stretches[column])
        {
            stretch.CopyTo(destination);
            destination = destination[stretch.Length..];
        }
    }

    /// <summary>All columns frame by frame, shape [frames x columns], none of them waiting; afterwards the contours are gone, so that hours of them are not there twice.</summary>
    public float[] MoveToRows()
    {
        var rows = new float[FrameCount * stretches.Length];
        for (int i = 0, start = 0; start < rows.Length; i++)
        {
            var frameCount = stretches[0][i].Length;
            for (var column = 0; column < stretches.Length; column++)
            {
                var stretch = stretches[column][i];
                stretches[column][i] = [];
                for (var frame = 0; frame < frameCount; frame++) rows[start + frame * stretches.Length + column] = stretch[frame];
            }

            start += frameCount * stretches.Length;
        }

        return rows;
    }

    private void Free(int column)
    {
        foreach (var stretch in stretches[column]) free.Push(stretch);
        stretches[column].Clear();
    }
}
