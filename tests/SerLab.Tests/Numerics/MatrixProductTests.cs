namespace SerLab.Tests.Numerics;

public sealed class MatrixProductTests
{
    // Around the edges of every tile (1, 4, 6, 8 and 12 rows; 16 and 32 columns), of the row block (96) and of the depth block (256).
    private static readonly int[] Rows = [0, 1, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 97];
    private static readonly int[] Depths = [0, 1, 255, 256, 257, 600];
    private static readonly int[] Columns = [0, 1, 15, 16, 17, 31, 32, 33, 70, 130];

    private delegate void Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int m, int k, int n, bool accumulate, Span<float> destination);

    [Fact]
    public void Multiply_equals_the_plain_sum() => Check(MatrixProduct.Multiply);

    [Fact]
    public void MultiplyTransposed_equals_the_plain_sum() => Check(MatrixProduct.MultiplyTransposed, transposeB: true);

    [Fact]
    public void TransposedMultiply_equals_the_plain_sum() => Check(MatrixProduct.TransposedMultiply, transposeA: true);

    [Fact]
    public void MultiplyPacked_equals_the_plain_sum() => Check((a, b, m, k, n, accumulate, c) =>
    {
        var packed = new float[MatrixProduct.PackedLength(k, n)];
        MatrixProduct.Pack(b, k, n, packed);
        MatrixProduct.MultiplyPacked(a, packed, m, k, n, accumulate, c);
    });

    [Fact]
    public void MultiplyPacked_of_a_transpose_equals_the_plain_sum() => Check(
        (a, b, m, k, n, accumulate, c) =>
        {
            var packed = new float[MatrixProduct.PackedLength(k, n)];
            MatrixProduct.PackTransposed(b, k, n, packed);
            MatrixProduct.MultiplyPacked(a, packed, m, k, n, accumulate, c);
        },
        transposeB: true);

    // The vectors that this machine lacks are emulated, so every path is tested everywhere.
    [Fact]
    public void The_512_bit_path_equals_the_plain_sum() => CheckPath<Tile512>();

    [Fact]
    public void The_256_bit_path_equals_the_plain_sum() => CheckPath<Tile256>();

    [Fact]
    public void The_128_bit_path_equals_the_plain_sum() => CheckPath<Tile128>();

    [Fact]
    public void Columns_beyond_one_block_equal_the_plain_sum() => Check(MatrixProduct.Multiply, 9, 20, 1100, false, false);

    [Fact]
    public void A_row_has_the_same_bits_alone_and_among_others()
    {
        const int M = 13, K = 300, N = 45;
        var (a, b) = (Numbers(M * K, 3), Numbers(K * N, 4));
        var (all, one) = (new float[M * N], new float[N]);
        MatrixProduct.Multiply(a, b, M, K, N, false, all);
        for (var i = 0; i < M; i++)
        {
            MatrixProduct.Multiply(a.AsSpan(i * K, K), b, 1, K, N, false, one);
            Assert.Equal(all.AsSpan(i * N, N), one.AsSpan());
        }
    }

    [Fact]
    public void Values_beyond_the_shape_stay_untouched()
    {
        var c = Enumerable.Repeat(7f, 5 * 33 + 4).ToArray();
        MatrixProduct.Multiply(Numbers(5 * 3, 5), Numbers(3 * 33, 6), 5, 3, 33, false, c);
        Assert.Equal([7f, 7f, 7f, 7f], c[(5 * 33)..]);
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        var wrong = Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new float[6], new float[11], 2, 3, 4, false, new float[8]));
        Assert.Contains("needs 6, 12 and 8", wrong.Message);
        Assert.Throws<ArgumentException>(() => MatrixProduct.TransposedMultiply(new float[6], new float[12], 2, 3, 4, false, new float[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixProduct.MultiplyPacked(new float[6], new float[12], 2, 3, 4, false, new float[8]));
    }

    private static void CheckPath<TTile>()
        where TTile : struct, IMatrixTile, IRowTile
    {
        Check((a, b, m, k, n, accumulate, c) => MatrixBlocks<TTile>.Multiply(new(a, k, 1), new(b, n, 1), m, k, n, accumulate, c));
        Check((a, b, m, k, n, accumulate, c) => MatrixBlocks<TTile>.Multiply(new(a, 1, m), new(b, 1, k), m, k, n, accumulate, c), true, true);
    }

    private static void Check(Product product, bool transposeA = false, bool transposeB = false)
    {
        foreach (var m in Rows)
            foreach (var k in Depths)
                foreach (var n in Columns)
                    if ((long)m * k * n < 40_000 || n is 33 or 130) // large in every direction: one width on each side of where A is copied will do
                        Check(product, m, k, n, transposeA, transposeB);
    }

    private static void Check(Product product, int m, int k, int n, bool transposeA, bool transposeB)
    {
        var (a, b, before) = (Numbers(m * k, 1), Numbers(k * n, 2), Numbers(m * n, 3));
        var (set, added) = ((float[])before.Clone(), (float[])before.Clone());
        var (givenA, givenB) = (transposeA ? Transpose(a, m, k) : a, transposeB ? Transpose(b, k, n) : b);
        product(givenA, givenB, m, k, n, false, set);
        product(givenA, givenB, m, k, n, true, added);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                double sum = 0, size = 1;
                for (var l = 0; l < k; l++)
                {
                    var term = (double)a[i * k + l] * b[l * n + j];
                    sum += term;
                    size += Math.Abs(term);
                }

                var at = i * n + j;
                if (!(Math.Abs(sum - set[at]) <= 2e-6 * size)) Assert.Fail($"{m} x {k} x {n}: C[{i}, {j}] is {set[at]}, the plain sum {sum}.");
                if (!(Math.Abs(before[at] + sum - added[at]) <= 2e-6 * size)) Assert.Fail($"{m} x {k} x {n}, added: C[{i}, {j}] is {added[at]}, the plain sum {before[at] + sum}.");
            }
    }

    private static float[] Transpose(float[] values, int rows, int columns)
    {
        var transposed = new float[values.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) transposed[j * rows + i] = values[i * columns + j];
        return transposed;
    }

    private static float[] Numbers(int count, long index)
    {
        var stream = new RandomSource(11).For("matrix", index).Open();
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)stream.NextDouble(-1, 1);
        return values;
    }
}
