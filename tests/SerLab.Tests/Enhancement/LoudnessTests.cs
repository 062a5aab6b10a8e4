using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>Loudness against the recommendation's own numbers and against ffmpeg.</summary>
public sealed class LoudnessTests
{
    /// <summary>ITU-R BS.1770-4, tables 1 and 2.</summary>
    [Fact]
    public void Weights_at_48_kHz_as_the_recommendation_tables()
    {
        var filters = LoudnessMeter.KWeighting(48000);
        Assert.Equal([1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585], Coefficients(filters[0]), Near);
        Assert.Equal([1, -2, 1, -1.99004745483398, 0.99007225036621], Coefficients(filters[1]), Near);

        static double[] Coefficients(Biquad filter) => [filter.B0, filter.B1, filter.B2, filter.A1, filter.A2];
        static bool Near(double a, double b) => Math.Abs(a - b) < 1e-8;
    }

    /// <summary>The recommendation: a sine of 997 Hz at full scale in one channel reads -3.01 LUFS.</summary>
    [Theory]
    [InlineData(48000)]
    [InlineData(44100)]
    [InlineData(16000)]
    [InlineData(8000)]
    public void Reads_the_reference_tone(int rateHz) => Assert.Equal(-3.01, LoudnessMeter.IntegratedLufs(Tone(rateHz, 3, 1)), 0.05);

    [Fact]
    public void Leaves_pauses_out_by_its_gates()
    {
        // Ten seconds of tone, ten of tone 40 dB lower: the second half lies under the relative gate, but for the blocks over the edge.
        var loud = Tone(48000, 10, 0.1).Samples.ToArray();
        var both = new Clip(loud.Concat(loud.Select(sample => sample / 100)).ToArray(), 48000);
        Assert.Equal(-23.01, LoudnessMeter.IntegratedLufs(both), 0.1);
        Assert.Equal(double.NegativeInfinity, LoudnessMeter.IntegratedLufs(Tone(48000, 3, 1e-4)));
    }

    /// <summary>ffmpeg's meter works at 48 kHz; at 16 kHz the weighting has to be the same for what a recording at 16 kHz holds.</summary>
    [ProgramFact("ffmpeg", shared: true)]
    public void Agrees_with_ffmpeg_on_speech()
    {
        var parts = Directory.GetFiles(Path.Combine(Shared.EmoDb, "wav")).Order().Where((_, i) => i % 60 == 0).SelectMany(path => AudioFile.Read(path, ChannelMix.Mean).Samples.ToArray());
        var clip = new Clip(parts.ToArray(), 16000);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".wav");
        try
        {
            using (var file = File.Create(path)) WavWriter.Write(file, clip, WavFormat.Pcm16);
            var expected = Ebur128(path);
            Assert.Equal(expected, LoudnessMeter.IntegratedLufs(new Resampler(16000, 48000).Resample(clip)), 0.15);
            Assert.Equal(expected, LoudnessMeter.IntegratedLufs(clip), 0.2);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(LoudnessMeasure.Integrated)]
    [InlineData(LoudnessMeasure.Rms)]
    public void Brings_clips_of_any_level_to_the_target(LoudnessMeasure measure)
    {
        var normaliser = new NormaliseLoudnessOptions(-30, measure).Prepare(MadeSound.RateHz);
        foreach (var scale in new[] { 1f, 0.01f, 3f })
        {
            var made = normaliser.Enhance(MadeSound.ToClip([.. MadeSound.Syllables(2).Select(sample => scale * sample)]));
            Assert.Equal(-30, measure == LoudnessMeasure.Rms ? LoudnessMeter.RmsDb(made) : LoudnessMeter.IntegratedLufs(made), 0.01);
        }
    }

    [Fact]
    public void Misses_the_target_rather_than_clip()
    {
        var samples = MadeSound.WhiteNoise(32000, 0.01);
        samples[5000] = 0.5f;
        var made = new NormaliseLoudnessOptions(-10, MaxPeakDb: -3).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(samples));
        Assert.Equal(Math.Pow(10, -3 / 20.0), made.Samples.ToArray().Max(Math.Abs), 1e-5);
        Assert.InRange(LoudnessMeter.IntegratedLufs(made), -50, -11);
    }

    private static Clip Tone(int rateHz, double seconds, double amplitude) =>
        new(Enumerable.Range(0, (int)(seconds * rateHz)).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * 997 * i / rateHz))).ToArray(), rateHz);

    private static double Ebur128(string path)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-nostats", "-hide_banner", "-i", path, "-af", "ebur128", "-f", "null", "-"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return double.Parse(Regex.Matches(text, @"I:\s+(-?[\d.]+) LUFS")[^1].Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
