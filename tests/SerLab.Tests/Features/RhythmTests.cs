using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Rhythm;

namespace SerLab.Tests.Features;

public sealed class RhythmTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void Finds_each_syllable_once_where_it_is_loudest(int syllables)
    {
        const double length = 0.14, gap = 0.08;
        var found = Sounds.Analyse(Sounds.SpeechLike(syllables, length, gap)).Syllables;
        Assert.Equal(syllables, found.Count);
        for (var i = 0; i < syllables; i++) Assert.Equal(gap + i * (length + gap) + length / 2, found[i], 0.03);
    }

    [Fact]
    public void Finds_none_in_silence_or_noise()
    {
        Assert.Empty(Sounds.Analyse(Sounds.Silence()).Syllables);
        Assert.Empty(Sounds.Analyse(Sounds.Noise()).Syllables);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0.001)]
    [InlineData(4, 1)]
    [InlineData(5, 0.1)]
    [InlineData(6, 1)]
    [InlineData(8, 0.01)]
    public void Counts_a_train_of_syllables_at_its_rate_and_at_any_level(int perSecond, double gain)
    {
        var cycle = 1.0 / perSecond;
        var found = Sounds.Analyse(Sounds.Scaled(Sounds.SpeechLike(2 * perSecond, 0.6 * cycle, 0.4 * cycle), gain)).Syllables;
        Assert.InRange(found.Count, 2 * perSecond - 1, 2 * perSecond + 1);
        var steps = found.Zip(found.Skip(1), (a, b) => b - a).Order().ToArray();
        Assert.Equal(cycle, steps[steps.Length / 2], 0.02);
    }

    [Fact]
    public void A_steady_vowel_is_one_syllable() => Assert.Single(Sounds.Analyse(Sounds.Vowel(120, [600, 1400, 2500])).Syllables);

    [Fact]
    public void Level_changes_neither_syllables_nor_pauses()
    {
        var clip = Sounds.SpeechLike(6, 0.15, 0.25);
        var loud = Sounds.Analyse(clip);
        var soft = Sounds.Analyse(Sounds.Scaled(clip, 0.0017));
        Assert.Equal(loud.Syllables, soft.Syllables);
        Assert.Equal(SpeakingRate.Of(loud).PauseLengths, SpeakingRate.Of(soft).PauseLengths);
    }

    [Fact]
    public void Silence_before_and_after_changes_neither()
    {
        var speech = Sounds.SpeechLike(5, 0.15, 0.25);
        var still = new float[10 * Sounds.RateHz];
        var (alone, padded) = (Sounds.Analyse(speech), Sounds.Analyse(new Clip((float[])[.. still, .. speech.Samples.Span, .. still], Sounds.RateHz)));
        Assert.Equal(alone.Syllables.Count, padded.Syllables.Count);
        Assert.Equal(SpeakingRate.Of(alone).PauseLengths.Count, SpeakingRate.Of(padded).PauseLengths.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void Pauses_are_as_long_as_they_were_made(double noise)
    {
        double[] pauses = [0.3, 0.6, 0.1, 1.0];
        var samples = new List<float>(new float[4000]);
        foreach (var pause in pauses.Append(0.25)) samples.AddRange([.. Sounds.Vowel(140, [500, 1500, 2500], 0.3).Samples.Span, .. new float[(int)(pause * Sounds.RateHz)]]);
        var stream = new RandomSource(4).For("background").Open();
        var rate = SpeakingRate.Of(Sounds.Analyse(new Clip((float[])[.. samples.Select(x => (float)(x + noise * stream.NextGaussian()))], Sounds.RateHz)));
        double[] expected = [0.3, 0.6, 1.0];
        Assert.Equal(3, rate.Pauses);
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], rate.PauseLengths[i], 0.05);
        Assert.Equal(rate.PauseLengths.Max(), rate.LongestPauseSeconds);
        Assert.Equal(1.9 / 3, rate.PauseMeanSeconds, 0.05);
        Assert.Equal(0.2867, rate.PauseDeviationSeconds, 0.03);
    }

    [Fact]
    public void A_long_gap_is_a_pause_and_a_short_one_is_not()
    {
        var slow = SpeakingRate.Of(Sounds.Analyse(Sounds.SpeechLike(4, 0.2, 0.3)));
        Assert.Equal(3, slow.Pauses);
        Assert.InRange(slow.PauseSeconds, 0.8, 1.2);
        Assert.Equal(0, SpeakingRate.Of(Sounds.Analyse(Sounds.SpeechLike(4, 0.2, 0.05))).Pauses);
        Assert.Equal(4 / slow.Seconds, slow.SpeechRateHz, 1e-9);
        Assert.True(slow.ArticulationRateHz > slow.SpeechRateHz);
    }

    [SharedFact]
    public void Follows_the_speaking_rate_of_real_speech()
    {
        var (truth, found) = (new List<double>(), new List<double>());
        double error = 0, noiseChange = 0;
        var plan = new AnalysisPlan(16000, new PitchTrackerOptions());
        foreach (var path in Directory.GetFiles(Path.Combine(Shared.EmoDb, "silb"), "*.silb").Order(StringComparer.Ordinal).Where((_, i) => i % 9 == 0))
        {
            var syllables = File.ReadLines(path)
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Count(cells => cells.Length > 1 && cells[1][0] is not ('(' or '.'));
            if (syllables == 0) continue;
            var clip = PcmFile.Read(Path.Combine(Shared.EmoDb, "wav", Path.GetFileNameWithoutExtension(path) + ".wav"));
            var rate = SpeakingRate.Of(new ClipAnalysis(clip, plan));
            noiseChange += Math.Abs(rate.Syllables - new ClipAnalysis(WithNoise(clip), plan).Syllables.Count);
            truth.Add(syllables / rate.Seconds);
            found.Add(rate.SpeechRateHz);
            error += Math.Abs(syllables - rate.Syllables);
        }

        // de Jong and Wempe's method reaches r = 0.74 and an error of 2.8 on all recordings (study rate-truth).
        Assert.InRange(Correlation(truth, found), 0.78, 1);
        Assert.InRange(error / truth.Count, 0, 1.6);
        Assert.InRange(noiseChange / truth.Count, 0, 1.5);
    }

    // White, 20 dB under the clip.
    private static Clip WithNoise(Clip clip)
    {
        var samples = clip.Samples.ToArray();
        var deviation = 0.1 * Math.Sqrt(samples.Average(x => (double)x * x));
        var stream = new RandomSource(20).For("white noise").Open();
        return new Clip((float[])[.. samples.Select(x => (float)(x + deviation * stream.NextGaussian()))], clip.SampleRateHz);
    }

    private static double Correlation(List<double> a, List<double> b)
    {
        double meanA = a.Average(), meanB = b.Average();
        var covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
