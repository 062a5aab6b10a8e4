using SerLab.Audio;

namespace SerLab.Tests.Audio;

/// <summary>Tones are the truth: what their samples are at any rate is known exactly.</summary>
public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates => new()
    {
        { 44100, 16000 }, { 22050, 16000 }, { 48000, 16000 }, { 11025, 16000 }, { 8000, 16000 },
        { 16000, 44100 }, { 16000, 8000 }, { 37800, 16000 }, { 96000, 16000 }, { 16000, 48000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Keeps_a_tone_of_the_pass_band_in_level_and_time(int fromHz, int toHz)
    {
        var resampler = new Resampler(fromHz, toHz);
        foreach (var share in new[] { 0.05, 0.4, 0.8, 0.949 })
        {
            var hz = share * Math.Min(fromHz, toHz) / 2;
            var made = resampler.Resample(Tone(hz, fromHz, 0.25));
            Assert.Equal(toHz, made.SampleRateHz);

            // The error of every sample is below 1e-4 (80 dB under the tone): so are those of the level (0.0009 dB) and of the time.
            Assert.InRange(LargestDifference(made, Tone(hz, toHz, 0.25)), 0, 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Removes_what_the_new_rate_cannot_carry(int fromHz, int toHz)
    {
        if (toHz >= fromHz) return;
        var resampler = new Resampler(fromHz, toHz);
        foreach (var share in new[] { 1.0001, 1.02, 1.1, 1.3, 1.7 })
        {
            var hz = share * toHz / 2;
            if (hz >= fromHz / 2.0) continue;
            Assert.InRange(LargestDifference(resampler.Resample(Tone(hz, fromHz, 0.25)), new Clip(new float[(int)Math.Ceiling(0.25 * toHz)], toHz)), 0, 3e-5); // -90 dB
        }
    }

    [Theory]
    [InlineData(11025, 16000)]
    [InlineData(8000, 16000)]
    public void Makes_no_mirror_images_when_the_rate_rises(int fromHz, int toHz)
    {
        // A tone close under the old Nyquist frequency, in the pass band: its image close above would beat with it.
        var made = new Resampler(fromHz, toHz).Resample(Tone(0.94 * fromHz / 2, fromHz, 0.5));
        Assert.InRange(LargestDifference(made, Tone(0.94 * fromHz / 2, toHz, 0.5)), 0, 3e-5);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Keeps_a_constant_and_the_length(int fromHz, int toHz)
    {
        var resampler = new Resampler(fromHz, toHz);
        foreach (var count in new[] { 0, 1, 2, 999, 5000 })
        {
            var made = resampler.Resample(new Clip(Enumerable.Repeat(0.5f, count).ToArray(), fromHz));
            Assert.Equal((int)Math.Ceiling((decimal)count * toHz / fromHz), made.Samples.Length);
            if (count == 5000) Assert.InRange(made.Samples.Span[made.Samples.Length / 2], 0.5f - 1e-6f, 0.5f + 1e-6f);
        }
    }

    [Fact]
    public void Keeps_the_settings_stop_band()
    {
        var tone = Tone(8200, 48000, 0.25);
        var silence = new Clip(new float[4000], 16000);
        Assert.InRange(LargestDifference(new Resampler(48000, 16000, new ResamplerOptions(StopBandDb: 60)).Resample(tone), silence), 1e-5, 1e-3);
        Assert.InRange(LargestDifference(new Resampler(48000, 16000, new ResamplerOptions(StopBandDb: 120)).Resample(tone), silence), 0, 2e-6);
    }

    [Fact]
    public void Gives_a_clip_of_the_right_rate_back_and_refuses_one_of_another()
    {
        var clip = Tone(100, 16000, 0.1);
        Assert.Same(clip, new Resampler(16000, 16000).Resample(clip));
        Assert.Contains("The clip has 16000 Hz, this resampler takes 8000 Hz", Assert.Throws<ArgumentException>(() => new Resampler(8000, 16000).Resample(clip)).Message);
    }

    [Fact]
    public void Lists_all_settings_that_cannot_work()
    {
        var wrong = Assert.Throws<OptionsException>(() => new Resampler(0, 16000, new ResamplerOptions(300, 1)));
        Assert.Equal(["FromHz is 0; use 1000 to 768000.", "StopBandDb is 300; use 40 to 140.", "PassBandShare is 1; use 0.5 to 0.99."], wrong.Problems);
        Assert.Contains("take rates that share a larger divisor", Assert.Throws<OptionsException>(() => new Resampler(767_999, 768_000)).Message);
    }

    private static Clip Tone(double hz, int rateHz, double seconds) =>
        new(Enumerable.Range(0, (int)Math.Ceiling(seconds * rateHz)).Select(i => (float)Math.Sin(2 * Math.PI * hz * i / rateHz + 1)).ToArray(), rateHz);

    // Away from the ends, where the tone begins and stops: a cut tone is no tone.
    private static double LargestDifference(Clip a, Clip b)
    {
        var largest = 0.0;
        var edge = (int)(0.05 * a.SampleRateHz);
        for (var i = edge; i < a.Samples.Length - edge; i++) largest = Math.Max(largest, Math.Abs(a.Samples.Span[i] - b.Samples.Span[i]));
        return largest;
    }
}
