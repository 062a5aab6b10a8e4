using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;

namespace SerLab.Tests.Features;

public sealed class MelTests
{
    // numpy.fft and scipy.fft.dct (orthonormal, type 2) on the same signal, frames 10, 25 and 40; bands 0, 5, 12, 25.
    private static readonly int[] Frames = [10, 25, 40];
    private static readonly int[] Bands = [0, 5, 12, 25];

    private static readonly double[][] LogMel =
    [
        [-12.39883, -13.46021, -15.9129, -18.4069],
        [-12.99838, -10.04942, -15.35804, -16.38272],
        [-14.4564, -3.42091, -14.77801, -15.50371],
    ];

    private static readonly double[][] Mfcc =
    [
        [-67.28383, 14.93746, 0.96997, 7.27393, -5.76345, -6.51397, 4.94452, -1.63471, -5.11462, -0.20609, -6.8795, -8.13428, 1.12739],
        [-64.45433, 11.22351, 0.42319, 2.71565, -9.01585, -9.15871, 1.79488, -2.80157, -3.79391, 3.26037, -1.68489, -2.70315, 5.57981],
        [-63.72812, 8.04286, -1.70377, -0.49723, -10.84965, -9.53255, 2.04059, -0.64006, 0.0018, 7.00418, 1.16714, -1.72044, 4.03185],
    ];

    private static Clip Chirp => Sounds.Make(0.5, t =>
        0.3 * Math.Sin(2 * Math.PI * (200 * t + 400 * t * t)) + 0.1 * Math.Sin(2 * Math.PI * 3000 * t) + 0.05 * Math.Cos(2 * Math.PI * 777 * t));

    [Fact]
    public void Log_mel_agrees_with_scipy()
    {
        for (var i = 0; i < Frames.Length; i++)
            for (var j = 0; j < Bands.Length; j++)
                Assert.Equal(LogMel[i][j], Sounds.Column(new LogMelOptions(), Chirp, $"logmel_{Bands[j]:00}_ln")[Frames[i]], 5e-3);
    }

    [Fact]
    public void Mfcc_agrees_with_scipy()
    {
        for (var k = 0; k < 13; k++)
        {
            var column = Sounds.Column(new MfccOptions(), Chirp, $"mfcc_{k:00}_ln");
            for (var i = 0; i < Frames.Length; i++) Assert.Equal(Mfcc[i][k], column[Frames[i]], 5e-3);
        }
    }

    [Fact]
    public void Bands_share_every_bin_between_the_outer_centres_without_loss()
    {
        var spectrum = new SpectrumPlan(0.025, 16000);
        var bands = new MelFilterbank(spectrum, 26, 20, 8000);
        var power = new float[spectrum.BinCount];
        var energies = new float[26];
        for (var bin = spectrum.BinAt(bands.CentresHz[0]); bin < spectrum.BinAt(bands.CentresHz[^1]); bin++)
        {
            Array.Clear(power);
            power[bin] = 1;
            bands.Apply(power, energies);
            Assert.Equal(1, energies.Sum(), 1e-4);
            Assert.InRange(energies.Count(energy => energy > 0), 1, 2);
        }
    }

    [Fact]
    public void Bands_narrower_than_a_bin_still_hear_something()
    {
        var spectrum = new SpectrumPlan(0.01, 16000);
        var bands = new MelFilterbank(spectrum, 80, 0, 8000);
        var energies = new float[80];
        var power = new float[spectrum.BinCount];
        Array.Fill(power, 1f);
        bands.Apply(power, energies);
        Assert.All(energies, energy => Assert.True(energy > 0));
    }

    [Fact]
    public void Silence_stands_at_the_floor()
    {
        var column = Sounds.Column(new LogMelOptions(), Sounds.Silence(), "logmel_07_ln");
        Assert.All(column, value => Assert.Equal(Math.Log(1e-10), value, 1e-4));
    }

    [Fact]
    public void Ten_decibels_add_the_logarithm_of_ten()
    {
        var clip = Sounds.SpeechLike();
        var soft = Sounds.Column(new LogMelOptions(), clip, "logmel_05_ln");
        var loud = Sounds.Column(new LogMelOptions(), Sounds.Scaled(clip, Math.Sqrt(10)), "logmel_05_ln");
        Assert.Equal(Sounds.Middle(soft) + Math.Log(10), Sounds.Middle(loud), 1e-3);
    }

    [Fact]
    public void Too_high_an_edge_is_refused_with_the_cure() =>
        Assert.Equal(
            "MaxHz is 8000; at 11025 Hz use at most 5512.5, or resample the clip.",
            Assert.Throws<OptionsException>(() => new MfccOptions().Prepare(11025)).Problems.Single());
}
