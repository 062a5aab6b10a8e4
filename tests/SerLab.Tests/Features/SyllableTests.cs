using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Rhythm;

namespace SerLab.Tests.Features;

public sealed class SyllableTests
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

    [Fact]
    public void A_long_gap_is_a_pause_and_a_short_one_is_not()
    {
        var slow = Rate(Sounds.SpeechLike(4, 0.2, 0.3));
        Assert.Equal(3, slow.Pauses);
        Assert.InRange(slow.PauseSeconds, 0.8, 1.2);
        Assert.Equal(0, Rate(Sounds.SpeechLike(4, 0.2, 0.05)).Pauses);
        Assert.Equal(4 / slow.Seconds, slow.SpeechRateHz, 1e-9);
        Assert.True(slow.ArticulationRateHz > slow.SpeechRateHz);
    }

    [SharedFact]
    public void Follows_the_speaking_rate_of_real_speech()
    {
        var (truth, found) = (new List<double>(), new List<double>());
        var error = 0.0;
        foreach (var path in Directory.GetFiles(Path.Combine(Shared.EmoDb, "silb"), "*.silb").Order(StringComparer.Ordinal).Where((_, i) => i % 9 == 0))
        {
            var syllables = File.ReadLines(path)
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Count(cells => cells.Length > 1 && cells[1][0] is not ('(' or '.'));
            if (syllables == 0) continue;
            var rate = Rate(PcmFile.Read(Path.Combine(Shared.EmoDb, "wav", Path.GetFileNameWithoutExtension(path) + ".wav")));
            truth.Add(syllables / rate.Seconds);
            found.Add(rate.SpeechRateHz);
            error += Math.Abs(syllables - rate.Syllables);
        }

        // de Jong and Wempe report r = 0.71 per recording for their method.
        Assert.InRange(Correlation(truth, found), 0.75, 1);
        Assert.InRange(error / truth.Count, 0, 2);
    }

    private static SpeakingRate Rate(Clip clip) => SpeakingRate.Of(Sound.Of(clip), new AnalysisPlan(clip.SampleRateHz, new PitchTrackerOptions()));

    private static double Correlation(List<double> a, List<double> b)
    {
        double meanA = a.Average(), meanB = b.Average();
        var covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
