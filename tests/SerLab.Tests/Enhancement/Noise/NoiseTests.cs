using SerLab.Audio;
using SerLab.Enhancement.Noise;

namespace SerLab.Tests.Enhancement.Noise;

public sealed class NoiseTests
{
    private const int Rate = 16000;

    private static NoiseWish Wish(int count, ulong seed = 1, params string[] absent) => new(count, new RandomSource(seed), absent.ToHashSet());

    // A talker whose every utterance is a tone of its own: whoever talks shows in the spectrum.
    private static Talker Tone(int number) => new($"s{number}", [.. Enumerable.Range(1, 3).Select(take => (Func<Clip>)(() =>
        new Clip(Enumerable.Range(0, 4000 * take).Select(i => 0.1f * take * (float)Math.Sin(2 * Math.PI * HzOf(number) * i / Rate)).ToArray(), Rate)))]);

    private static double HzOf(int number) => 400 + 400 * number; // Whole periods in 4000 samples: utterance follows utterance without a step.

    private static double PowerAt(ReadOnlySpan<float> samples, double hz)
    {
        double re = 0, im = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            re += samples[i] * Math.Cos(2 * Math.PI * hz * i / Rate);
            im += samples[i] * Math.Sin(2 * Math.PI * hz * i / Rate);
        }

        return (re * re + im * im) / samples.Length / samples.Length;
    }

    [Fact]
    public void A_mix_has_the_stated_snr_and_nothing_is_clipped()
    {
        var speech = new Clip(MadeSound.Syllables(1).Select(sample => 3 * sample).ToArray(), Rate);
        INoiseSource[] sources = [new WhiteNoise(), new PinkNoise(Rate), new RecordedNoise("hum", [new Clip(MadeSound.WhiteNoise(3000, 0.01), Rate)]), new BabbleNoise([Tone(0), Tone(1)], voices: 3)];
        foreach (var source in sources)
            foreach (var snr in (double[])[-20, 0, 5, 20])
            {
                var mix = NoiseMix.At(speech, source.Draw(Wish(speech.Samples.Length)), snr);
                double speechEnergy = 0, noiseEnergy = 0;
                for (var i = 0; i < speech.Samples.Length; i++)
                {
                    double s = speech.Samples.Span[i], n = mix.Noisy.Samples.Span[i] - s;
                    Assert.InRange(mix.Noise.Samples.Span[i] - n, -1e-5, 1e-5);
                    speechEnergy += s * s;
                    noiseEnergy += n * n;
                }

                Assert.InRange(10 * Math.Log10(speechEnergy / noiseEnergy), snr - 0.01, snr + 0.01);
                if (snr == -20) Assert.True(mix.Noisy.Samples.ToArray().Max(Math.Abs) > 1);
            }
    }

    [Fact]
    public void Silence_and_other_lengths_cannot_be_mixed()
    {
        var speech = new Clip(new float[100], Rate);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => NoiseMix.At(speech, MadeSound.WhiteNoise(100, 1), 0)).Message);
        Assert.Contains("give as many", Assert.Throws<ArgumentException>(() => NoiseMix.At(speech, new float[99], 0)).Message);
    }

    [Fact]
    public void White_noise_has_as_much_in_every_octave_per_hertz_and_pink_noise_as_much_in_every_octave()
    {
        const int Count = 1 << 18;
        foreach (var (source, slope) in ((INoiseSource, double)[])[(new WhiteNoise(), 1), (new PinkNoise(Rate), 0)])
        {
            var (transform, samples) = (new RealFft(Count), source.Draw(Wish(Count)));
            float[] re = new float[transform.BinCount], im = new float[transform.BinCount];
            transform.Forward(samples, re, im, new float[transform.ScratchLength]);
            var octaves = Enumerable.Range(0, 6).Select(octave => Band(125 * Math.Pow(2, octave))).ToArray();
            for (var i = 1; i < octaves.Length; i++) Assert.InRange(10 * Math.Log10(octaves[i] / octaves[i - 1]) - 10 * Math.Log10(2) * slope, -0.5, 0.5);
            Assert.InRange(samples.Average(sample => (double)sample), -0.01 * Math.Sqrt(NoiseMix.Power(samples)), 0.01 * Math.Sqrt(NoiseMix.Power(samples)));

            double Band(double fromHz)
            {
                var sum = 0.0;
                for (var k = (int)(fromHz * Count / Rate); k < (int)(2 * fromHz * Count / Rate); k++) sum += re[k] * re[k] + (double)im[k] * im[k];
                return sum;
            }
        }
    }

    [Fact]
    public void Pink_noise_of_any_length_has_power()
    {
        foreach (var count in (int[])[1, 3, 5, 1000, 4097])
        {
            var noise = new PinkNoise(Rate).Draw(Wish(count));
            Assert.Equal(count, noise.Length);
            Assert.True(NoiseMix.Power(noise) > 0);
        }
    }

    [Fact]
    public void A_recording_begins_somewhere_and_is_repeated()
    {
        float[] recording = [.. Enumerable.Range(1, 100).Select(i => (float)i)];
        var starts = new HashSet<float>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            var noise = new RecordedNoise("steps", [new Clip(recording, Rate)]).Draw(Wish(250, seed));
            for (var i = 1; i < noise.Length; i++) Assert.Equal(noise[i - 1] % 100 + 1, noise[i]);
            starts.Add(noise[0]);
        }

        Assert.True(starts.Count > 10);
    }

    [Fact]
    public void A_stretch_of_digital_silence_is_drawn_again_and_a_silent_recording_refused()
    {
        var mostlySilent = new float[10_000];
        mostlySilent[5000] = 1;
        for (ulong seed = 0; seed < 10; seed++) Assert.True(NoiseMix.Power(new RecordedNoise("click", [new Clip(mostlySilent, Rate)]).Draw(Wish(500, seed))) > 0);
        Assert.Throws<ArgumentException>(() => new RecordedNoise("nothing", [new Clip(new float[100], Rate)]));
    }

    [Fact]
    public void Babble_never_holds_an_absent_speaker()
    {
        var babble = new BabbleNoise([.. Enumerable.Range(0, 10).Select(Tone)]);
        for (ulong seed = 0; seed < 30; seed++)
        {
            var (target, held) = ((int)(seed % 10), (int)(seed * 7 + 3) % 10);
            var wish = Wish(8000, seed, $"s{target}", $"s{held}");
            Assert.DoesNotContain($"s{target}", babble.SpeakersOf(wish));
            Assert.DoesNotContain($"s{held}", babble.SpeakersOf(wish));
            var noise = babble.Draw(wish);
            foreach (var number in Enumerable.Range(0, 10))
            {
                var isHeard = babble.SpeakersOf(wish).Contains($"s{number}");
                Assert.True(isHeard == PowerAt(noise, HzOf(number)) > 0.01, $"seed {seed}, speaker {number}");
            }
        }
    }

    [Fact]
    public void Babble_has_8_different_talkers_where_there_are_so_many_and_repeats_some_where_not()
    {
        var all = new BabbleNoise([.. Enumerable.Range(0, 10).Select(Tone)]).SpeakersOf(Wish(100, 1, "s0", "s1"));
        Assert.Equal(8, all.Distinct().Count());
        var few = new BabbleNoise([.. Enumerable.Range(0, 3).Select(Tone)]).SpeakersOf(Wish(100, 1, "s0"));
        Assert.Equal((8, 2), (few.Count, few.Distinct().Count()));
        Assert.Contains("more speakers", Assert.Throws<ArgumentException>(() => new BabbleNoise([Tone(0)]).Draw(Wish(100, 1, "s0"))).Message);
    }

    [Fact]
    public void The_same_wish_gives_the_same_samples_and_another_seed_others()
    {
        INoiseSource[] sources = [new WhiteNoise(), new PinkNoise(Rate), new RecordedNoise("r", [new Clip(MadeSound.WhiteNoise(999, 1), Rate)]), new BabbleNoise([.. Enumerable.Range(0, 4).Select(Tone)])];
        foreach (var source in sources)
        {
            Assert.Equal(source.Draw(Wish(500)), source.Draw(Wish(500)));
            Assert.NotEqual(source.Draw(Wish(500)), source.Draw(Wish(500, seed: 2)));
        }
    }
}
