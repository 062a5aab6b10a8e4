using SerLab.Audio;

namespace SerLab.Tests.Audio;

public sealed class PolyphaseSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Agrees_with_the_plain_sum_in_double(int taps)
    {
        const int InputStep = 5, OutputStep = 3;
        var stream = new RandomSource(4).For("taps", taps).Open();
        float[] phase = [.. Enumerable.Range(0, taps).Select(_ => (float)stream.NextDouble(-1, 1))];
        float[] samples = [.. Enumerable.Range(0, taps + 7 * InputStep).Select(_ => (float)stream.NextDouble(-1, 1))];
        var made = new float[7 * OutputStep + 1];
        PolyphaseSum.Apply(phase, samples, InputStep, made, OutputStep);
        for (var j = 0; j < PolyphaseSum.Outputs; j++)
            Assert.Equal(phase.Select((h, k) => (double)h * samples[k + j * InputStep]).Sum(), made[j * OutputStep], 1e-5 * Math.Sqrt(taps + 1));
        Assert.All(made.Where((_, i) => i % OutputStep != 0), value => Assert.Equal(0, value));
    }
}
