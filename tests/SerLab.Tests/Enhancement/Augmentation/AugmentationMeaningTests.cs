using SerLab.Audio;
using SerLab.Enhancement.Augmentation;
using SerLab.Enhancement.Noise;

namespace SerLab.Tests.Enhancement.Augmentation;

/// <summary>Whether each augmentation does to a sound what its settings say.</summary>
public sealed class AugmentationMeaningTests
{
    private static readonly RandomSource Random = new(11);

    [Theory]
    [InlineData(1.1)]
    [InlineData(0.9)]
    [InlineData(2)]
    [InlineData(0.5)]
    public void Speed_shortens_a_tone_and_raises_it_by_the_same_factor(double factor)
    {
        var tone = Tone(200, 1, 22050);
        var altered = new SpeedChangeOptions(factor, factor).Apply(tone, Random);
        Assert.Equal((int)Math.Ceiling(22050 / factor - 1e-6), altered.Samples.Length);
        Assert.Equal(200 * factor, HzOf(altered), 0.02);
        Assert.InRange(ShareAt(altered, 200 * factor), 0.9999, 1.0001);
    }

    [Fact]
    public void Speeds_are_drawn_from_the_whole_range_and_nowhere_else()
    {
        var tone = Tone(200, 0.3, 16000);
        var speeds = Enumerable.Range(0, 60).Select(i => 4800.0 / new SpeedChangeOptions(0.8, 1.2).Apply(tone, Random.For("draw", i)).Samples.Length).ToArray();
        Assert.InRange(speeds.Min(), 0.7999, 0.83);
        Assert.InRange(speeds.Max(), 1.17, 1.2001);
        Assert.Equal(1, speeds.Average(), 0.04);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    [InlineData(12)]
    [InlineData(-12)]
    [InlineData(0)]
    public void Pitch_moves_a_tone_by_semitones_and_keeps_its_duration(double semitones)
    {
        var altered = new PitchShiftOptions(semitones, semitones).Apply(Tone(300, 1, 16000), Random);
        var hz = 300 * Math.Pow(2, semitones / 12);
        Assert.Equal(16000, altered.Samples.Length);
        Assert.Equal(hz, HzOf(altered), hz * 0.0045); // Half a step of 1/250, at half the speed.
        Assert.InRange(ShareAt(altered, HzOf(altered)), 0.99, 1.001);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    public void Pitch_keeps_syllables_where_they_were(double semitones)
    {
        var speech = MadeSound.ToClip(MadeSound.Syllables(2));
        var (before, after) = (Loudness(speech), Loudness(new PitchShiftOptions(semitones, semitones).Apply(speech, Random)));
        Assert.InRange(Correlation(before, after), 0.97, 1);
    }

    [Theory]
    [InlineData(12, NoiseColour.White)]
    [InlineData(-5, NoiseColour.Pink)]
    [InlineData(30, NoiseColour.Either)]
    public void Noise_reaches_the_ratio_that_was_asked_for(double snrDb, NoiseColour colour)
    {
        var speech = MadeSound.ToClip([.. MadeSound.Syllables(1).Select(sample => 0.2f * sample)]); // Far from full scale, so that the speech keeps its level.
        var noisy = new AddedNoiseOptions(snrDb, snrDb, colour).Apply(speech, Random);
        float[] noise = [.. noisy.Samples.ToArray().Zip(speech.Samples.ToArray(), (with, without) => with - without)];
        Assert.Equal(snrDb, 10 * Math.Log10(MadeSound.Energy(speech.Samples.Span) / MadeSound.Energy(noise)), 0.01);
    }

    [Fact]
    public void Noise_of_either_colour_is_both()
    {
        var likeNeighbours = Enumerable.Range(0, 20).Select(i =>
        {
            var noise = new AddedNoiseOptions(-20, -20).Apply(Tone(3000, 0.5, 16000), Random.For("clip", i)).Samples.ToArray();
            return MadeSound.Energy([.. noise.Zip(noise.Skip(1), (a, b) => a + b)]) / MadeSound.Energy(noise); // 2 for white noise, nearly 4 where neighbours are alike.
        }).ToArray();
        Assert.InRange(likeNeighbours.Count(ratio => ratio > 2.5), 4, 16);
    }

    [Theory]
    [InlineData(0.2, 10)]
    [InlineData(0.5, 0)]
    [InlineData(1.5, -5)]
    public void A_room_has_the_reverberation_time_and_the_direct_sound_asked_for(double rt60Seconds, double directDb)
    {
        const int Rate = 16000;
        var impulse = new float[3 * Rate];
        impulse[0] = 1;
        var response = new ReverberationOptions(rt60Seconds, rt60Seconds, directDb, directDb).Apply(new Clip(impulse, Rate), Random).Samples.ToArray();
        var reverberant = MadeSound.Energy(response.AsSpan(1));
        Assert.Equal(directDb, 10 * Math.Log10(response[0] * (double)response[0] / reverberant), 0.05);
        Assert.InRange(Rt60Of(response.AsSpan(Rate / 100), Rate), 0.9 * rt60Seconds, 1.1 * rt60Seconds);
    }

    [Fact]
    public void A_room_is_a_convolution()
    {
        var chance = Random.For("convolution").Open();
        float[] samples = [.. Enumerable.Range(0, 5000).Select(_ => (float)chance.NextGaussian())], response = [.. Enumerable.Range(0, 700).Select(_ => (float)chance.NextGaussian())];
        var convolved = RoomResponse.Convolve(samples, response);
        Assert.Equal(samples.Length, convolved.Length);
        for (var n = 0; n < samples.Length; n++)
        {
            var sum = 0.0;
            for (var k = 0; k <= Math.Min(n, response.Length - 1); k++) sum += (double)response[k] * samples[n - k];
            Assert.Equal(sum, convolved[n], 1e-3);
        }
    }

    // Seconds in which the energy still to come falls by 60 dB, from the line between -5 and -35 dB (M. R. Schroeder, JASA 37, 1965; ISO 3382).
    private static double Rt60Of(ReadOnlySpan<float> response, int rateHz)
    {
        var toCome = new double[response.Length];
        var energy = 0.0;
        for (var i = response.Length - 1; i >= 0; i--) toCome[i] = energy += (double)response[i] * response[i];
        var points = Enumerable.Range(0, toCome.Length).Select(i => (Seconds: (double)i / rateHz, Db: 10 * Math.Log10(toCome[i] / toCome[0]))).Where(point => point.Db is <= -5 and >= -35).ToArray();
        double meanSeconds = points.Average(point => point.Seconds), meanDb = points.Average(point => point.Db);
        var slope = points.Sum(point => (point.Seconds - meanSeconds) * (point.Db - meanDb)) / points.Sum(point => Math.Pow(point.Seconds - meanSeconds, 2));
        return -60 / slope;
    }

    private static Clip Tone(double hz, double seconds, int rateHz) =>
        new(Enumerable.Range(0, (int)(seconds * rateHz)).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * hz * i / rateHz))).ToArray(), rateHz);

    // Cycles between the first and the last upward crossing of the middle four fifths.
    private static double HzOf(Clip clip)
    {
        var samples = clip.Slice(0.1 * clip.DurationSeconds, 0.9 * clip.DurationSeconds).Samples.ToArray();
        var crossings = Enumerable.Range(1, samples.Length - 1).Where(i => samples[i - 1] < 0 && samples[i] >= 0).Select(i => i - samples[i] / (samples[i] - (double)samples[i - 1])).ToArray();
        return (crossings.Length - 1) * clip.SampleRateHz / (crossings[^1] - crossings[0]);
    }

    // Share of the power of the middle tenth that one sinusoid explains: no clicks, no second tone. A tenth, since a drawn frequency is known to no more than its step.
    private static double ShareAt(Clip clip, double hz)
    {
        var samples = clip.Slice(0.45 * clip.DurationSeconds, 0.55 * clip.DurationSeconds).Samples.ToArray();
        double cosine = 0, sine = 0, cosines = 0, sines = 0, both = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * hz * i / clip.SampleRateHz);
            (cosine, sine, cosines, sines, both) = (cosine + c * samples[i], sine + s * samples[i], cosines + c * c, sines + s * s, both + s * c);
        }

        var determinant = cosines * sines - both * both;
        double a = (cosine * sines - sine * both) / determinant, b = (sine * cosines - cosine * both) / determinant;
        return (a * cosine + b * sine) / MadeSound.Energy(samples);
    }

    private static double[] Loudness(Clip clip) => [.. Enumerable.Range(0, clip.Samples.Length / 400).Select(i => Math.Sqrt(NoiseMix.Power(clip.Samples.Span.Slice(400 * i, 400))))];

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / Math.Sqrt(x.Sum(a => Math.Pow(a - meanX, 2)) * y.Sum(b => Math.Pow(b - meanY, 2)));
    }
}
