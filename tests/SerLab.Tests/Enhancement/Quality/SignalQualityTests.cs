using System.Text.Json;
using SerLab.Audio;
using SerLab.Enhancement.Noise;
using SerLab.Enhancement.Quality;
using SerLab.Tests.Architecture;

namespace SerLab.Tests.Enhancement.Quality;

public sealed class SignalQualityTests
{
    private static Clip Speech(int rateHz = MadeSound.RateHz, double seconds = 2) =>
        new Resampler(MadeSound.RateHz, rateHz).Resample(new Clip(MadeSound.Syllables(seconds), MadeSound.RateHz));

    private static Clip Noisy(Clip speech, double snrDb, ulong seed = 1) =>
        NoiseMix.At(speech, new WhiteNoise().Draw(new NoiseWish(speech.Samples.Length, new RandomSource(seed), new HashSet<string>())), snrDb).Noisy;

    private static Clip Changed(Clip clip, Func<float, float> change) => new(clip.Samples.ToArray().Select(change).ToArray(), clip.SampleRateHz);

    // At 10 kHz nothing is resampled, so that STOI must agree to single precision; at 16 kHz the two resamplers differ.
    [PythonFact]
    public void Agrees_with_an_independent_implementation()
    {
        using var folder = new TempFolder();
        (int RateHz, double SnrDb, double StoiTolerance)[] cases = [(10_000, 5, 2e-5), (10_000, -5, 2e-5), (16_000, 10, 2e-3)];
        var measured = cases.Select((one, i) =>
        {
            var clean = Speech(one.RateHz);
            var noisy = Changed(Noisy(clean, one.SnrDb), sample => 0.7f * sample);
            WavWriter.Write(folder.File($"clean{i}.wav"), clean, WavFormat.Float32);
            WavWriter.Write(folder.File($"noisy{i}.wav"), noisy, WavFormat.Float32);
            return new QualityMeter(clean).Measure(noisy);
        }).ToArray();
        var script = File.ReadAllText(Path.Combine(Repository.Root, "tests/SerLab.Tests/Enhancement/Quality/signal_quality.py"));
        using var judged = JsonDocument.Parse(Python.Run(script, [.. cases.SelectMany((_, i) => (string[])[folder.File($"clean{i}.wav"), folder.File($"noisy{i}.wav")])]));
        for (var i = 0; i < cases.Length; i++)
        {
            var expected = judged.RootElement[i];
            Near("si_sdr", measured[i].SiSdrDb, 1e-4);
            Near("segmental_snr", measured[i].SegmentalSnrDb, 1e-4);
            Near("log_spectral_distance", measured[i].LogSpectralDistanceDb, 1e-3);
            Near("stoi", measured[i].Stoi, cases[i].StoiTolerance);

            void Near(string name, double actual, double within) => Assert.InRange(actual - expected.GetProperty(name).GetDouble(), -within, within);
        }
    }

    // The error (0.1, 0.1, -0.1, -0.1) is orthogonal to the signal and a hundredth of its energy: 20 dB, at any gain and offset of the estimate.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(-3, 0)]
    [InlineData(0.1, 0.5)]
    public void Si_sdr_of_a_hundredth_of_orthogonal_error_is_20_dB(float gain, float offset)
    {
        float[] clean = [1, -1, 1, -1], error = [0.1f, 0.1f, -0.1f, -0.1f];
        Assert.Equal(20, ScaleInvariantSdr.Db(clean, [.. clean.Zip(error, (s, e) => gain * (s + e) + offset)]), 3);
    }

    [Fact]
    public void Si_sdr_ends_at_100_dB_both_ways()
    {
        float[] clean = [1, -1, 2, -2, 0.5f, -0.5f];
        Assert.Equal(100, ScaleInvariantSdr.Db(clean, clean));
        Assert.Equal(-100, ScaleInvariantSdr.Db(clean, new float[6]));
        Assert.Equal(-100, ScaleInvariantSdr.Db(new float[6], clean));
    }

    // An estimate g s has the error (1 - g) s in every frame: -20 log10 |1 - g| dB, cut to -10 ... 35.
    [Theory]
    [InlineData(0.9f, 20)]
    [InlineData(0.5f, 6.0206)]
    [InlineData(-1f, -6.0206)]
    [InlineData(10f, -10)]
    [InlineData(1f, 35)]
    public void Segmental_snr_of_a_scaled_signal_follows_from_the_scale(float gain, double expectedDb) =>
        Assert.Equal(expectedDb, SegmentalSnr.Db(MadeSound.WhiteNoise(8000, 0.1), [.. MadeSound.WhiteNoise(8000, 0.1).Select(sample => gain * sample)], 16000), 3);

    [Fact]
    public void Log_spectral_distance_of_ten_times_the_signal_is_20_dB_and_of_itself_0()
    {
        var noise = MadeSound.WhiteNoise(16000, 0.05);
        var distance = new LogSpectralDistance(noise, 16000);
        Assert.Equal(0, distance.DistanceDb(noise));
        Assert.InRange(distance.DistanceDb([.. noise.Select(sample => 10 * sample)]), 19.95, 20.0001); // A few bins lie under the floor of 50 dB.
    }

    [Fact]
    public void Stoi_of_the_clean_speech_is_1_at_any_level()
    {
        var clean = Speech();
        var intelligibility = new ShortTimeIntelligibility(clean);
        Assert.Equal(1, intelligibility.Of(clean), 6);
        Assert.Equal(1, intelligibility.Of(Changed(clean, sample => 0.05f * sample)), 5);
    }

    [Fact]
    public void Every_measure_gets_better_with_the_snr()
    {
        var clean = Speech();
        var meter = new QualityMeter(clean);
        var measured = ((double[])[-10, -5, 0, 5, 10, 20]).Select(snr => meter.Measure(Noisy(clean, snr))).ToArray();
        for (var i = 1; i < measured.Length; i++)
        {
            Assert.True(measured[i].SiSdrDb > measured[i - 1].SiSdrDb);
            Assert.True(measured[i].SegmentalSnrDb > measured[i - 1].SegmentalSnrDb);
            Assert.True(measured[i].LogSpectralDistanceDb < measured[i - 1].LogSpectralDistanceDb);
            Assert.True(measured[i].Stoi > measured[i - 1].Stoi);
        }
    }

    [Fact]
    public void Si_sdr_of_a_mix_is_its_snr()
    {
        var clean = Speech();
        foreach (var snr in (double[])[0, 10]) Assert.InRange(new QualityMeter(clean).Measure(Noisy(clean, snr)).SiSdrDb, snr - 0.2, snr + 0.2); // Noise and speech correlate a little by chance.
    }

    [Fact]
    public void Stoi_ignores_what_happens_in_silence()
    {
        var speech = Speech();
        float[] padded = [.. new float[16000], .. speech.Samples.ToArray(), .. new float[16000]];
        var noisy = (float[])padded.Clone();
        MadeSound.WhiteNoise(12000, 0.05).CopyTo(noisy.AsSpan(2000));
        Assert.InRange(new ShortTimeIntelligibility(new Clip(padded, 16000)).Of(new Clip(noisy, 16000)), 0.9999, 1);
    }

    [Fact]
    public void What_is_too_short_is_not_a_number_and_what_does_not_match_is_refused()
    {
        var clean = Speech(seconds: 0.3);
        Assert.True(double.IsNaN(new ShortTimeIntelligibility(clean).Of(clean)));
        Assert.True(double.IsNaN(SegmentalSnr.Db(new float[100], new float[100], 16000)));
        Assert.True(double.IsNaN(new LogSpectralDistance(new float[100], 16000).DistanceDb(new float[100])));
        var other = Speech(seconds: 0.4);
        Assert.Contains("match sample by sample", Assert.Throws<ArgumentException>(() => new QualityMeter(clean).Measure(other)).Message);
        Assert.Contains("match sample by sample", Assert.Throws<ArgumentException>(() => new ShortTimeIntelligibility(clean).Of(other)).Message);
        Assert.Contains("match sample by sample", Assert.Throws<ArgumentException>(() => new LogSpectralDistance(clean.Samples.Span, 16000).DistanceDb(other.Samples.Span)).Message);
    }
}
