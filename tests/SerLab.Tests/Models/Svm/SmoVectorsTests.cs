using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

/// <summary>The vectorised loops do what plain double loops do.</summary>
public sealed class SmoVectorsTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(1008)]
    public void Advancing_finds_the_first_largest_of_those_that_may_rise(int length)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var random = new RandomSource(seed).Open();
            float[] a = Draw(length, random), b = Draw(length, random);
            double[] rising = [.. a.Select(_ => random.NextInt(3) == 0 ? double.NegativeInfinity : 0)], lacking = [.. Draw(length, random).Select(x => Math.Round(x, 1))];
            double[] expected = [.. lacking.Select((v, t) => v - ((double)a[t] - b[t]) * 0.5)];
            var (index, most) = SmoVectors.Advance(a, b, 0.5, rising, lacking);
            Assert.Equal(expected, lacking);
            var allowed = expected.Select((v, t) => v + rising[t]).ToArray();
            Assert.Equal(allowed.Max(), most);
            Assert.Equal(Array.IndexOf(allowed, allowed.Max()), index);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(1008)]
    public void The_partner_has_the_largest_gain_of_those_that_may_fall(int length)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var random = new RandomSource(seed).Open();
            float[] row = Draw(length, random), falling = [.. row.Select(_ => random.NextInt(3) == 0 ? float.NegativeInfinity : 0)];
            var diagonals = Enumerable.Range(0, length).Select(_ => (float)(3 + random.NextDouble())).ToArray();
            double[] lacking = [.. Draw(length, random)];
            var (index, violation) = SmoVectors.Partner(row, 4, 1.5, lacking, falling, diagonals);
            var violations = lacking.Select((v, t) => 1.5 - v + falling[t]).ToArray();
            var gains = violations.Select((v, t) => v > 0 ? v * v / Math.Max(1e-12, 4 + (double)diagonals[t] - 2 * (double)row[t]) : -1).ToArray();
            Assert.Equal(violations.Max(), violation, 1e-5);
            Assert.Equal(gains.Max(), gains[index], 1e-5 * gains.Max());
        }

        Assert.Equal(-1, SmoVectors.Partner(new float[16], 1, 0, new double[16], Enumerable.Repeat(float.NegativeInfinity, 16).ToArray(), new float[16]).Index);
    }

    [Fact]
    public void Among_equal_rows_the_first_is_taken()
    {
        var lacking = new double[48];
        Assert.Equal(0, SmoVectors.Advance(new float[48], new float[48], 0, new double[48], lacking).Index);
        (lacking[13], lacking[22], lacking[37]) = (1, 1, 1);
        Assert.Equal((13, 1.0), SmoVectors.Advance(new float[48], new float[48], 0, new double[48], lacking));
        Assert.Equal(0, SmoVectors.Partner(new float[48], 1, 1, lacking, new float[48], [.. Enumerable.Repeat(1f, 48)]).Index);
    }

    private static float[] Draw(int length, RandomStream random) => [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
}
