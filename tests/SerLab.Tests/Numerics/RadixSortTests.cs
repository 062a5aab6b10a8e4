using SerLab.Numerics;

namespace SerLab.Tests.Numerics;

public sealed class RadixSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(10_000)]
    public void Sorts_numbers_of_every_size_and_sign(int count)
    {
        var stream = new RandomSource(7).Open();
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)(stream.NextGaussian() * Math.Pow(10, 60 * stream.NextDouble() - 30)))];
        Assert.Equal(values.Order(), Sorted(values));
    }

    [Fact]
    public void Sorts_equal_numbers_zeros_and_infinities() =>
        Assert.Equal([float.NegativeInfinity, float.MinValue, -1, -float.Epsilon, 0, 0, float.Epsilon, 2, 2, 2, float.PositiveInfinity],
            Sorted([2, 0, -1, 2, float.PositiveInfinity, float.Epsilon, float.MinValue, 0, -float.Epsilon, 2, float.NegativeInfinity]));

    [Fact]
    public void Only_reads_its_input()
    {
        float[] values = [3, 1, 2];
        Sorted(values);
        Assert.Equal([3, 1, 2], values);
    }

    private static float[] Sorted(float[] values)
    {
        var sorted = new float[values.Length];
        RadixSort.Sort(values, new float[values.Length], sorted);
        return sorted;
    }
}
