using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;

namespace SerLab.Tests.Features;

/// <summary>Voice quality of voices whose irregularity, noise and flow are known because they were made that way.</summary>
public sealed class VoiceQualityTests
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.03)]
    [InlineData(0.06)]
    public void Jitter_comes_back_as_it_was_planted(double spread)
    {
        var stream = new RandomSource(11).For("periods").Open();
        double[] periods = [.. Enumerable.Range(0, 300).Select(_ => 0.007 * (1 + stream.NextDouble(-spread, spread)))];
        var voice = PulseTrain(k => periods[k], _ => 1);
        var local = periods.Zip(periods.Skip(1), (a, b) => Math.Abs(a - b)).Average() / periods.Average();
        var ddp = periods.Zip(periods.Skip(1), periods.Skip(2)).Average(three => Math.Abs(three.First - 2 * three.Second + three.Third)) / periods.Average();
        // A period's wave reaches into its neighbours: great differences come back a little smaller.
        Assert.Equal(local, Inner(voice, "jitter_ratio"), 0.1 * local);
        Assert.Equal(ddp, Inner(voice, "jitter_ddp_ratio"), 0.1 * ddp);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    public void Shimmer_comes_back_as_it_was_planted(double spread)
    {
        var stream = new RandomSource(12).For("amplitudes").Open();
        double[] amplitudes = [.. Enumerable.Range(0, 300).Select(_ => 1 + stream.NextDouble(-spread, spread))];
        var voice = PulseTrain(_ => 0.007, k => amplitudes[k]);
        var share = amplitudes.Zip(amplitudes.Skip(1), (a, b) => Math.Abs(a - b)).Average() / amplitudes.Average();
        var decibels = amplitudes.Zip(amplitudes.Skip(1), (a, b) => Math.Abs(20 * Math.Log10(a / b))).Average();
        Assert.Equal(share, Inner(voice, "shimmer_ratio"), 0.1 * share);
        Assert.Equal(decibels, Inner(voice, "shimmer_db"), 0.1 * decibels);
    }

    [Fact]
    public void A_voice_that_does_not_vary_has_no_jitter_and_no_shimmer()
    {
        var voice = PulseTrain(_ => 0.007, _ => 1);
        Assert.InRange(Inner(voice, "jitter_ratio"), 0, 0.001);
        Assert.InRange(Inner(voice, "shimmer_ratio"), 0, 0.005);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(10, 130)]
    [InlineData(20, 130)]
    [InlineData(25, 250)]
    public void Harmonics_stand_above_the_noise_as_they_were_mixed(double db, double hz)
    {
        // Ten harmonics of equal strength and white noise, each of known power.
        var voice = Sounds.Make(2, t => Enumerable.Range(1, 10).Sum(h => Math.Sqrt(2 / 10.0) * Math.Sin(2 * Math.PI * h * hz * t + h * h)));
        var mix = Added(voice, Sounds.Noise(2, Math.Pow(10, -db / 20)), 0.1);
        Assert.Equal(db, Inner(mix, "hnr_db"), 1.0);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void The_first_two_harmonics_differ_as_in_the_flow(double shape)
    {
        // Without a vocal tract the voice is the flow's derivative, whose harmonics are known.
        var pulse = GlottalPulse.Lf(shape);
        Assert.Equal(pulse.HarmonicDb(1) - pulse.HarmonicDb(2), Inner(pulse.Vowel(150, [], 0.6, Sounds.RateHz), "h1_h2_db"), 0.3);
    }

    [Fact]
    public void The_harmonics_at_the_formants_stand_above_the_first_as_they_were_made()
    {
        // Harmonics of 150 Hz, each 1.5 dB under the one before, raised at 600, 1500 and 2550 Hz by 10, 8 and 6 dB; between them by a smooth hill, so that there are formants to find.
        double Level(int h) => -1.5 * h + Hill(h, 4, 10) + Hill(h, 10, 8) + Hill(h, 17, 6) + Hill(h, 24, 6) + Hill(h, 30, 6);
        var voice = Sounds.Make(1, t => 0.05 * Enumerable.Range(1, 35).Sum(h => Math.Pow(10, Level(h) / 20) * Math.Sin(2 * Math.PI * 150 * h * t + h * h)));
        Assert.Equal(Level(Nearest("f1_hz")) - Level(1), Middle("f1_level_db"), 0.3);
        Assert.Equal(Level(Nearest("f2_hz")) - Level(1), Middle("f2_level_db"), 0.3);
        Assert.Equal(Level(1) - Level(Nearest("f3_hz")), Middle("h1_a3_db"), 0.3);

        int Nearest(string formant) => (int)Math.Round(Middle(formant) / 150);
        double Middle(string column) => Sounds.Middle(Sounds.Column(new FormantsOptions(), voice, column));
        static double Hill(int h, int at, double db) => db * Math.Exp(-0.5 * (h - at) * (h - at) / 0.8);
    }

    [Fact]
    public void A_breathy_voice_has_less_cepstral_prominence_and_more_amplitude_quotient()
    {
        var modal = GlottalPulse.Lf(0.8).Vowel(120, [700, 1200, 2500, 3500, 4500], 1, Sounds.RateHz);
        var breathy = Added(GlottalPulse.Lf(2.4).Vowel(120, [700, 1200, 2500, 3500, 4500], 1, Sounds.RateHz), Sounds.Noise(1, 0.03), 1);
        foreach (var column in new[] { "cepstral_peak_db", "cepstral_peak_smoothed_db", "hnr_db" }) Assert.InRange(Inner(breathy, column), 0, Inner(modal, column) - 3);
        Assert.True(Sounds.Column(new GlottalFlowOptions(), breathy, "naq_ratio")[10..^10].Average() > 1.5 * Sounds.Column(new GlottalFlowOptions(), modal, "naq_ratio")[10..^10].Average());
    }

    public static TheoryData<int, double, double> Voices => new() { { 16000, 300, 2200 }, { 16000, 700, 1200 }, { 16000, 500, 1500 }, { 44100, 450, 1900 }, { 11025, 600, 1100 } };

    [Theory]
    [MemberData(nameof(Voices))]
    public void Formants_and_their_bandwidths_come_back_at_every_rate(int rateHz, double f1, double f2)
    {
        // A flow that closes almost at once: its derivative falls by 6 dB per octave up to 4 kHz, as the pre-emphasis supposes.
        var voice = GlottalPulse.Lf(0.3).Vowel(110, [f1, f2, 2600, 3500, 4500], 0.5, rateHz);
        var middle = new[] { "f1_hz", "f2_hz", "f3_hz", "f2_bandwidth_hz" }.ToDictionary(name => name, name => (double)Sounds.Middle(Sounds.Column(new FormantsOptions(), voice, name)));
        Assert.Equal(f1, middle["f1_hz"], 50.0);
        Assert.Equal(f2, middle["f2_hz"], 0.03 * f2);
        Assert.Equal(2600, middle["f3_hz"], 0.03 * 2600);
        // A window of 25 ms widens a resonance by about 50 Hz.
        Assert.InRange(middle["f2_bandwidth_hz"], 0.5 * GlottalPulse.BandwidthHz(f2), 2 * GlottalPulse.BandwidthHz(f2) + 50);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(11025)]
    [InlineData(22050)]
    [InlineData(44100)]
    [InlineData(48000)]
    public void Values_are_finite_whatever_the_sound_and_the_rate(int rateHz)
    {
        Clip[] clips =
        [
            Sounds.Make(0.3, _ => 0, rateHz),
            Sounds.Make(0.3, t => Math.Sign(Math.Sin(2 * Math.PI * 100 * t)), rateHz),
            Sounds.Make(0.3, t => t * 100 % 1 < 100.0 / rateHz ? 1 : 0, rateHz),
            Sounds.Make(0.3, t => t == 0 ? 1 : 0, rateHz),
            Sounds.Make(0.3, t => 1e-20 * Math.Sin(2 * Math.PI * 300 * t), rateHz),
            Sounds.Make(0.3, t => 0.5 * Math.Sin(2 * Math.PI * 640 * t), rateHz),
            Sounds.Make(0.015, t => Math.Sin(2 * Math.PI * 200 * t), rateHz),
        ];
        foreach (var options in new DescriptorOptions[] { new VoiceQualityOptions(), new FormantsOptions(Math.Min(5500, rateHz / 2.0)), new GlottalFlowOptions() })
        {
            var descriptor = options.Prepare(rateHz);
            foreach (var clip in clips)
            {
                var analysis = Sounds.Analyse(clip);
                var rows = new float[analysis.Grid.Count * descriptor.Columns.Count];
                descriptor.Describe(analysis, rows);
                Assert.All(rows, value => Assert.True(float.IsFinite(value), options.Kind));
            }
        }
    }

    private static double Inner(Clip clip, string column) => Sounds.Column(new VoiceQualityOptions(), clip, column)[10..^10].Average();

    private static Clip Added(Clip a, Clip b, double gain) => new(a.Samples.ToArray().Zip(b.Samples.ToArray(), (x, y) => (float)(gain * (x + y))).ToArray(), a.SampleRateHz);

    // Damped waves, each begun at its exact time.
    private static Clip PulseTrain(Func<int, double> periodSeconds, Func<int, double> amplitude)
    {
        var samples = new float[2 * Sounds.RateHz];
        var time = 0.0;
        for (var k = 0; time < 1.95; time += periodSeconds(k), k++)
            for (var n = (int)Math.Ceiling(time * Sounds.RateHz); n < Math.Min(samples.Length, (time + 0.02) * Sounds.RateHz); n++)
            {
                var since = (double)n / Sounds.RateHz - time;
                samples[n] += (float)(0.3 * amplitude(k) * Math.Exp(-since * 900) * Math.Sin(2 * Math.PI * 600 * since));
            }

        return new Clip(samples, Sounds.RateHz);
    }
}
