using SerLab.Models;

namespace SerLab.Tests.Models;

public sealed class WideSumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Sums_are_those_of_a_plain_loop(int length)
    {
        var random = new RandomSource(3).Open();
        var row = Draw(length, random);
        double[] weights = [.. Draw(length, random)], sums = [.. weights];
        Assert.Equal(weights.Select((w, t) => w * row[t]).Sum(), WideSums.Dot(weights, row), 1e-10);
        WideSums.Add(row, 0.3, sums);
        var (squares, scaled) = ((double[])[.. weights], new float[length]);
        double[] scale = [.. weights.Select(w => 0.1 + Math.Abs(w))];
        WideSums.AddSquares(row, scale, squares);
        WideSums.Scale(row, weights, scale, 2, scaled);
        for (var t = 0; t < length; t++)
        {
            Assert.Equal(weights[t] + 0.3 * row[t], sums[t], 1e-12);
            Assert.Equal(weights[t] + Math.Pow(row[t] - scale[t], 2), squares[t], 1e-12);
            Assert.Equal((float)Math.Clamp((row[t] - weights[t]) / scale[t], -2, 2), scaled[t]);
        }
    }

    private static float[] Draw(int length, RandomStream random) => [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
}
