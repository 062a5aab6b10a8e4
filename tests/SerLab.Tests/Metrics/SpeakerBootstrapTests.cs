using SerLab.Metrics;

namespace SerLab.Tests.Metrics;

public sealed class SpeakerBootstrapTests
{
    [Fact]
    public void The_same_source_gives_the_same_interval_and_the_score_lies_inside()
    {
        var sample = Simulated.Draw(new RandomSource(3), speakers: 10, perClass: 8, spread: 0.5);
        var first = SpeakerBootstrap.MacroAccuracy(sample.Actual, sample.Predicted, sample.Speakers, 4, new RandomSource(1));
        var again = SpeakerBootstrap.MacroAccuracy(sample.Actual, sample.Predicted, sample.Speakers, 4, new RandomSource(1));
        Assert.Equal(first, again);
        Assert.NotEqual(first, SpeakerBootstrap.MacroAccuracy(sample.Actual, sample.Predicted, sample.Speakers, 4, new RandomSource(2)));
        Assert.True(first.Contains(ConfusionMatrix.Of(sample.Actual, sample.Predicted, ["a", "b", "c", "d"]).MacroAccuracy));
        Assert.Equal(ResamplingUnit.Speakers, first.Unit);
    }

    [Fact]
    public void Speakers_who_are_alike_inside_and_different_between_widen_the_interval()
    {
        // Five speakers are always right and five always wrong: ten pieces of evidence, not 400.
        int[] speakers = [.. Enumerable.Range(0, 400).Select(i => i / 40)];
        int[] actual = [.. Enumerable.Range(0, 400).Select(i => i % 4)];
        int[] predicted = [.. actual.Select((label, i) => speakers[i] < 5 ? label : (label + 1) % 4)];
        var bySpeaker = SpeakerBootstrap.MicroAccuracy(actual, predicted, speakers, 4, new RandomSource(1));
        var byUtterance = SpeakerBootstrap.MicroAccuracy(actual, predicted, [.. Enumerable.Range(0, 400)], 4, new RandomSource(1));

        // Binomial(10, 1/2) / 10 lies in 0.1 ... 0.9 with 99.8 %; of 400 tosses the 95 % interval is 0.5 +- 0.049.
        Assert.InRange(bySpeaker.Low, 0.1, 0.2);
        Assert.InRange(bySpeaker.High, 0.8, 0.9);
        Assert.InRange(byUtterance.Low, 0.44, 0.46);
        Assert.InRange(byUtterance.High, 0.54, 0.56);
    }

    [Fact]
    public void One_speaker_falls_back_to_utterances_and_says_so()
    {
        int[] actual = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        int[] predicted = [.. Enumerable.Range(0, 100).Select(i => i < 80 ? i % 2 : 1 - i % 2)];
        var interval = SpeakerBootstrap.MacroAccuracy(actual, predicted, new int[100], 2, new RandomSource(1));
        Assert.Equal(ResamplingUnit.Utterances, interval.Unit);
        Assert.InRange(interval.Low, 0.68, 0.76);
        Assert.InRange(interval.High, 0.84, 0.91);
    }

    // The share of right answers is the mean of ones and zeros: the interval of a mean must be that of MicroAccuracy.
    [Fact]
    public void The_interval_of_a_mean_is_that_of_a_share()
    {
        var sample = Simulated.Draw(new RandomSource(3), speakers: 10, perClass: 8, spread: 0.5);
        double[] isRight = [.. sample.Actual.Zip(sample.Predicted, (actual, predicted) => actual == predicted ? 1.0 : 0)];
        var (mean, share) = (SpeakerBootstrap.Mean(isRight, sample.Speakers, new RandomSource(1)), SpeakerBootstrap.MicroAccuracy(sample.Actual, sample.Predicted, sample.Speakers, 4, new RandomSource(1)));
        Assert.Equal(share.Low, mean.Low, 12);
        Assert.Equal(share.High, mean.High, 12);
        Assert.Equal(ResamplingUnit.Utterances, SpeakerBootstrap.Mean([1, 2, 3], [0, 0, 0], new RandomSource(1)).Unit);
    }

    [Fact]
    public void A_resample_without_a_class_is_scored_over_the_classes_it_has()
    {
        // Class 1 comes from speaker 0 only: most draws of one of two speakers lack it, and a score is still there.
        var interval = SpeakerBootstrap.MacroAccuracy([0, 1, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1], 2, new RandomSource(1));
        Assert.InRange(interval.Low, 0.5, 0.5 + 1e-12);
        Assert.InRange(interval.High, 1 - 1e-12, 1);
    }

    [Fact]
    public void Ten_speakers_hold_the_truth_about_as_often_as_the_interval_claims()
    {
        const int Trials = 150;
        var truth = Simulated.TrueMacroAccuracy(spread: 0.5);
        var (inside, width) = (0, 0.0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var sample = Simulated.Draw(new RandomSource(11).For("trial", trial), speakers: 10, perClass: 8, spread: 0.5);
            var interval = SpeakerBootstrap.MacroAccuracy(sample.Actual, sample.Predicted, sample.Speakers, 4, new RandomSource(5).For("trial", trial), resamples: 400);
            if (interval.Contains(truth)) inside++;
            width += (interval.High - interval.Low) / Trials;
        }

        // 150 trials at 94 %: standard error 2 points. Plain percentiles, at 89 %, and a much too wide interval both fall outside.
        Assert.InRange(inside, (int)(0.905 * Trials), (int)(0.985 * Trials));
        Assert.InRange(width, 0.05, 0.25);
    }

    [Theory]
    [InlineData(0.975, 9, 2.262157)]
    [InlineData(0.975, 4, 2.776445)]
    [InlineData(0.975, 1, 12.706205)]
    [InlineData(0.95, 30, 1.697261)]
    public void Students_quantiles_are_those_of_the_tables(double probability, int degrees, double t)
    {
        Assert.Equal(t, StudentT.UpperQuantile(1 - probability, degrees), tolerance: 1e-6);
        Assert.Equal(probability, StudentT.Probability(t, degrees), tolerance: 1e-6);
    }

    [Theory]
    [InlineData(1.959963985, 0.975)]
    [InlineData(-1, 0.158655254)]
    [InlineData(-4, 0.0000316712)]
    [InlineData(0, 0.5)]
    public void Normal_probabilities_are_those_of_the_tables(double z, double probability) => Assert.Equal(probability, StudentT.NormalProbability(z), 9);

    [Fact]
    public void Few_speakers_cut_less_from_the_tails_and_many_the_nominal_area()
    {
        // SciPy: norm.cdf(-t.ppf(0.975, 9) * sqrt(10 / 9)).
        Assert.Equal(0.008551, SpeakerBootstrap.TailArea(10, 0.025), tolerance: 1e-6);
        Assert.InRange(SpeakerBootstrap.TailArea(2000, 0.025), 0.0248, 0.025);
    }
}

/// <summary>Predictions of a model that understands some speakers better than others.</summary>
internal static class Simulated
{
    private static readonly double[] ClassLevels = [-0.2, 0.4, 1.0, 1.6];

    public static (int[] Actual, int[] Predicted, int[] Speakers) Draw(RandomSource source, int speakers, int perClass, double spread)
    {
        var random = source.Open();
        var (actual, predicted, who) = (new List<int>(), new List<int>(), new List<int>());
        for (var speaker = 0; speaker < speakers; speaker++)
        {
            var effect = spread * random.NextGaussian();
            for (var c = 0; c < 4; c++)
                for (var i = 0; i < perClass; i++)
                {
                    actual.Add(c);
                    who.Add(speaker);
                    predicted.Add(random.NextDouble() < Logistic(ClassLevels[c] + effect) ? c : (c + 1 + random.NextInt(3)) % 4);
                }
        }

        return ([.. actual], [.. predicted], [.. who]);
    }

    /// <summary>The mean over the population of speakers, by the midpoint rule.</summary>
    public static double TrueMacroAccuracy(double spread)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var z = -6.0; z <= 6; z += 0.01)
        {
            var weight = Math.Exp(-z * z / 2);
            sum += weight * ClassLevels.Average(level => Logistic(level + spread * z));
            weights += weight;
        }

        return sum / weights;
    }

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));
}
