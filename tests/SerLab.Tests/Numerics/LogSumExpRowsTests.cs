namespace SerLab.Tests.Numerics;

public sealed class LogSumExpRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(256)]
    [InlineData(1000)]
    public void Rows_equal_the_plain_sum(int columns)
    {
        var stream = new RandomSource(4).Open();
        double[] values = [.. Enumerable.Range(0, 5 * columns).Select(_ => stream.NextDouble(-1000, 1000))];
        var sums = new double[5];
        LogMath.LogSumExpRows(values, columns, sums);
        for (var i = 0; i < 5; i++)
        {
            var row = values[(i * columns)..((i + 1) * columns)];
            Assert.Equal(row.Max() + Math.Log(row.Sum(value => Math.Exp(value - row.Max()))), sums[i], 1e-10);
        }
    }

    [Fact]
    public void Rows_without_a_finite_largest_give_what_one_row_alone_gives()
    {
        var sums = new double[3];
        LogMath.LogSumExpRows([double.NegativeInfinity, double.NegativeInfinity, 1, double.PositiveInfinity, double.NegativeInfinity, 2], 2, sums);
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, 2], sums);
    }
}
