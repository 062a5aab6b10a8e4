namespace SerLab.Tests.Numerics;

public sealed class SoftMaxColumnsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(5, 3)]
    [InlineData(4, 4)]
    [InlineData(2, 5)]
    [InlineData(7, 255)]
    [InlineData(7, 257)]
    [InlineData(16, 1000)]
    public void Equals_a_plain_loop_at_any_length(int rows, int columns)
    {
        var random = new RandomSource(5).Open();
        var values = Enumerable.Range(0, rows * columns).Select(_ => -1000 + 300 * random.NextGaussian()).ToArray();
        var (shares, sums) = (values.ToArray(), new double[columns]);
        LogMath.SoftMaxColumns(shares, rows, columns, sums);
        for (var j = 0; j < columns; j++)
        {
            var expected = LogMath.LogSumExp([.. Enumerable.Range(0, rows).Select(i => values[i * columns + j])]);
            Assert.Equal(expected, sums[j], 1e-10);
            for (var i = 0; i < rows; i++) Assert.Equal(Math.Exp(values[i * columns + j] - expected), shares[i * columns + j], 1e-12);
        }
    }

    [Fact]
    public void A_logarithm_of_zero_gets_no_share()
    {
        double[] values = [double.NegativeInfinity, 5], sums = [0];
        LogMath.SoftMaxColumns(values, 2, 1, sums);
        Assert.InRange(values[0], 0, 1e-300);
        Assert.Equal([1.0, 5.0], [values[1], .. sums]);
    }
}
