using SerLab.Numerics;

namespace SerLab.Models.Svm;

/// <summary>Inner products of all rows of a set: computed once, shared by every kernel, C, gamma, fold and pair of classes. Immutable.</summary>
internal sealed class GramMatrix
{
    /// <summary>Rows of the largest square that one array holds.</summary>
    public const int MostRows = 46_000;

    // Columns that are packed once and meet all rows below their own: wide enough for the product's tiles, narrow enough that of 500 rows hardly more than half the square is computed.
    private const int StripColumns = 96;

    // Rows of one product: its result stays in the second-level cache until it is copied.
    private const int ChunkRows = 384;

    private readonly float[] products;

    private GramMatrix(float[] products, int count) => (this.products, Count) = (products, count);

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Inner products of one row with every row, shape [count].</summary>
    public ReadOnlySpan<float> Row(int index) => products.AsSpan(index * Count, Count);

    /// <summary>Whether the square takes no more than some memory.</summary>
    public static bool Fits(int count, long bytes) => count <= MostRows && (long)count * count * sizeof(float) <= bytes;

    /// <summary>Multiplies a block of rows with itself: each product below the diagonal once. The bits do not depend on the number of threads.</summary>
    /// <param name="rows">Shape [count x features]; only read.</param>
    /// <param name="count">Number of rows, at most <see cref="MostRows"/>.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancel">Stops between strips.</param>
    public static GramMatrix Of(ReadOnlyMemory<float> rows, int count, int features, int threads, CancellationToken cancel)
    {
        var products = new float[count * count];
        Workers.ForEach((count + StripColumns - 1) / StripColumns, threads, strip =>
        {
            var start = strip * StripColumns;
            var width = Math.Min(StripColumns, count - start);
            var values = rows.Span;
            using var packed = new Scratch(MatrixProduct.PackedLength(features, width));
            using var block = new Scratch(ChunkRows * width);
            MatrixProduct.PackTransposed(values.Slice(start * features, width * features), features, width, packed.Span);
            for (var first = start; first < count; first += ChunkRows)
            {
                var height = Math.Min(ChunkRows, count - first);
                MatrixProduct.MultiplyPacked(values.Slice(first * features, height * features), packed.Span, height, features, width, false, block.Span);
                for (var i = 0; i < height; i++) block.Span.Slice(i * width, width).CopyTo(products.AsSpan((first + i) * count + start));
                for (var j = 0; j < width; j++)
                {
                    var mirrored = products.AsSpan((start + j) * count + first, height);
                    for (var i = 0; i < height; i++) mirrored[i] = block.Span[i * width + j];
                }
            }
        }, cancel);
        return new GramMatrix(products, count);
    }

    /// <summary>Some rows and the same columns of a larger matrix, in the order given.</summary>
    /// <param name="places">Rows of this matrix, shape [count].</param>
    public GramMatrix Gather(ReadOnlySpan<int> places)
    {
        var gathered = new float[places.Length * places.Length];
        for (var i = 0; i < places.Length; i++) Gather(places[i], places, gathered.AsSpan(i * places.Length));
        return new GramMatrix(gathered, places.Length);
    }

    /// <summary>destination[j] = the product of a row with row places[j].</summary>
    public void Gather(int row, ReadOnlySpan<int> places, Span<float> destination)
    {
        var all = Row(row);
        for (var j = 0; j < places.Length; j++) destination[j] = all[places[j]];
    }

    /// <summary>A matrix of values that are known, such as a kernel computed elsewhere.</summary>
    /// <param name="values">Shape [count x count]; kept, not copied.</param>
    /// <param name="count">Number of rows.</param>
    public static GramMatrix Known(float[] values, int count) => new(values, count);
}
