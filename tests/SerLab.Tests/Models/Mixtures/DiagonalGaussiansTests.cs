using SerLab.Models;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Mixtures;

public sealed class DiagonalGaussiansTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(15, 3, 2)]
    [InlineData(16, 39, 5)]
    [InlineData(17, 4, 3)]
    [InlineData(300, 7, 4)]
    public void Densities_and_sums_equal_plain_loops(int frames, int features, int components)
    {
        var random = new RandomSource(3).Open();
        var values = Enumerable.Range(0, frames * features).Select(_ => (float)(5 + 2 * random.NextGaussian())).ToArray();
        var means = Enumerable.Range(0, components * features).Select(_ => 5 + random.NextGaussian()).ToArray();
        var variances = Enumerable.Range(0, components * features).Select(_ => random.NextDouble(0.1, 3)).ToArray();
        var offsets = Enumerable.Range(0, components).Select(_ => random.NextGaussian()).ToArray();
        var block = new FrameBlock(new MatrixView(values, frames, features));
        var densities = new double[components * block.Stride];
        new DiagonalGaussians(means, variances, features).LogDensities(block, offsets, densities);
        for (var k = 0; k < components; k++)
            for (var t = 0; t < frames; t++)
            {
                var expected = offsets[k];
                for (var d = 0; d < features; d++)
                    expected -= 0.5 * (Math.Log(2 * Math.PI * variances[k * features + d]) + Math.Pow(values[t * features + d] - means[k * features + d], 2) / variances[k * features + d]);
                Assert.Equal(expected, densities[k * block.Stride + t], 1e-9 * Math.Abs(expected));
            }

        var shares = new double[densities.Length];
        for (var k = 0; k < components; k++)
            for (var t = 0; t < frames; t++) shares[k * block.Stride + t] = random.NextDouble();
        var sums = new GaussianSums(components, features);
        sums.Add(block, shares);
        sums.Add(block, shares);
        var estimate = sums.Estimate(new DiagonalGaussians(means, variances, features), new double[features]);
        for (var k = 0; k < components; k++)
        {
            var own = Enumerable.Range(0, frames).Select(t => shares[k * block.Stride + t]).ToArray();
            Assert.Equal(2 * own.Sum(), sums.Occupations[k], 1e-9);
            for (var d = 0; d < features; d++)
            {
                var mean = own.Select((share, t) => share * values[t * features + d]).Sum() / own.Sum();
                var variance = own.Select((share, t) => share * Math.Pow(values[t * features + d] - mean, 2)).Sum() / own.Sum();
                Assert.Equal(mean, estimate.Means[k * features + d], 1e-9);
                Assert.Equal(variance, estimate.Variances[k * features + d], 1e-9);
            }
        }
    }
}
