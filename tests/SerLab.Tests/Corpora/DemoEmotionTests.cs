using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

public sealed class DemoEmotionTests
{
    [Theory]
    [InlineData("demo/s03")]
    [InlineData("demo/s04")]
    public void Raises_the_pitch_in_fear_joy_and_anger_and_lowers_it_in_boredom_and_sadness(string speaker)
    {
        var pitchHz = MeanBy(spoken => spoken.Utterance.Speaker == speaker, spoken => DemoMeasures.MeanPitchHz(spoken.Clip));

        foreach (var high in new[] { "fear", "happiness", "anger" })
            Assert.True(pitchHz[high] > 1.12 * pitchHz["neutral"], $"{high} {pitchHz[high]:F0}, neutral {pitchHz["neutral"]:F0} Hz");
        foreach (var low in new[] { "boredom", "sadness" })
            Assert.True(pitchHz[low] < pitchHz["neutral"], $"{low} {pitchHz[low]:F0}, neutral {pitchHz["neutral"]:F0} Hz");
    }

    [Fact]
    public void Speaks_fast_in_fear_and_slowly_in_sadness()
    {
        var seconds = MeanBy(_ => true, spoken => spoken.Clip.DurationSeconds);

        Assert.True(seconds["fear"] < seconds["neutral"] && seconds["anger"] < seconds["neutral"]);
        Assert.True(seconds["sadness"] > seconds["boredom"] && seconds["boredom"] > seconds["neutral"]);
    }

    [Fact]
    public void Is_loud_in_anger_and_soft_in_sadness_in_spite_of_the_recording_gain()
    {
        var levelDb = MeanBy(_ => true, spoken => DemoMeasures.LevelDb(spoken.Clip.Samples.Span));

        Assert.InRange(levelDb["anger"] - levelDb["neutral"], 3, 8);
        Assert.InRange(levelDb["sadness"] - levelDb["neutral"], -7, -2);
    }

    [Fact]
    public void Does_not_give_the_emotion_away_by_length_or_level_alone()
    {
        var recallByLength = DemoMeasures.RecallByNearestMean(Rows(spoken => spoken.Clip.DurationSeconds));
        var recallByLevel = DemoMeasures.RecallByNearestMean(Rows(spoken => DemoMeasures.LevelDb(spoken.Clip.Samples.Span)));

        Assert.InRange(recallByLength, 1 / 7.0 + 0.03, 0.40);
        Assert.InRange(recallByLevel, 1 / 7.0 + 0.03, 0.40);
    }

    [Fact]
    public void Makes_a_part_of_the_utterances_lie_nearer_to_another_emotion()
    {
        // Even who knew the pitch, tilt and rate that were aimed at would take some anger for joy: no model can be right always.
        var anger = DemoEmotion.All.Single(emotion => emotion.Label == "anger");
        var joy = DemoEmotion.All.Single(emotion => emotion.Label == "happiness");
        var draws = Enumerable.Range(0, 500).Select(i => anger.Draw(new RandomSource(1).For("habit", i).Open(), new RandomSource(1).For("utterance", i).Open())).ToArray();

        var nearerToJoy = draws.Count(draw => Distance(draw, joy.Correlates) < Distance(draw, anger.Correlates));

        Assert.InRange(nearerToJoy, 25, 175);

        static double Distance(DemoCorrelates a, DemoCorrelates b) =>
            Math.Pow((a.PitchSemitones - b.PitchSemitones) / 1, 2) + Math.Pow((a.TiltDb - b.TiltDb) / 3, 2) + Math.Pow((a.RatePercent - b.RatePercent) / 5, 2);
    }

    [Fact]
    public void Gives_every_emotion_a_neighbour_that_exists() =>
        Assert.All(DemoEmotion.All, emotion => Assert.Contains(DemoEmotion.All, other => other.Label == emotion.Neighbour && other != emotion));

    private static Dictionary<string, double> MeanBy(Func<(Utterance Utterance, Clip Clip), bool> chosen, Func<(Utterance Utterance, Clip Clip), double> measure) =>
        DemoCorpusTests.Spoken.Value.Where(chosen).GroupBy(spoken => spoken.Utterance.Label).ToDictionary(group => group.Key, group => group.Average(measure));

    private static (string Label, string Speaker, double Value)[] Rows(Func<(Utterance Utterance, Clip Clip), double> measure) =>
        [.. DemoCorpusTests.Spoken.Value.Select(spoken => (spoken.Utterance.Label, spoken.Utterance.Speaker, measure(spoken)))];
}
