using System.Numerics;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;

namespace SerLab.Tests.Features;

/// <summary>Descriptors after the ear: gammatone filters, PCEN, RASTA, sharpness, harmonicity.</summary>
public sealed class AuditoryTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(27)]
    public void Gammatone_bands_hear_of_noise_what_the_filter_in_time_lets_through(int band)
    {
        // Convolution with t^3 exp(-2 pi b t) cos(2 pi f t), scaled to pass a sine at its centre unchanged.
        var noise = Sounds.Noise(2);
        var centre = GammatoneFilterbank.CentreHz(band, 32, 50, 8000);
        var bandwidth = 1.019 * 24.7 * (4.37 * centre / 1000 + 1);
        double Response(double t) => t * t * t * Math.Exp(-2 * Math.PI * bandwidth * t) * Math.Cos(2 * Math.PI * centre * t);
        double[] response = [.. Enumerable.Range(0, 1600).Select(n => Response((double)n / Sounds.RateHz))];
        var gain = response.Select((h, n) => h * Complex.FromPolarCoordinates(1, -2 * Math.PI * centre * n / Sounds.RateHz)).Aggregate((a, b) => a + b).Magnitude;
        var samples = noise.Samples.ToArray();
        var energy = 0.0;
        for (var n = response.Length; n < samples.Length; n += 7)
        {
            var y = 0.0;
            for (var k = 0; k < response.Length; k++) y += response[k] / gain * samples[n - k];
            energy += y * y;
        }

        var expected = energy / ((samples.Length - response.Length + 6) / 7);
        var found = Sounds.Column(new GammatoneOptions(), noise, $"gammatone_{band:00}_ln").Average(value => Math.Exp(value));
        Assert.InRange(10 * Math.Log10(found / expected), -0.5, 0.5);
    }

    [Fact]
    public void A_tone_is_loudest_in_the_gammatone_band_of_its_frequency()
    {
        for (var band = 3; band < 32; band += 4)
        {
            var clip = Sounds.Tone(GammatoneFilterbank.CentreHz(band, 32, 50, 8000));
            var levels = Enumerable.Range(0, 32).Select(other => Sounds.Middle(Sounds.Column(new GammatoneOptions(), clip, $"gammatone_{other:00}_ln"))).ToList();
            Assert.Equal(band, levels.IndexOf(levels.Max()));
        }
    }

    [Theory]
    [InlineData(AuditoryBands.Mel)]
    [InlineData(AuditoryBands.Gammatone)]
    public void Pcen_follows_its_equations(AuditoryBands bands)
    {
        DescriptorOptions logarithms = bands == AuditoryBands.Mel ? new LogMelOptions(8) : new GammatoneOptions(8, 20);
        var clip = Sounds.SpeechLike();
        var energies = Sounds.Column(logarithms, clip, bands == AuditoryBands.Mel ? "logmel_03_ln" : "gammatone_03_ln").Select(value => Math.Exp(value)).ToArray();
        var found = Sounds.Column(new PcenOptions(bands, 8, Smoothing: 0.1, Alpha: 0.9, Delta: 1.5, Root: 0.4), clip, "pcen_03_ratio");
        var past = energies[0];
        for (var t = 0; t < energies.Length; t++)
        {
            past = 0.9 * past + 0.1 * energies[t];
            Assert.Equal(Math.Pow(energies[t] / Math.Pow(1e-10 + past, 0.9) + 1.5, 0.4) - Math.Pow(1.5, 0.4), found[t], 1e-3);
        }
    }

    [Fact]
    public void Pcen_forgets_loudness()
    {
        var soft = Sounds.Column(new PcenOptions(Alpha: 1), Sounds.Noise(1, 0.01), "pcen_20_ratio");
        var loud = Sounds.Column(new PcenOptions(Alpha: 1), Sounds.Noise(1, 0.1), "pcen_20_ratio");
        for (var t = 0; t < soft.Length; t++) Assert.Equal(soft[t], loud[t], 1e-3);
    }

    [Fact]
    public void Rasta_bands_follow_the_filter()
    {
        // The filter as a sum over its impulse response, which is 0.98^n after each of the numerator's taps.
        var clip = Sounds.SpeechLike();
        var log = Sounds.Column(new LogMelOptions(), clip, "logmel_09_ln").Select(value => (double)value).ToArray();
        double At(int t) => log[Math.Clamp(t, 0, log.Length - 1)];
        var spectrum = new SpectrumPlan(0.025, Sounds.RateHz);
        var squared = Math.Pow(2 * Math.PI * new MelFilterbank(spectrum, 26, 20, 8000).CentresHz[9], 2);
        var equalLoudness = (squared + 56.8e6) * squared * squared / (Math.Pow(squared + 6.3e6, 2) * (squared + 0.38e9));
        var found = Sounds.Column(new RastaBandsOptions(), clip, "rasta_09_ratio");
        for (var t = 0; t < log.Length; t++)
        {
            var filtered = Enumerable.Range(0, t + 1).Sum(n => Math.Pow(0.98, n) * (0.2 * At(t - n + 2) + 0.1 * At(t - n + 1) - 0.1 * At(t - n - 1) - 0.2 * At(t - n - 2)));
            var expected = Math.Pow(equalLoudness * Math.Exp(filtered), 0.33);
            Assert.Equal(expected, found[t], 1e-3 * (1 + expected));
        }
    }

    [Fact]
    public void Rasta_bands_and_their_sum_forget_a_gain()
    {
        foreach (var column in new[] { "rasta_12_ratio", "rasta_sum_ratio" })
        {
            var soft = Sounds.Column(new RastaBandsOptions(), Sounds.Noise(1, 0.01), column);
            var loud = Sounds.Column(new RastaBandsOptions(), Sounds.Noise(1, 0.1), column);
            for (var t = 0; t < soft.Length; t++) Assert.Equal(soft[t], loud[t], 1e-3 * soft[t]);
        }
    }

    [Fact]
    public void Narrow_noise_at_1_kilohertz_is_about_as_sharp_as_the_unit()
    {
        // DIN 45692 sets 1 acum so: noise one critical band wide, 920 to 1080 Hz, 60 dB. Here that is 40 dB under full scale.
        var stream = new RandomSource(8).For("phases").Open();
        double[] phases = [.. Enumerable.Range(0, 81).Select(_ => stream.NextDouble(0, 2 * Math.PI))];
        var clip = Sounds.Make(1, t => 0.0016 * phases.Select((phase, i) => Math.Sin(2 * Math.PI * (920 + 2 * i) * t + phase)).Sum());
        Assert.InRange(Sounds.Column(new SharpnessOptions(), clip, "sharpness_acum").Average(), 0.85, 1.25);
    }

    [Fact]
    public void Sharpness_rises_with_frequency_and_is_nil_in_silence()
    {
        static float Of(double hz) => Sounds.Middle(Sounds.Column(new SharpnessOptions(), Sounds.Tone(hz, amplitude: 0.003), "sharpness_acum"));
        float[] values = [Of(300), Of(1000), Of(3000), Of(6500)];
        Assert.Equal(values.Order(), values);
        Assert.All(Sounds.Column(new SharpnessOptions(), Sounds.Silence(), "sharpness_acum"), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(150)]
    [InlineData(330)]
    public void A_voice_is_harmonic_and_noise_is_not(double f0Hz)
    {
        Assert.InRange(Sounds.Middle(Sounds.Column(new HarmonicityOptions(), Sounds.Vowel(f0Hz, [500, 1500, 2500]), "harmonicity_ratio")), 0.5, 1);
        Assert.InRange(Sounds.Column(new HarmonicityOptions(), Sounds.Noise(), "harmonicity_ratio").Average(), 0, 0.35);
    }

    [Fact]
    public void A_swinging_tone_has_its_depth_in_its_band_and_octave()
    {
        var modulation = new ModulationSpectrum(Sounds.RateHz);
        var values = new float[ModulationSpectrum.Names.Count];
        modulation.Measure(modulation.Envelopes(new FramedSamples(Sounds.Make(4, t => 0.2 * (1 + 0.5 * Math.Cos(2 * Math.PI * 5.6 * t)) * Math.Sin(2 * Math.PI * 1000 * t)))), values);
        float Of(string name) => values[ModulationSpectrum.Names.ToList().IndexOf($"modulation_{name}_db")];
        var spectrum = new SpectrumPlan(0.025, Sounds.RateHz);
        var band = new MelFilterbank(spectrum, 8, 100, 8000).CentresHz.Select((hz, i) => (Math.Abs(hz - 1000), i)).Min().i;
        Assert.Equal(10 * Math.Log10(0.5 * 0.5 / 2), Of($"mel{band}_4to8"), 0.8);
        Assert.InRange(Of($"mel{band}_1to2"), -61, -30);
        Assert.InRange(Of($"mel{band}_16to32"), -61, -30);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1600)]
    [InlineData(100000)]
    public void The_modulation_of_any_length_is_finite_and_nil_in_silence(int count)
    {
        var values = new float[ModulationSpectrum.Names.Count];
        foreach (var gain in new[] { 0f, 1e-20f, 1f })
        {
            var clip = new Clip(Enumerable.Range(0, count).Select(n => gain * (n % 37 - 18) / 18f).ToArray(), Sounds.RateHz);
            var modulation = new ModulationSpectrum(Sounds.RateHz);
            modulation.Measure(modulation.Envelopes(new FramedSamples(clip)), values);
            Assert.All(values, value => Assert.InRange(value, -60.1f, 20));
            if (gain == 0) Assert.All(values, value => Assert.Equal(-60, value, 1e-3f));
        }

        Assert.All(ModulationSpectrum.Names, name => Assert.True(ColumnNames.IsWellFormed(name), name));
    }
}
