using SerLab.Metrics;

namespace SerLab.Tests.Metrics;

public sealed class ProbabilityMetricsTests
{
    private static double[] Logs(params double[] probabilities) => [.. probabilities.Select(p => Math.Log(p))];

    [Fact]
    public void Log_loss_is_the_mean_surprise_in_nats()
    {
        double[][] posteriors = [Logs(0.5, 0.25, 0.25), Logs(0.1, 0.8, 0.1)];
        Assert.Equal((Math.Log(2) - Math.Log(0.8)) / 2, ProbabilityMetrics.LogLoss(posteriors, [0, 1]), 14);
    }

    [Fact]
    public void A_uniform_guess_costs_the_logarithm_of_the_number_of_classes() =>
        Assert.Equal(Math.Log(4), ProbabilityMetrics.LogLoss([Logs(0.25, 0.25, 0.25, 0.25)], [2]), 14);

    [Fact]
    public void Ruling_out_the_truth_costs_much_but_not_infinity() =>
        Assert.Equal(52 * Math.Log(2), ProbabilityMetrics.LogLoss([Logs(1, 0)], [1]), 12);

    [Fact]
    public void Giving_the_classes_shares_reduces_the_log_loss_by_nothing_and_certainty_by_all()
    {
        int[] actual = [0, 0, 0, 1];
        Assert.Equal(0, ProbabilityMetrics.LogLossReduction([.. actual.Select(_ => Logs(0.75, 0.25))], actual), 14);
        Assert.Equal(1, ProbabilityMetrics.LogLossReduction([.. actual.Select(label => label == 0 ? Logs(1, 0) : Logs(0, 1))], actual), 14);
        Assert.Equal(0, ProbabilityMetrics.LogLossReduction([Logs(0.9, 0.1)], [0]));
    }

    [Fact]
    public void Brier_score_sums_over_all_classes() =>
        Assert.Equal((0.25 + 0.0625 + 0.0625 + 2) / 2, ProbabilityMetrics.BrierScore([Logs(0.5, 0.25, 0.25), Logs(1, 0, 0)], [0, 2]), 14);

    [Fact]
    public void Calibration_error_weighs_the_gap_of_each_bin_by_its_utterances()
    {
        // Bin of 0.8: three of four right, gap 0.05; bin of 0.6: none of one right, gap 0.6.
        double[][] posteriors = [Logs(0.8, 0.2), Logs(0.8, 0.2), Logs(0.8, 0.2), Logs(0.2, 0.8), Logs(0.6, 0.4)];
        int[] actual = [0, 0, 1, 1, 1];
        Assert.Equal((4 * 0.05 + 1 * 0.6) / 5, ProbabilityMetrics.ExpectedCalibrationError(posteriors, actual, bins: 10), 12);
        var bins = ProbabilityMetrics.Reliability(posteriors, actual, bins: 10);
        Assert.Equal([1, 4], bins.Select(bin => bin.Count));
        Assert.Equal(0.75, bins[1].Accuracy);
        Assert.Equal(0.8, bins[1].Confidence, 14);
        Assert.All(bins, bin => Assert.InRange(bin.Confidence, bin.Low - 1e-12, bin.High + 1e-12));
    }

    [Fact]
    public void Certain_and_right_is_perfectly_calibrated() =>
        Assert.Equal(0, ProbabilityMetrics.ExpectedCalibrationError([Logs(1, 0), Logs(0, 1)], [0, 1]));

    [Fact]
    public void Top_k_counts_the_truth_among_the_k_most_probable_and_breaks_ties_by_index()
    {
        double[][] posteriors = [Logs(0.5, 0.3, 0.2), Logs(0.5, 0.3, 0.2), Logs(0.4, 0.4, 0.2)];
        int[] actual = [0, 2, 1];
        Assert.Equal(1.0 / 3, ProbabilityMetrics.TopKAccuracy(posteriors, actual, 1));
        Assert.Equal(2.0 / 3, ProbabilityMetrics.TopKAccuracy(posteriors, actual, 2));
        Assert.Equal(1, ProbabilityMetrics.TopKAccuracy(posteriors, actual, 3));
        Assert.Equal(0, LogMath.ArgMax(posteriors[2]));
    }
}
