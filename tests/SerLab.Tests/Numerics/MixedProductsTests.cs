namespace SerLab.Tests.Numerics;

public sealed class MixedProductsTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 1000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Dot_equals_the_plain_sum(int length)
    {
        var (row, vector) = (Floats(length, 1), Doubles(length, 2));
        Assert.Equal(row.Zip(vector, (x, v) => x * v).Sum(), MixedProducts.Dot(row, [.. vector, 7]), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Add_equals_the_plain_loop_and_leaves_the_rest(int length)
    {
        var (row, vector) = (Floats(length, 3), Doubles(length, 4));
        double[] sums = [.. vector, 7];
        MixedProducts.Add(-0.3, row, sums);
        for (var j = 0; j < length; j++) Assert.Equal(vector[j] - 0.3 * row[j], sums[j], 1e-15);
        Assert.Equal(7, sums[length]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Distances_and_lengths_equal_the_plain_sum(int length)
    {
        var (x, z) = (Floats(length, 5), Floats(length, 6));
        Assert.Equal(x.Zip(z, (a, b) => ((double)a - b) * ((double)a - b)).Sum(), MixedProducts.SquaredDistance(x, z), 1e-12);
        Assert.Equal(x.Sum(a => (double)a * a), MixedProducts.SumOfSquares(x), 1e-12);
    }

    [Fact]
    public void Near_rows_far_from_the_origin_keep_their_distance() =>
        Assert.Equal(2 * Math.Pow(2, -20), MixedProducts.SquaredDistance([4096, 4096 + 1f / 1024], [4096 + 1f / 1024, 4096]), 1e-20);

    private static float[] Floats(int length, long index) => [.. Doubles(length, index).Select(value => (float)value)];

    private static double[] Doubles(int length, long index)
    {
        var stream = new RandomSource(5).For("mixed", index).Open();
        return [.. Enumerable.Range(0, length).Select(_ => stream.NextDouble(-1, 1))];
    }
}
