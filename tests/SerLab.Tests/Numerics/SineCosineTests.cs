namespace SerLab.Tests.Numerics;

public sealed class SineCosineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100_000)]
    public void Sines_and_cosines_equal_those_of_double_arithmetic(int count)
    {
        var stream = new RandomSource(3).Open();
        float[] angles = [.. Enumerable.Range(0, count).Select(i => (float)(stream.NextDouble(-1, 1) * (i % 2 == 0 ? 8 : 1000)))];
        var (sines, cosines) = (new float[count], new float[count]);
        SineCosine.Evaluate(angles, 1, sines, cosines);
        for (var i = 0; i < count; i++)
        {
            if (Math.Abs(Math.Sin(angles[i]) - sines[i]) > 3e-7) Assert.Fail($"sin {angles[i]} is {sines[i]}, not {Math.Sin(angles[i])}");
            if (Math.Abs(Math.Cos(angles[i]) - cosines[i]) > 3e-7) Assert.Fail($"cos {angles[i]} is {cosines[i]}, not {Math.Cos(angles[i])}");
        }
    }

    [Fact]
    public void Both_are_scaled()
    {
        var (sines, cosines) = (new float[2], new float[2]);
        SineCosine.Evaluate([0, (float)(Math.PI / 2)], 3, sines, cosines);
        Assert.Equal([0, 3], sines.Select(value => Math.Round(value, 5)));
        Assert.Equal([3, 0], cosines.Select(value => Math.Round(value, 5)));
    }
}
