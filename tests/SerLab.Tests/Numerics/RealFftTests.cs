namespace SerLab.Tests.Numerics;

public sealed class RealFftTests
{
    public static TheoryData<int> Lengths => [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Agrees_with_the_plain_sum_in_double(int length)
    {
        var samples = Noise(length);
        var fft = new RealFft(length);
        var (real, imaginary) = Forward(fft, samples);
        var tolerance = 2e-6 * Math.Sqrt(length) * Math.Log2(length);
        // Every bin of short transforms, and bins on both sides of every vector boundary of long ones.
        foreach (var k in Enumerable.Range(0, fft.BinCount).Where(k => length <= 256 || k < 20 || k > fft.BinCount - 20 || k % 61 == 0))
        {
            double re = 0, im = 0;
            for (var n = 0; n < length; n++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * ((long)k * n % length) / length);
                re += samples[n] * cos;
                im -= samples[n] * sin;
            }

            Assert.Equal(re, real[k], tolerance);
            Assert.Equal(im, imaginary[k], tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Comes_back_to_the_signal(int length)
    {
        var samples = Noise(length);
        var fft = new RealFft(length);
        var (real, imaginary) = Forward(fft, samples);
        var back = new float[length];
        fft.Inverse(real, imaginary, back, new float[fft.ScratchLength]);
        for (var n = 0; n < length; n++) Assert.Equal(samples[n], back[n], 5e-6f);
    }

    [Fact]
    public void Only_reads_its_input()
    {
        var samples = Noise(64);
        var copy = samples.ToArray();
        var fft = new RealFft(64);
        var (real, imaginary) = Forward(fft, samples);
        Assert.Equal(copy, samples);
        var (realCopy, imaginaryCopy) = (real.ToArray(), imaginary.ToArray());
        fft.Inverse(real, imaginary, new float[64], new float[fft.ScratchLength]);
        Assert.Equal(realCopy, real);
        Assert.Equal(imaginaryCopy, imaginary);
    }

    [Fact]
    public void Does_not_depend_on_what_the_scratch_held()
    {
        var samples = Noise(256);
        var fft = new RealFft(256);
        var (real, imaginary) = Forward(fft, samples);
        float[] again = new float[fft.BinCount], againImaginary = new float[fft.BinCount], scratch = new float[fft.ScratchLength];
        Array.Fill(scratch, float.NaN);
        fft.Forward(samples, again, againImaginary, scratch);
        Assert.Equal(real, again);
        Assert.Equal(imaginary, againImaginary);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public void Refuses_other_lengths_and_names_those_it_takes(int length) =>
        Assert.Contains("power of two from 4", Assert.Throws<ArgumentException>(() => new RealFft(length)).Message);

    private static (float[] Real, float[] Imaginary) Forward(RealFft fft, float[] samples)
    {
        var real = new float[fft.BinCount];
        var imaginary = new float[fft.BinCount];
        fft.Forward(samples, real, imaginary, new float[fft.ScratchLength]);
        return (real, imaginary);
    }

    private static float[] Noise(int length)
    {
        var stream = new RandomSource(7).For("samples", length).Open();
        return [.. Enumerable.Range(0, length).Select(_ => (float)stream.NextDouble(-1, 1))];
    }
}
