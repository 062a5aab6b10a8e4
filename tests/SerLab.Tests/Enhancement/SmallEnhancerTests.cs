using SerLab.Audio;
using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>Filters and noise floors against sounds whose contents are known.</summary>
public sealed class SmallEnhancerTests
{
    [Fact]
    public void Removes_a_constant_offset_at_once_and_leaves_a_voice_alone()
    {
        var tone = Tone(100, 0.1, 2);
        var made = new RemoveDcOptions().Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip([.. tone.Select(sample => sample + 0.3f)])).Samples.ToArray();
        Assert.InRange(Math.Abs(made.Average()), 0, 1e-3);
        Assert.InRange(made.Take(200).Max(Math.Abs), 0, 0.2);
        Assert.Equal(0, 10 * Math.Log10(MadeSound.Energy(made) / MadeSound.Energy(tone)), 0.1);
    }

    [Theory]
    [InlineData(20, -3.01)]
    [InlineData(5, -24.1)]
    [InlineData(200, 0)]
    public void Falls_by_12_dB_an_octave_below_20_Hz(double hz, double expectedDb)
    {
        var tone = Tone(hz, 0.1, 4);
        var made = new RemoveDcOptions().Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(tone)).Samples.ToArray();
        Assert.Equal(expectedDb, 10 * Math.Log10(MadeSound.Energy(made.AsSpan(32000)) / MadeSound.Energy(tone.AsSpan(32000))), 0.1);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(50.08)]
    public void Finds_and_removes_hum_under_speech(double mainsHz)
    {
        var speech = MadeSound.Mix(MadeSound.Syllables(4), MadeSound.WhiteNoise(64000, 1), 40);
        var hum = Enumerable.Range(0, 64000).Select(i => (float)Enumerable.Range(1, 5).Sum(h => 0.02 / h * Math.Sin(2 * Math.PI * h * mainsHz * i / MadeSound.RateHz + h))).ToArray();
        float[] both = [.. speech.Zip(hum, (a, b) => a + b)];
        var made = new RemoveHumOptions().Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(both)).Samples.ToArray();
        foreach (var h in new[] { 1, 2, 3, 4, 5 }) Assert.InRange(LineDb(both, h * mainsHz) - LineDb(made, h * mainsHz), h < 3 ? 15 : 6, 80);
        Assert.InRange(MadeSound.SiSdrDb(speech, made) - MadeSound.SiSdrDb(speech, both), 5, 60);
    }

    [Fact]
    public void Finds_no_hum_where_there_is_none()
    {
        var clip = MadeSound.ToClip(MadeSound.Mix(MadeSound.Syllables(4), MadeSound.WhiteNoise(64000, 1), 30));
        Assert.Same(clip, new RemoveHumOptions().Prepare(MadeSound.RateHz).Enhance(clip));
    }

    [SharedFact]
    public void Takes_no_real_voice_for_hum()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Shared.EmoDb, "wav")).Order().Where((_, i) => i % 71 == 0))
        {
            var clip = AudioFile.Read(path, ChannelMix.Mean);
            var made = new RemoveHumOptions().Prepare(clip.SampleRateHz).Enhance(clip);
            Assert.InRange(MadeSound.SiSdrDb(clip.Samples.ToArray(), made.Samples.Span), 20, double.PositiveInfinity);
        }
    }

    [Fact]
    public void Emphasises_by_differences() =>
        Assert.Equal([1f, 1.5f, 2, -2], new PreEmphasisOptions(0.5).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip([1f, 2, 3, -0.5f])).Samples.ToArray());

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    public void Adds_noise_at_the_level_asked_for(double snrDb)
    {
        var tone = Tone(440, 0.1, 2);
        float[] half = [.. tone, .. new float[tone.Length]];
        var made = new ComfortNoiseOptions(snrDb).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(half)).Samples.ToArray();
        var added = made.Zip(half, (a, b) => a - b).ToArray();
        Assert.Equal(-snrDb, 10 * Math.Log10(MadeSound.Energy(added) / added.Length / (0.1 * 0.1 / 2)), 0.5);
        Assert.NotEqual(made, new ComfortNoiseOptions(snrDb, Seed: 2).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(half)).Samples.ToArray());
    }

    // Flat below the corner, where density is within 3 dB of that at 0 Hz, and a quarter of the power per doubling of the frequency above.
    [Fact]
    public void The_noise_floor_falls_by_6_dB_an_octave_above_its_corner_and_is_the_same_in_every_clip()
    {
        float[] added = Added(0.1), louder = Added(0.2);
        Assert.Equal(6, DensityDb(1000) - DensityDb(2000), 1.0);
        Assert.Equal(3, DensityDb(50) - DensityDb(300), 1.2);
        for (var i = 0; i < added.Length; i++) Assert.Equal(2 * added[i], louder[i], 1e-5f);

        static float[] Added(double amplitude)
        {
            var tone = Tone(440, amplitude, 4);
            return [.. new ComfortNoiseOptions(SnrDb: 15, CornerHz: 300).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(tone)).Samples.ToArray().Zip(tone, (made, sample) => made - sample)];
        }

        // Mean power at 100 frequencies over 20 Hz to either side, 0.4 Hz apart: each is a draw of its own, so the mean is good to a tenth, 0.4 dB.
        double DensityDb(double centreHz) => 10 * Math.Log10(Enumerable.Range(0, 100).Average(n =>
        {
            double re = 0, im = 0, step = 2 * Math.PI * (centreHz - 20 + 0.4 * n) / MadeSound.RateHz;
            for (var i = 0; i < added.Length; i++) (re, im) = (re + added[i] * Math.Cos(step * i), im + added[i] * Math.Sin(step * i));
            return re * re + im * im;
        }));
    }

    [Fact]
    public void Lists_all_settings_that_cannot_work()
    {
        Assert.Contains("TargetDb is 3; use -70 to 0.", Assert.Throws<OptionsException>(() => new NormaliseLoudnessOptions(3).Prepare(16000)).Problems);
        Assert.Contains("MainsHz is 55; use 50, 60 or null to try both.", Assert.Throws<OptionsException>(() => new RemoveHumOptions(55).Prepare(16000)).Problems);
        Assert.Equal(3, Assert.Throws<OptionsException>(() => new SpectralSubtractionOptions(FrameSeconds: 2, Oversubtraction: 0, FloorShare: 2).Prepare(16000)).Problems.Count);
        Assert.Equal(4, Assert.Throws<OptionsException>(() => new SpectralGateOptions(ThresholdDb: -1, KneeDb: 0, SmoothingHz: -1, ReleaseSeconds: 0).Prepare(16000)).Problems.Count);
    }

    private static float[] Tone(double hz, double amplitude, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * MadeSound.RateHz)).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * hz * i / MadeSound.RateHz)))];

    // Level of one frequency in the second half, dB.
    private static double LineDb(float[] samples, double hz)
    {
        var (re, im) = (0.0, 0.0);
        for (var i = samples.Length / 2; i < samples.Length; i++)
        {
            var window = 0.5 - 0.5 * Math.Cos(4 * Math.PI * i / samples.Length);
            (re, im) = (re + window * samples[i] * Math.Cos(2 * Math.PI * hz * i / MadeSound.RateHz), im + window * samples[i] * Math.Sin(2 * Math.PI * hz * i / MadeSound.RateHz));
        }

        return 10 * Math.Log10(re * re + im * im);
    }
}
