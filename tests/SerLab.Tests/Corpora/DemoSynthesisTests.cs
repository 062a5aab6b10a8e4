using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

public sealed class DemoSynthesisTests
{
    private const int SampleRateHz = 16000;

    [Fact]
    public void Reads_words_accents_and_phrases_of_a_sentence()
    {
        var sentence = DemoSentence.Parse("ba.'lin no, 'su.ri");

        Assert.Equal("balin no, suri", sentence.Words);
        Assert.Equal(["ba", "lin", "no", "su", "ri"], sentence.Syllables.Select(syllable => string.Concat(syllable.Phones.Select(phone => phone.Letter))));
        Assert.Equal([false, true, false, true, false], sentence.Syllables.Select(syllable => syllable.IsStressed));
        Assert.Equal([false, false, true, false, true], sentence.Syllables.Select(syllable => syllable.EndsPhrase));
    }

    [Fact]
    public void Gives_every_syllable_one_vowel() =>
        Assert.All(DemoSentence.All.SelectMany(sentence => sentence.Syllables), syllable => Assert.Single(syllable.Phones, phone => phone.IsVowel));

    [Fact]
    public void Lays_sounds_end_to_end_and_shortens_all_but_bursts_when_speech_is_fast()
    {
        var sentence = DemoSentence.All[0];
        var usual = DemoTiming.Lay(sentence, DemoVoice.All[0], new(), new RandomSource(1).Open());
        var fast = DemoTiming.Lay(sentence, DemoVoice.All[0], new(RatePercent: 25), new RandomSource(1).Open());

        for (var i = 1; i < usual.Count; i++) Assert.Equal(usual[i - 1].EndSeconds, usual[i].StartSeconds, 12);
        for (var i = 0; i < usual.Count; i++)
        {
            var keepsLength = usual[i].SyllableIndex < 0 || usual[i].Target.Seconds < 0.02;
            Assert.Equal(keepsLength ? usual[i].Seconds : usual[i].Seconds / 1.25, fast[i].Seconds, 12);
        }
    }

    [Fact]
    public void Smooths_a_step_into_a_ramp_and_leaves_a_constant()
    {
        Assert.Equal([2f, 2f, 2f], DemoArticulation.Smooth([2, 2, 2], 2));
        // Weights 1 2 1 over 4.
        Assert.Equal([0, 0, 0.25f, 0.75f, 1, 1], DemoArticulation.Smooth([0, 0, 0, 1, 1, 1], 2));
    }

    [Fact]
    public void Resonates_where_it_is_tuned_with_gain_one_at_zero_hertz()
    {
        var resonator = new DemoResonator();
        resonator.Tune(1000, 80, SampleRateHz);
        var response = new float[4096];
        for (var n = 0; n < response.Length; n++) response[n] = resonator.Resonate(n == 0 ? 1 : 0);

        Assert.Equal(1, GainAt(response, 0), 0.001);
        Assert.True(GainAt(response, 1000) > GainAt(response, 980) && GainAt(response, 1000) > GainAt(response, 1020));
        // Half a bandwidth away the power is half.
        Assert.Equal(Math.Sqrt(0.5), GainAt(response, 1040) / GainAt(response, 1000), 0.03);
    }

    [Fact]
    public void Cancels_a_resonance_by_the_antiresonance_of_the_same_tuning()
    {
        DemoResonator pole = new(), zero = new();
        pole.Tune(270, 100, SampleRateHz);
        zero.Tune(270, 100, SampleRateHz);
        var chance = new RandomSource(1).Open();
        for (var n = 0; n < 1000; n++)
        {
            var sample = (float)chance.NextGaussian();
            Assert.Equal(sample, pole.Resonate(zero.Cancel(sample)), 0.01f);
        }
    }

    [Fact]
    public void Keeps_the_variance_of_white_noise_through_a_resonance_of_unit_power()
    {
        var noise = new float[200_000];
        DemoNoise.Fill(new RandomSource(1).Open(), noise);
        var resonator = new DemoResonator();
        resonator.TuneToUnitPower(3000, 800, SampleRateHz);

        Assert.Equal(0, noise.Average(), 0.01);
        Assert.Equal(1, noise.Average(sample => sample * sample), 0.01);
        Assert.Equal(1, noise.Average(sample => Math.Pow(resonator.Resonate(sample), 2)), 0.05);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(12)]
    public void Tilts_the_spectrum_by_the_decibels_asked_for(double lossDb)
    {
        var pole = DemoSource.TiltPole(lossDb, 3000.0 / SampleRateHz);
        var response = new float[512];
        for (var n = 0; n < response.Length; n++) response[n] = (float)((1 - pole) * Math.Pow(pole, n));

        Assert.Equal(-lossDb, 20 * Math.Log10(GainAt(response, 3000)), 0.01);
    }

    [Fact]
    public void Makes_pulses_whose_flow_returns_to_zero_in_every_period()
    {
        // 160 samples a period, closed for 64 of them, without chance: the slope of the flow sums to zero over each open phase and falls to -1 at closure.
        var samples = new float[3200];
        DemoPhonation phonation = new(OpenQuotient: 0.6, TiltDb: 0, JitterPercent: 0, ShimmerDb: 0);
        DemoSource.Excite(Steady(100, 500, 1500, 2500, 80), phonation, SampleRateHz, new RandomSource(1).Open(), new float[3200], samples);

        for (var period = 0; period < 19; period++) Assert.Equal(0, samples.AsSpan(160 * period + 32, 160).ToArray().Sum(), 0.02);
        Assert.InRange(samples.Min(), -1f, -0.8f);
        Assert.All(Enumerable.Range(162, 60), n => Assert.Equal(0, samples[n]));
    }

    [Fact]
    public void Puts_the_mean_pitch_where_it_is_asked()
    {
        var voice = DemoVoice.All[1];
        DemoCorrelates manner = new(PitchSemitones: 12, RangePercent: 50, FinalSemitones: 2);
        var sounds = DemoTiming.Lay(DemoSentence.All[2], voice, manner, new RandomSource(1).Open());
        var tracks = DemoArticulation.Draw(sounds, DemoSentence.All[2], voice, manner, SampleRateHz);
        var pitchHz = DemoIntonation.Draw(sounds, DemoSentence.All[2], voice, manner, tracks.Voice, DemoTracks.HopSeconds, new RandomSource(2).Open());

        var voiced = pitchHz.Where((_, frameIndex) => tracks.Voice[frameIndex] > 0.1f).Average(hz => Math.Log2(hz));

        Assert.Equal(Math.Log2(2 * voice.PitchHz), voiced, 0.01);
    }

    [ProgramFact("praat")]
    public void Has_the_pitch_formants_and_jitter_that_Praat_measures()
    {
        var measured = MeasureVowel(jitterPercent: 1, shimmerDb: 0);

        Assert.Equal(120, measured.PitchHz, 1.0);
        Assert.Equal(640, measured.F1Hz, 40.0);
        Assert.Equal(1200, measured.F2Hz, 60.0);
        Assert.Equal(2400, measured.F3Hz, 100.0);
        // Praat takes the mean difference of successive periods: 2 / sqrt(pi) standard deviations when they are independent and normal.
        Assert.Equal(2 / Math.Sqrt(Math.PI) * 1, measured.JitterPercent, 0.2);
    }

    [ProgramFact("praat")]
    public void Has_the_shimmer_that_Praat_measures() =>
        Assert.Equal(2 / Math.Sqrt(Math.PI) * 0.6, MeasureVowel(jitterPercent: 0, shimmerDb: 0.6).ShimmerDb, 0.15);

    private static DemoPraat MeasureVowel(double jitterPercent, double shimmerDb)
    {
        var tracks = Steady(120, 640, 1200, 2400, 800);
        float[] samples = new float[tracks.SampleCount], breath = new float[tracks.SampleCount];
        DemoPhonation phonation = new(OpenQuotient: 0.5, TiltDb: 3, jitterPercent, shimmerDb);
        DemoSource.Excite(tracks, phonation, SampleRateHz, new RandomSource(1).Open(), breath, samples);
        DemoTract.Filter(tracks, 1.0, phonation.OpenQuotient, SampleRateHz, samples);
        return DemoPraat.Measure(samples, SampleRateHz);
    }

    private static DemoTracks Steady(float pitchHz, float f1Hz, float f2Hz, float f3Hz, int frames)
    {
        return new(HopSamples: 40, Of(pitchHz), Voice: Of(1), Breath: Of(0), Noise: Of(0), Of(4000), Of(2000), Of(f1Hz), Of(f2Hz), Of(f3Hz), Of((float)DemoSegment.ClosedNoseHz));

        float[] Of(float value) => [.. Enumerable.Repeat(value, frames)];
    }

    private static double GainAt(ReadOnlySpan<float> response, double hz)
    {
        double re = 0, im = 0;
        for (var n = 0; n < response.Length; n++)
        {
            re += response[n] * Math.Cos(2 * Math.PI * hz * n / SampleRateHz);
            im -= response[n] * Math.Sin(2 * Math.PI * hz * n / SampleRateHz);
        }

        return Math.Sqrt(re * re + im * im);
    }
}
