using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>The rows of a training set side by side, sorted by class, so that a class is one unbroken block. Immutable.</summary>
internal sealed class SortedRows
{
    private readonly float[] values;
    private readonly int[] starts;
    private readonly float[] norms;
    private readonly Lazy<float[]>[] packed;

    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="order">Position in the set of each sorted row, shape [rows].</param>
    /// <param name="starts">First sorted row of each class and the number of rows, shape [classes + 1].</param>
    /// <exception cref="OptionsException">The rows do not fit in one array.</exception>
    public SortedRows(TrainingSet set, IReadOnlyList<int> order, int[] starts)
    {
        Features = set.FeatureCount;
        var most = Array.MaxLength / (Features + MatrixProduct.PackedLength(1, 1)); // A packed class is a little wider than its rows.
        if (order.Count > most)
            throw new OptionsException("svm", [$"there are {order.Count} training rows of {Features} features; at most {most} such rows can be compared, so train on fewer or choose \"linear-svm\"."]);
        this.starts = starts;
        values = new float[order.Count * Features];
        norms = new float[order.Count];
        for (var row = 0; row < order.Count; row++)
        {
            set.Examples[order[row]].Span.CopyTo(values.AsSpan(row * Features));
            MatrixProduct.MultiplyTransposed(Row(row), Row(row), 1, Features, 1, false, norms.AsSpan(row)); // The bits that the whole product has there.
        }

        packed = [.. Enumerable.Range(0, starts.Length - 1).Select(label => new Lazy<float[]>(() => Pack(label)))];
    }

    /// <summary>Number of features.</summary>
    public int Features { get; }

    /// <summary>All rows, shape [rows x features].</summary>
    public ReadOnlyMemory<float> Values => values;

    /// <summary>One row, shape [features].</summary>
    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * Features, Features);

    /// <summary>Squared length of a row.</summary>
    public float Norm(int row) => norms[row];

    /// <summary>First row of a class and how many there are.</summary>
    public (int Start, int Count) OfClass(int label) => (starts[label], starts[label + 1] - starts[label]);

    /// <summary>The rows of two classes one below the other, shape [rows of both x features].</summary>
    public float[] OfPair(int first, int second) => [.. Block(first), .. Block(second)];

    /// <summary>The rows of a class as columns of <see cref="MatrixProduct.MultiplyPacked"/>; laid out when first asked for.</summary>
    public float[] Packed(int label) => packed[label].Value;

    private ReadOnlySpan<float> Block(int label) => values.AsSpan(starts[label] * Features, OfClass(label).Count * Features);

    private float[] Pack(int label)
    {
        var count = OfClass(label).Count;
        var columns = new float[MatrixProduct.PackedLength(Features, count)];
        MatrixProduct.PackTransposed(Block(label), Features, count, columns);
        return columns;
    }
}
