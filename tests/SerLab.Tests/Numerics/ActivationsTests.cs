namespace SerLab.Tests.Numerics;

public sealed class ActivationsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Sigmoid_and_tanh_equal_double_arithmetic_at_every_length(int length)
    {
        var stream = new RandomSource(1).Open();
        var x = new float[length];
        foreach (ref var value in x.AsSpan()) value = (float)(stream.NextGaussian() * Math.Pow(10, stream.NextDouble(-3, 1.5)));
        var (sigmoid, tanh) = (new float[length], new float[length]);
        Activations.Sigmoid(x, sigmoid);
        Activations.Tanh(x, tanh);
        for (var i = 0; i < length; i++)
        {
            Assert.Equal(1 / (1 + Math.Exp(-(double)x[i])), sigmoid[i], 2e-7);
            Assert.Equal(Math.Tanh(x[i]), tanh[i], 2e-7);
        }
    }

    [Fact]
    public void Extreme_values_saturate_and_NaN_stays_NaN()
    {
        float[] x = [float.MinValue, -200, -0f, 0, 200, float.MaxValue, float.PositiveInfinity, float.NaN];
        var (sigmoid, tanh) = (new float[8], new float[8]);
        Activations.Sigmoid(x, sigmoid);
        Activations.Tanh(x, tanh);
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(x[i] == 0 ? 0.5 : x[i] < 0 ? 0 : 1, sigmoid[i], 1e-30);
            Assert.Equal(Math.Sign(x[i]), tanh[i]);
        }

        Assert.True(float.IsNaN(sigmoid[7]) && float.IsNaN(tanh[7]));
    }

    [Fact]
    public void A_value_has_the_same_bits_wherever_it_stands()
    {
        var x = Enumerable.Range(0, 40).Select(i => 0.37f * i - 6).ToArray();
        var (all, one) = (new float[40], new float[1]);
        Activations.Tanh(x, all);
        for (var i = 0; i < 40; i++)
        {
            Activations.Tanh(x.AsSpan(i, 1), one);
            Assert.Equal(all[i], one[0]);
        }
    }
}
