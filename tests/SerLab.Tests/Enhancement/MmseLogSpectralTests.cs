using SerLab.Audio;
using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>What the denoiser takes away and what it leaves.</summary>
public sealed class MmseLogSpectralTests
{
    private static readonly IEnhancer Enhancer = new MmseLogSpectralOptions().Prepare(MadeSound.RateHz);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 4)]
    [InlineData(10, 3)]
    public void Brings_speech_out_of_white_noise(double snrDb, double minGainDb)
    {
        var speech = MadeSound.Syllables(3);
        var noisy = MadeSound.Mix(speech, MadeSound.WhiteNoise(speech.Length, 1), snrDb);
        Assert.InRange(MadeSound.SiSdrDb(speech, Enhanced(noisy)) - MadeSound.SiSdrDb(speech, noisy), minGainDb, 30);
    }

    [Fact]
    public void Follows_noise_that_rises_half_way()
    {
        var speech = MadeSound.Syllables(4);
        var noise = MadeSound.WhiteNoise(speech.Length, 1).Select((sample, i) => i < speech.Length / 2 ? 0.3f * sample : sample).ToArray();
        var noisy = MadeSound.Mix(speech, noise, 5);
        Assert.InRange(MadeSound.SiSdrDb(speech, Enhanced(noisy)) - 5, 4, 30);
    }

    [Fact]
    public void Leaves_clean_speech_alone()
    {
        var speech = MadeSound.Mix(MadeSound.Syllables(3), MadeSound.WhiteNoise(48000, 1), 45);
        Assert.InRange(MadeSound.SiSdrDb(speech, Enhanced(speech)), 20, 100);
    }

    [Fact]
    public void Turns_pure_noise_down_but_not_further_than_asked()
    {
        var noise = MadeSound.WhiteNoise(48000, 0.1);
        Assert.InRange(AttenuationDb(new MmseLogSpectralOptions()), 15, 30);
        Assert.InRange(AttenuationDb(new MmseLogSpectralOptions(MaxAttenuationDb: 10)), 8, 10);

        double AttenuationDb(MmseLogSpectralOptions options) =>
            10 * Math.Log10(MadeSound.Energy(noise) / MadeSound.Energy(options.Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(noise)).Samples.Span));
    }

    [Fact]
    public void Enhances_a_long_clip_in_stretches_without_seams()
    {
        // 70 s go stretch by stretch, the first 66 s of it in one go: around the seam at 60 s both are the same but for what the recursions remember.
        const int RateHz = 1000;
        var noisy = MadeSound.WhiteNoise(70 * RateHz, 0.1).Select((sample, i) => sample + (i % 500 < 250 ? MathF.Sin(0.5f * i) : 0)).ToArray();
        var enhancer = new MmseLogSpectralOptions().Prepare(RateHz);
        var inStretches = enhancer.Enhance(new Clip(noisy, RateHz)).Samples.ToArray();
        var inOneGo = enhancer.Enhance(new Clip(noisy.AsMemory(0, 66 * RateHz), RateHz)).Samples.ToArray();
        Assert.Equal(noisy.Length, inStretches.Length);
        for (var i = 55 * RateHz; i < 64 * RateHz; i++) Assert.Equal(inOneGo[i], inStretches[i], 2e-2f);
        Assert.InRange(Enumerable.Range(59 * RateHz, 2 * RateHz).Average(i => Math.Abs(inOneGo[i] - inStretches[i])), 0, 1e-3);
    }

    [SharedFact]
    public void Gains_over_five_decibels_on_real_speech_and_passes_clean_speech()
    {
        var paths = Directory.GetFiles(Path.Combine(Shared.EmoDb, "wav")).Order().Where((_, i) => i % 107 == 0).ToArray();
        List<double> gains = [], clean = [];
        foreach (var path in paths)
        {
            var speech = AudioFile.Read(path, ChannelMix.Mean).Samples.ToArray();
            gains.Add(MadeSound.SiSdrDb(speech, Enhanced(MadeSound.Mix(speech, MadeSound.WhiteNoise(speech.Length, 1, (ulong)gains.Count), 5))) - 5);
            clean.Add(MadeSound.SiSdrDb(speech, Enhanced(speech)));
        }

        Assert.InRange(gains.Average(), 6.5, 12);
        Assert.InRange(clean.Min(), 20, 60);
    }

    [SharedFact]
    public void Gains_in_rain_helicopter_and_waves()
    {
        var speech = AudioFile.Read(Path.Combine(Shared.EmoDb, "wav", "03a01Nc.wav"), ChannelMix.Mean).Samples.ToArray();
        foreach (var (name, minGainDb) in new[] { ("rain-1-17367-A", 5), ("helicopter-1-172649-A", 2), ("sea-waves-1-28135-B", 2) })
        {
            var noise = AudioFile.Read(Path.Combine(Shared.Noise, name + ".wav"), ChannelMix.Mean).Samples.ToArray();
            Assert.InRange(MadeSound.SiSdrDb(speech, Enhanced(MadeSound.Mix(speech, noise, 5))) - 5, minGainDb, 12);
        }
    }

    [Fact]
    public void Lists_all_settings_that_cannot_work()
    {
        var wrong = Assert.Throws<OptionsException>(() => new MmseLogSpectralOptions(FrameSeconds: 1, PriorSnrSmoothing: 2, MinPriorSnrDb: 3, MaxAttenuationDb: -4).Prepare(16000));
        Assert.Equal(4, wrong.Problems.Count);
        Assert.Contains("FrameSeconds is 1; use 0.008 to 0.128.", wrong.Problems);
    }

    private static float[] Enhanced(float[] samples) => Enhancer.Enhance(MadeSound.ToClip(samples)).Samples.ToArray();
}
