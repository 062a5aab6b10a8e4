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
        Assert.Equal(expected, LogSpectralGain.Of(Math.Pow(10, priorDb / 10), Math.Pow(10, posteriorDb / 10)), 1e-12);

    /// <summary>Lengths around the width of a vector, 4 to 16 floats.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Computes_the_log_spectral_gains_of_a_frame_as_one_by_one(int count)
    {
        var chance = new RandomSource(8).Open();
        float[] prior = [.. Draw(-30, 40)], posterior = [.. Draw(-60, 40)], gains = new float[count];
        LogSpectralGain.Of(prior, posterior, gains);
        for (var k = 0; k < count; k++) Assert.InRange(gains[k] / LogSpectralGain.Of(prior[k], posterior[k]), 1 - 2e-6, 1 + 2e-6);

        IEnumerable<float> Draw(double fromDb, double toDb) => Enumerable.Range(0, count).Select(_ => (float)Math.Pow(10, (fromDb + (toDb - fromDb) * chance.NextDouble()) / 10));
    }

    /// <summary>Berouti, Schwartz and Makhoul 1979, figure 3, for alpha_0 = 4: 4 - 3/20 SNR from -5 to 20 dB.</summary>
    [Theory]
    [InlineData(-20, 4.75)]
    [InlineData(-5, 4.75)]
    [InlineData(0, 4)]
    [InlineData(10, 2.5)]
    [InlineData(20, 1)]
    [InlineData(40, 1)]
    public void Subtracts_the_more_the_noisier_the_frame(float snrDb, float expected) => Assert.Equal(expected, BeroutiRule.Oversubtraction(snrDb, 4), 1e-6f);

    /// <summary>By hand: 20 dB over noise of 1 in one of two bins is a frame of 17 dB, alpha 1.45; the other bin falls to the floor.</summary>
    [Fact]
    public void Subtracts_down_to_the_floor()
    {
        var gains = new float[2];
        new BeroutiRule(4, 0.02f).Weigh([100, 1], [1, 1], gains);
        var alpha = 4 - 3 / 20.0 * 10 * Math.Log10(50.5);
        Assert.Equal(Math.Sqrt(1 - alpha / 100), gains[0], 1e-5);
        Assert.Equal(Math.Sqrt(0.02), gains[1], 1e-5);
    }

    [Fact]
    public void Averages_over_the_neighbours_that_there_are()
    {
        var mean = new float[4];
        new FrequencyMean(1).Smooth([4, 8, 16, 32], mean);
        Assert.Equal([(2 * 4 + 8) / 3f, (4 + 2 * 8 + 16) / 4f, (8 + 2 * 16 + 32) / 4f, (16 + 2 * 32) / 3f], mean, (a, b) => Math.Abs(a - b) < 1e-5);
        new FrequencyMean(15).Smooth([7, 7, 7, 7], mean);
        Assert.All(mean, value => Assert.Equal(7, value, 1e-5f));
    }

    [Fact]
    public void Keeps_the_minimum_of_the_last_second()
    {
        // 8 stretches of 15 frames, and up to 14 frames since: what was heard 121 to 134 frames ago may or may not be gone already.
        var chance = new RandomSource(9).Open();
        var values = Enumerable.Range(0, 600).Select(_ => (float)chance.NextDouble()).ToArray();
        var minimum = new RunningMinimum(new SpectrumGrid(1, 31.25, 0.008));
        minimum.Begin([1]);
        for (var t = 0; t < values.Length; t++)
        {
            minimum.Next([values[t]]);
            Assert.InRange(minimum.Values[0], Least(134), Least(120));

            float Least(int frames) => values[Math.Max(0, t - frames + 1)..(t + 1)].Min();
        }
    }

    /// <summary>Cohen and Berdugo 2001, eq. 10, by hand: without any evidence (v = 0) and q = 1/2 the odds are 1 to 1 + xi.</summary>
    [Fact]
    public void Computes_the_probability_of_speech()
    {
        var presence = new float[4];
        SpeechPresence.Of([0.5f, 0, 1, 0.2f], [3, 3, 3, 1], [0, 0, 1e4f, 4], presence);
        Assert.Equal([0.2f, 1, 0, (float)(0.8 / (0.8 + 0.2 * 2 * Math.Exp(-2)))], presence, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    /// <summary>Cohen 2003: two minima are searched, the second over what the first lets pass, each over 8 stretches of 15 frames: a rise is in the estimate after about twice that, a fall at once.</summary>
    [Theory]
    [InlineData(1, 10, 280)]
    [InlineData(10, 1, 60)]
    public void Imcra_follows_a_step_of_the_noise(float before, float after, int settleFrames)
    {
        const int BinCount = 60;
        var grid = new SpectrumGrid(BinCount, 31.25, 0.008);
        var tracker = new ImcraTracker(grid);
        var chance = new RandomSource(10).Open();
        var noise = new float[BinCount];
        tracker.Begin(Enumerable.Repeat(before, BinCount).ToArray());
        for (var t = 0; t < 300; t++) tracker.Follow(Draw(before), noise);
        Assert.InRange(10 * Math.Log10(noise.Average() / before), -2, 2);
        for (var t = 0; t < settleFrames; t++) tracker.Follow(Draw(after), noise);
        var levelDb = 0.0;
        for (var t = 0; t < 50; t++)
        {
            tracker.Follow(Draw(after), noise);
            levelDb += 10 * Math.Log10(noise.Average() / after) / 50;
        }

        Assert.InRange(levelDb, -2, 2);

        float[] Draw(float power) => [.. Enumerable.Range(0, BinCount).Select(_ => (float)(-Math.Log(1 - chance.NextDouble()) * power))];
    }

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
        var samples = MadeSound.WhiteNoise(count, 1);
        var again = new float[count];
        float[] real = new float[frames.BinCount], imaginary = new float[frames.BinCount], scratch = new float[frames.ScratchLength];
        for (var t = 0; t < frames.FrameCount(count); t++)
        {
            frames.Analyse(samples, t, real, imaginary, scratch);
            frames.AddBack(real, imaginary, t, again, scratch);
        }

        Assert.All(Enumerable.Range(0, frames.FrameCount(count)), t => Assert.InRange(frames.Coverage(count, t), 1e-9f, 1.000001f));
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
        LookAhead.Track(power, BinCount, new GerkmannHendriksTracker(new SpectrumGrid(BinCount, 31.25, 0.008)), noise);
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
        LookAhead.Track(power, 1, new GerkmannHendriksTracker(new SpectrumGrid(1, 31.25, 0.008)), noise);
        Assert.InRange(10 * Math.Log10(noise.Average()), -3, 3);
    }
}
