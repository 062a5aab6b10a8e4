using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Options;

namespace SerLab.Tests.Features;

/// <summary>Descriptors of signals whose values follow from how they were made.</summary>
public sealed class DescriptorTests
{
    [Fact]
    public void A_sine_of_full_scale_has_minus_3_decibels() =>
        Assert.Equal(-3.01, Sounds.Middle(Sounds.Column(new EnergyOptions(), Sounds.Tone(1000, amplitude: 1), "energy_db")), 0.02);

    [Fact]
    public void Loudness_doubles_with_nine_decibels()
    {
        var clip = Sounds.SpeechLike();
        var soft = Sounds.Column(new EnergyOptions(), clip, "loudness_ratio");
        var loud = Sounds.Column(new EnergyOptions(), Sounds.Scaled(clip, Math.Pow(10, 9.1219 / 20)), "loudness_ratio");
        for (var frame = 0; frame < soft.Length; frame++) Assert.Equal(2 * soft[frame], loud[frame], 1e-3 * (1 + soft[frame]));
    }

    [Fact]
    public void A_tone_crosses_zero_twice_a_period() =>
        Assert.Equal(2000, Sounds.Middle(Sounds.Column(new ZeroCrossingsOptions(), Sounds.Tone(1000), "zero_crossings_hz")), 45.0);

    [Theory]
    [InlineData("centroid_hz", 2000, 40)]
    [InlineData("rolloff25_hz", 2000, 80)]
    [InlineData("rolloff90_hz", 2000, 80)]
    [InlineData("flux_ratio", 0, 0.01)]
    public void The_spectrum_of_a_tone_lies_at_the_tone(string column, double expected, double tolerance) =>
        Assert.Equal(expected, Sounds.Middle(Sounds.Column(new SpectralShapeOptions(), Sounds.Tone(2000, amplitude: 1), column)), tolerance);

    [Theory]
    [InlineData("centroid_hz", 4000, 100)]
    [InlineData("spread_hz", 8000 / 3.4641, 60)]
    [InlineData("rolloff50_hz", 4000, 150)]
    [InlineData("kurtosis_ratio", 1.8, 0.1)]
    [InlineData("tilt_db_per_khz", 0, 0.2)]
    [InlineData("alpha_ratio_db", -6.24, 0.5)]
    [InlineData("flatness_db", -2.51, 0.3)]
    public void White_noise_is_spread_evenly(string column, double expected, double tolerance)
    {
        // Even over 0 to 8 kHz: uniform distribution, 950 Hz against 4000 Hz, and the mean logarithm of an exponential variable is -2.51 dB under that of its mean.
        var contour = Sounds.Column(new SpectralShapeOptions(), Sounds.Noise(4), column);
        Assert.Equal(expected, contour.Average(), tolerance);
    }

    [Fact]
    public void The_tilt_of_noise_falling_by_6_decibels_per_octave_is_negative_and_steepest_at_the_bottom()
    {
        // Noise summed up sample by sample: power falls with the square of frequency, 12 dB from 500 to 2000 Hz and 9.5 dB from 500 to 1500 Hz.
        var noise = Sounds.Noise(4, 0.01).Samples.ToArray();
        for (var n = 1; n < noise.Length; n++) noise[n] += 0.999f * noise[n - 1];
        var clip = new SerLab.Audio.Clip(noise, Sounds.RateHz);
        var middle = Sounds.Column(new SpectralShapeOptions(), clip, "tilt_500_1500_db_per_khz").Average();
        var whole = Sounds.Column(new SpectralShapeOptions(), clip, "tilt_db_per_khz").Average();
        Assert.InRange(middle, -11, -8);
        Assert.InRange(whole, middle + 3, -1);
    }

    [Fact]
    public void Jitter_and_shimmer_of_even_pulses_are_almost_nil()
    {
        var vowel = Sounds.Vowel(125, [500, 1500, 2500]);
        Assert.InRange(Sounds.Middle(Sounds.Column(new VoiceQualityOptions(), vowel, "jitter_ratio")), 0, 0.002);
        Assert.InRange(Sounds.Middle(Sounds.Column(new VoiceQualityOptions(), vowel, "shimmer_db")), 0, 0.1);
    }

    [Fact]
    public void Jitter_is_the_mean_change_of_the_period()
    {
        var stream = new RandomSource(5).For("periods").Open();
        double[] periods = [.. Enumerable.Range(0, 140).Select(_ => 0.008 * (1 + stream.NextDouble(-0.02, 0.02)))];
        var jitter = periods.Zip(periods.Skip(1), (a, b) => Math.Abs(a - b)).Average() / periods.Average();
        var contour = Sounds.Column(new VoiceQualityOptions(), PulsesEvery(k => periods[k], _ => 1), "jitter_ratio");
        Assert.Equal(jitter, contour[10..^10].Average(), 0.1 * jitter);
    }

    [Fact]
    public void Shimmer_is_the_mean_change_of_the_amplitude()
    {
        var stream = new RandomSource(6).For("amplitudes").Open();
        double[] amplitudes = [.. Enumerable.Range(0, 140).Select(_ => 1 + stream.NextDouble(-0.1, 0.1))];
        var shimmer = amplitudes.Zip(amplitudes.Skip(1), (a, b) => Math.Abs(20 * Math.Log10(a / b))).Average();
        var contour = Sounds.Column(new VoiceQualityOptions(), PulsesEvery(_ => 0.008, k => amplitudes[k]), "shimmer_db");
        Assert.Equal(shimmer, contour[10..^10].Average(), 0.1 * shimmer);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    public void Harmonics_stand_above_the_noise_by_what_was_mixed(double db)
    {
        var noise = Sounds.Noise(2, 1).Samples.ToArray();
        var tone = Sounds.Make(2, t => Math.Sqrt(2) * Math.Sin(2 * Math.PI * 200 * t)).Samples.ToArray();
        var gain = Math.Pow(10, -db / 20);
        var mix = new SerLab.Audio.Clip(tone.Zip(noise, (a, b) => (float)(0.2 * (a + gain * b))).ToArray(), Sounds.RateHz);
        var contour = Sounds.Column(new VoiceQualityOptions(), mix, "hnr_db");
        Assert.Equal(db, contour[20..^20].Average(), 1.0);
    }

    [Fact]
    public void The_first_harmonic_stands_above_the_second_by_what_was_made()
    {
        var clip = Sounds.Make(1, t => 0.3 * Math.Sin(2 * Math.PI * 200 * t) + 0.3 * Math.Pow(10, -8 / 20.0) * Math.Sin(2 * Math.PI * 400 * t + 1));
        Assert.Equal(8, Sounds.Middle(Sounds.Column(new VoiceQualityOptions(), clip, "h1_h2_db")), 0.5);
    }

    [Fact]
    public void The_cepstral_peak_stands_out_less_in_a_breathy_voice()
    {
        var clear = Sounds.Vowel(150, [500, 1500, 2500]);
        var noise = Sounds.Noise(1, 0.05).Samples.ToArray();
        var breathy = new SerLab.Audio.Clip(clear.Samples.ToArray().Zip(noise, (a, b) => a + b).ToArray(), Sounds.RateHz);
        var high = Sounds.Middle(Sounds.Column(new VoiceQualityOptions(), clear, "cepstral_peak_db"));
        var low = Sounds.Middle(Sounds.Column(new VoiceQualityOptions(), breathy, "cepstral_peak_db"));
        Assert.True(high > low + 1 && low > 0, $"{high} dB clear, {low} dB breathy");
    }

    [Theory]
    [InlineData(300, 2200, 3000)]
    [InlineData(700, 1200, 2600)]
    [InlineData(500, 1500, 2500)]
    public void Finds_the_formants_that_a_vowel_was_made_with(double f1, double f2, double f3)
    {
        var vowel = Sounds.Vowel(100, [f1, f2, f3, 3500, 4500]);
        Assert.Equal(f1, Sounds.Middle(Sounds.Column(new FormantsOptions(), vowel, "f1_hz")), 40.0);
        Assert.Equal(f2, Sounds.Middle(Sounds.Column(new FormantsOptions(), vowel, "f2_hz")), 60.0);
        Assert.Equal(f3, Sounds.Middle(Sounds.Column(new FormantsOptions(), vowel, "f3_hz")), 80.0);
    }

    [Fact]
    public void Semitones_count_from_27_5_hertz() =>
        Assert.Equal(36, Sounds.Middle(Sounds.Column(new FundamentalFrequencyOptions(), Sounds.Tone(220), "f0_st")), 0.02);

    public static TheoryData<string> Kinds => [.. Catalog.BuiltIn.KindsOf(typeof(DescriptorOptions)).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_descriptor_names_its_columns_with_units_and_stays_finite(string kind)
    {
        var descriptor = RecipeJson.BuiltIn.Read<DescriptorOptions>($"\"{kind}\"", "test").Prepare(Sounds.RateHz);
        Assert.All(descriptor.Columns, column => Assert.True(ColumnNames.IsWellFormed(column.Name), column.Name));
        foreach (var clip in new[]
        {
            Sounds.Silence(), Sounds.Noise(), Sounds.Tone(440), Sounds.SpeechLike(), Sounds.Scaled(Sounds.Noise(), 1e-20), Sounds.Silence(0.02), Sounds.Make(0.5, _ => 0.7),
        })
            AssertFinite(descriptor, clip);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_descriptor_stays_finite_at_every_rate(string kind)
    {
        foreach (var rateHz in new[] { 8000, 11025, 22050, 44100, 48000 })
        {
            // Where a default looks too high for the rate, its error says so: look as high as there is.
            var recipe = RecipeJson.BuiltIn.Read<DescriptorOptions>($"\"{kind}\"", "test");
            if (recipe.GetType().GetProperty("MaxHz")?.GetValue(recipe) is double maxHz && maxHz > rateHz / 2.0)
                recipe = RecipeJson.BuiltIn.Read<DescriptorOptions>($$"""{ "kind": "{{kind}}", "maxHz": {{rateHz / 2}} }""", "test");
            var descriptor = recipe.Prepare(rateHz);
            AssertFinite(descriptor, Sounds.Make(0.3, t => Math.Sign(Math.Sin(2 * Math.PI * 150 * t)), rateHz));
            AssertFinite(descriptor, Sounds.Make(0.3, t => t == 0.1 ? 1 : 0, rateHz));
            AssertFinite(descriptor, Sounds.Make(0.3, t => 1e6 * Math.Sin(2 * Math.PI * 3000 * t), rateHz));
        }
    }

    private static void AssertFinite(IDescriptor descriptor, SerLab.Audio.Clip clip)
    {
        var analysis = Sounds.Analyse(clip);
        var values = new float[analysis.Grid.Count * descriptor.Columns.Count];
        descriptor.Describe(analysis, values);
        var bad = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        Assert.True(bad < 0, bad < 0 ? "" : $"{descriptor.Columns[bad % descriptor.Columns.Count].Name} is {values[bad]}");
    }

    private static SerLab.Audio.Clip PulsesEvery(Func<int, double> periodSeconds, Func<int, double> amplitude)
    {
        // Each pulse is a short damped wave, placed at its exact time.
        var samples = new float[Sounds.RateHz];
        var time = 0.0;
        for (var k = 0; time < 1; time += periodSeconds(k), k++)
            for (var n = (int)Math.Ceiling(time * Sounds.RateHz); n < Math.Min(samples.Length, (time + 0.02) * Sounds.RateHz); n++)
            {
                var since = (double)n / Sounds.RateHz - time;
                samples[n] += (float)(0.3 * amplitude(k) * Math.Exp(-since * 900) * Math.Sin(2 * Math.PI * 600 * since));
            }

        return new SerLab.Audio.Clip(samples, Sounds.RateHz);
    }
}
