namespace SerLab.Features.Sets;

/// <summary>The descriptors' values over time, as the stretches of a sound gave them. Belongs to one thread.</summary>
internal sealed class Contours
{
    private readonly float[][][] stretches;

    /// <param name="stretches">Per stretch its columns, each with the values of the stretch's own frames; at least one column. Not copied. (A minute of one column is small
    /// enough for the collector to move, so that hours of sound leave no holes in memory.)</param>
    public Contours(float[][][] stretches)
    {
        (this.stretches, ColumnCount) = (stretches, stretches[0].Length);
        FrameCount = stretches.Sum(columns => columns[0].Length);
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
        foreach (var columns in stretches)
        {
            columns[column].CopyTo(destination);
            destination = destination[columns[column].Length..];
        }
    }

    /// <summary>All columns frame by frame, shape [frames x columns]; afterwards the contours are gone, so that hours of them are not there twice.</summary>
    public float[] MoveToRows()
    {
        var rows = new float[FrameCount * ColumnCount];
        var start = 0;
        for (var i = 0; i < stretches.Length; i++)
        {
            var columns = stretches[i];
            stretches[i] = [];
            for (var column = 0; column < ColumnCount; column++)
                for (var frame = 0; frame < columns[column].Length; frame++)
                    rows[start + frame * ColumnCount + column] = columns[column][frame];
            start += columns[0].Length * ColumnCount;
        }

        return rows;
    }
}
