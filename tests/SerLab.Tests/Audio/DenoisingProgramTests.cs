using SerLab.Audio;
using SerLab.Enhancement.Noise;
using SerLab.Enhancement.Quality;
using SerLab.Tests.Enhancement;

namespace SerLab.Tests.Audio;

public sealed class DenoisingProgramTests
{
    // Speech beyond full scale over faint noise passes nearly unchanged, sample by sample: neither delay, cut nor clipping remains.
    [ProgramFact("ffmpeg")]
    public void Afftdn_gives_back_each_clip_in_its_place()
    {
        float[] loud = [.. MadeSound.Syllables(1).Zip(MadeSound.WhiteNoise(16000, 1e-5), (speech, noise) => 4 * speech + noise)];
        var clips = DenoisingPrograms.Afftdn([new Clip(loud, MadeSound.RateHz), new Clip(loud[4000..], MadeSound.RateHz)]);
        Assert.Equal([16000, 12000], clips.Select(clip => clip.Samples.Length));
        Assert.True(ScaleInvariantSdr.Db(loud, clips[0].Samples.Span) > 25);
        Assert.True(ScaleInvariantSdr.Db(loud.AsSpan(4000), clips[1].Samples.Span) > 25);
    }

    // Beyond full scale sox would clip; scaled down and up again, the loud clip comes out as the quiet one does.
    [ProgramFact("sox")]
    public void Sox_takes_away_the_noise_that_it_is_shown_at_any_level()
    {
        float[] noise = MadeSound.WhiteNoise(32000, 0.01), noisy = [.. MadeSound.Syllables(2).Zip(noise, (s, n) => s + n)];
        var clean = DenoisingPrograms.SoxNoiseReduction(new Clip(noisy, MadeSound.RateHz), new Clip(noise, MadeSound.RateHz)).Samples;
        var loud = DenoisingPrograms.SoxNoiseReduction(Times(8, noisy), Times(8, noise)).Samples;
        Assert.Equal(noisy.Length, clean.Length);
        Assert.True(ScaleInvariantSdr.Db(clean.Span, loud.Span) > 30);
        Assert.InRange(loud.ToArray().Max(Math.Abs) / clean.ToArray().Max(Math.Abs), 7.9, 8.1);

        // The first pause between syllables, 0.17 s on, holds nothing but noise.
        Assert.True(Power(clean.Span[2200..3800]) < 0.1 * Power(noise.AsSpan(2200, 1600)));

        static Clip Times(float gain, float[] samples) => new(samples.Select(sample => gain * sample).ToArray(), MadeSound.RateHz);
        static double Power(ReadOnlySpan<float> samples) => NoiseMix.Power(samples);
    }

    [Fact]
    public void A_program_that_is_not_there_is_not_installed() => Assert.False(DenoisingPrograms.IsInstalled("no-such-program-here"));
}
