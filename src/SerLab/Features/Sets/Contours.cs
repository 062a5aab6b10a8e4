namespace SerLab.Features.Sets;

/// <summary>The descriptors' values over time, as the stretches of a sound gave them. Belongs to one thread.</summary>
internal sealed class Contours
{
    private readonly float[][] stretches;

    /// <param name="stretches">Per stretch its values, shape [columns x the stretch's own frames]. Not copied.</param>
    /// <param name="columnCount">Number of columns, at least 1.</param>
    public Contours(float[][] stretches, int columnCount)
    {
        (this.stretches, ColumnCount) = (stretches, columnCount);
        FrameCount = stretches.Sum(stretch => stretch.Length / columnCount);
    }

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Number of frames.</summary>
    public int FrameCount { get; }

    /// <summary>One column over the whole sound.</summary>
    /// <param name="column">Which.</param>
    /// <param name="destination">Shape [frames].</param>
    public void CopyTo(int column, Span<float> destination)
    {
        foreach (var stretch in stretches)
        {
            var frames = stretch.Length / ColumnCount;
            stretch.AsSpan(column * frames, frames).CopyTo(destination);
            destination = destination[frames..];
        }
    }

    /// <summary>All columns frame by frame, shape [frames x columns]; afterwards the contours are gone, so that hours of them are not there twice.</summary>
    public float[] MoveToRows()
    {
        var rows = new float[FrameCount * ColumnCount];
        var start = 0;
        for (var i = 0; i < stretches.Length; i++)
        {
            var stretch = stretches[i];
            stretches[i] = [];
            var frames = stretch.Length / ColumnCount;
            for (var column = 0; column < ColumnCount; column++)
                for (var frame = 0; frame < frames; frame++)
                    rows[start + frame * ColumnCount + column] = stretch[column * frames + frame];
            start += stretch.Length;
        }

        return rows;
    }
}
