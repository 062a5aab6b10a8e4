using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>The pieces that the denoiser is made of, against values computed elsewhere.</summary>
public sealed class MathematicsTests
{
    // scipy.special.exp1
    [Theory]
    [InlineData(1e-08, 17.843465089050834)]
    [InlineData(0.001, 6.331539364136149)]
    [InlineData(0.1, 1.8229239584193906)]
    [InlineData(0.5, 0.5597735947761608)]
    [InlineData(1, 0.21938393439552062)]
    [InlineData(1.0000001, 0.21938389760757987)]
    [InlineData(1.5, 0.10001958240663265)]
    [InlineData(2, 0.048900510708061125)]
    [InlineData(5, 0.0011482955912753257)]
    [InlineData(10, 4.156968929685325e-06)]
    [InlineData(30, 3.021552010688813e-15)]
    [InlineData(100, 3.683597761682032e-46)]
    [InlineData(700, 1.406518766234033e-307)]
    public void Computes_the_exponential_integral(double x, double expected) =>
        Assert.InRange(ExponentialIntegral.E1(x) / expected, 1 - 2e-14, 1 + 2e-14);

    [Fact]
    public void Computes_the_exponential_integral_at_its_ends()
    {
        Assert.Equal(double.PositiveInfinity, ExponentialIntegral.E1(0));
        Assert.Equal(0, ExponentialIntegral.E1(1000));
        Assert.Equal(double.NaN, ExponentialIntegral.E1(-1));
        Assert.Equal(double.NaN, ExponentialIntegral.E1(double.NaN));
    }

    // xi / (1 + xi) exp(E1(v) / 2) with scipy.special.exp1; prior and posterior SNR in dB. Eq. 20 of Ephraim and Malah 1985.
    [Theory]
    [InlineData(-15, -10, 0.4154931525760565)]
    [InlineData(-15, 10, 0.04782877971041949)]
    [InlineData(0, 0, 0.6614900195321473)]
    [InlineData(5, 10, 0.7597693492595338)]
    [InlineData(20, 20, 0.9900990099009901)]
    [InlineData(-25, 15, 0.007854022956474674)]
    public void Computes_the_log_spectral_gain(double priorDb, double posteriorDb, double expected) =>
        Assert.Equal(expected, MmseLogSpectralEnhancer.LogSpectralGain(Math.Pow(10, priorDb / 10), Math.Pow(10, posteriorDb / 10)), 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(511)]
    [InlineData(5000)]
    public void Gives_the_samples_back_when_no_spectrum_is_changed(int count)
    {
        var frames = new OverlapAdd(0.032, 16000);
        Assert.Equal((512, 128), (frames.FrameLength, frames.HopLength));
        var samples = Sound.WhiteNoise(count, 1);
        var again = new float[count];
        float[] real = new float[frames.BinCount], imaginary = new float[frames.BinCount], scratch = new float[frames.ScratchLength];
        for (var t = 0; t < frames.FrameCount(count); t++)
        {
            frames.Analyse(samples, t, real, imaginary, scratch);
            frames.AddBack(real, imaginary, t, again, scratch);
        }

        Assert.All(samples.Zip(again), pair => Assert.Equal(pair.First, pair.Second, 3e-6f));
    }

    [Theory]
    [InlineData(10, 40)]
    [InlineData(1000, 330)]
    public void Tracks_noise_of_known_power_through_a_step(int stepPower, int settleFrames)
    {
        // Power of a bin of white noise is exponentially distributed; here with mean 1 for 4 s, then 10 or 30 dB more.
        const int BinCount = 40, FrameCount = 1000, Step = 500;
        var chance = new RandomSource(5).Open();
        var power = new float[FrameCount * BinCount];
        for (var i = 0; i < power.Length; i++) power[i] = (float)(-Math.Log(1 - chance.NextDouble()) * (i / BinCount < Step ? 1 : stepPower));
        var noise = new float[power.Length];
        NoiseTracker.Track(power, BinCount, 0.008, noise);
        Assert.InRange(MeanDb(50, Step - settleFrames), -1.5, 1.5);
        Assert.InRange(MeanDb(Step + settleFrames, FrameCount - 50) - 10 * Math.Log10(stepPower), -2, 2);

        double MeanDb(int from, int to) => 10 * Math.Log10(noise[(from * BinCount)..(to * BinCount)].Average());
    }

    [Fact]
    public void Keeps_the_noise_estimate_low_under_speech()
    {
        // A bin with noise of power 1 and, for 0.4 s of every 0.8 s, speech 20 dB above it.
        var chance = new RandomSource(6).Open();
        var power = Enumerable.Range(0, 800).Select(t => (float)(-Math.Log(1 - chance.NextDouble()) * (t % 100 < 50 ? 101 : 1))).ToArray();
        var noise = new float[power.Length];
        NoiseTracker.Track(power, 1, 0.008, noise);
        Assert.InRange(10 * Math.Log10(noise.Average()), -3, 3);
    }
}
