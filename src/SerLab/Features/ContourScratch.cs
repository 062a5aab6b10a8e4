namespace SerLab.Features;

/// <summary>Memory for the statistics of one contour after another. Belongs to one thread.</summary>
/// <param name="length">Most values of a contour.</param>
internal sealed class ContourScratch(int length)
{
    private readonly float[] sorted = new float[length];
    private readonly float[] spare = new float[length];
    private readonly double[] centred = new double[length];
    private readonly double[] squares = new double[length];
    private readonly int[] turns = new int[length];

    /// <summary>The values in rising order.</summary>
    public Span<float> Sorted => sorted;

    /// <summary>For sorting.</summary>
    public Span<float> Spare => spare;

    /// <summary>The values less their mean.</summary>
    public Span<double> Centred => centred;

    /// <summary>Their squares.</summary>
    public Span<double> Squares => squares;

    /// <summary>Peaks and valleys.</summary>
    public Span<int> Turns => turns;
}
