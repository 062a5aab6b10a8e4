using SerLab.Numerics;

namespace SerLab.Models.Linear;

/// <summary>Rows that a linear machine learns from, each with one more column that is the same in all of them: its weight is the machine's bias. Immutable.</summary>
internal sealed class LinearRows
{
    private readonly ReadOnlyMemory<float>[] rows;
    private readonly double biasScale;

    /// <param name="examples">Matrices [1 x features]; only read, not copied.</param>
    /// <param name="biasScale">Value of the added column; 0 for machines without bias.</param>
    public LinearRows(IReadOnlyList<MatrixView> examples, double biasScale)
    {
        rows = [.. examples.Select(example => example.Values)];
        (FeatureCount, this.biasScale) = (examples[0].Columns, biasScale);
    }

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of weights of a machine: one for each feature, then that of the added column.</summary>
    public int Width => FeatureCount + 1;

    /// <summary>Inner product of a row with weights, shape [width].</summary>
    public double Dot(int row, ReadOnlySpan<double> weights) => MixedProducts.Dot(rows[row].Span, weights) + biasScale * weights[FeatureCount];

    /// <summary>destination += scale times a row, shape [width].</summary>
    public void Add(int row, double scale, Span<double> destination)
    {
        MixedProducts.Add(scale, rows[row].Span, destination);
        destination[FeatureCount] += scale * biasScale;
    }

    /// <summary>Squared length of a row, the added column included.</summary>
    public double SquaredLength(int row) => MixedProducts.SumOfSquares(rows[row].Span) + biasScale * biasScale;
}
