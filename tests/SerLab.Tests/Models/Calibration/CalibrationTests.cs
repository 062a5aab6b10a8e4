using System.Runtime.CompilerServices;
using SerLab.Models;
using SerLab.Models.Calibration;

namespace SerLab.Tests.Models;

public sealed class CalibrationTests
{
    [PythonFact]
    public void Agrees_with_scipy_and_scikit_learn()
    {
        var (judged, labels) = Judged.Draw(400, 3, seed: 1, sharpness: 2.5);
        var (points, grid) = Points();
        var truth = PythonTruth.Ask(HereFile(), "calibration_truth.py", new { judged, labels, off_diagonal = 0.3, intercept = 0.2, points, grid });
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("temperature")), [Temperature(ClassWeights.None), Temperature(ClassWeights.Balanced)], 1e-6);
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("dirichlet")), Dirichlet(ClassWeights.None), 2e-4);
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("dirichlet_balanced")), Dirichlet(ClassWeights.Balanced), 2e-4);
        var curve = MonotoneSteps.Fit([.. points.Select(point => point[0])], [.. points.Select(point => point[1])], [.. points.Select(point => point[2])]);
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("isotonic")), Array.ConvertAll(grid, curve.At), 1e-9);

        double Temperature(ClassWeights weights) => new TemperatureOptions(weights).Fit(judged, labels).Weights.Get("temperature", 1).Values[0];
        double[] Dirichlet(ClassWeights weights) => new DirichletOptions(0.3, 0.2, weights).Fit(judged, labels).Weights.Get("weights", 3, 4).Values;
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(300)]
    public void Temperature_is_the_factor_by_which_judgements_are_too_sure(double sharpness)
    {
        var (judged, labels) = Judged.Draw(6000, 3, seed: 2, sharpness);
        Assert.Equal(1, new TemperatureOptions().Fit(judged, labels).Weights.Get("temperature", 1).Values[0] / sharpness, 0.06);
    }

    [Fact]
    public void Temperature_stays_above_a_tenth_when_every_judgement_is_right()
    {
        double[][] judged = [[-0.1, -2.4], [-2.4, -0.1], [-0.2, -1.7]];
        Assert.Equal(0.1, new TemperatureOptions().Fit(judged, [0, 1, 0]).Weights.Get("temperature", 1).Values[0], 1e-9);
    }

    [Fact]
    public void Temperature_leaves_judgements_alone_that_say_nothing() =>
        Assert.Equal(1, new TemperatureOptions().Fit([[-Math.Log(2), -Math.Log(2)], [-Math.Log(2), -Math.Log(2)]], [0, 1]).Weights.Get("temperature", 1).Values[0], 1e-12);

    [Fact]
    public void Temperature_never_changes_the_likeliest_class()
    {
        var (judged, labels) = Judged.Draw(300, 5, seed: 3, sharpness: 6);
        var calibrator = new TemperatureOptions().Fit(judged, labels);
        foreach (var row in judged) Assert.Equal(LogMath.ArgMax(row), LogMath.ArgMax(Applied(calibrator, row)));
    }

    [Theory]
    [InlineData(1e-6, 1)]
    [InlineData(1e-6, 8)]
    [InlineData(1, 0.3)]
    [InlineData(100, 3)]
    public void Log_loss_on_what_was_learned_from_is_never_above_that_of_changing_nothing(double regularisation, double sharpness)
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var (judged, labels) = Judged.Draw(40, 4, seed, sharpness);
            foreach (var options in (CalibrationOptions[])[new TemperatureOptions(), new DirichletOptions(regularisation, regularisation)])
            {
                var calibrator = options.Fit(judged, labels);
                Assert.True(Judged.LogLoss([.. judged.Select(row => Applied(calibrator, row))], labels) <= Judged.LogLoss(judged, labels) + 1e-9, options.Kind);
            }
        }
    }

    [Fact]
    public void Dirichlet_mends_a_class_that_is_always_taken_for_another()
    {
        // The judge swaps classes 0 and 1: no temperature can mend that.
        var (judged, labels) = Judged.Draw(2000, 3, seed: 4);
        int[] swapped = [.. labels.Select(label => label == 2 ? 2 : 1 - label)];
        var calibrator = new DirichletOptions(0.001, 0.001).Fit(judged, swapped);
        Assert.Equal(Judged.LogLoss(judged, labels), Judged.LogLoss([.. judged.Select(row => Applied(calibrator, row))], swapped), 0.02);
    }

    [Fact]
    public void Strong_regularisation_changes_nothing()
    {
        var (judged, labels) = Judged.Draw(50, 3, seed: 5, sharpness: 2);
        var calibrator = new DirichletOptions(1e9, 1e9).Fit(judged, labels);
        foreach (var row in judged) PythonTruth.AssertNear(row, Applied(calibrator, row), 1e-3);
    }

    [Fact]
    public void Adjacent_violators_are_pooled_as_by_hand()
    {
        // 1 3 2 4: 3 and 2 are pooled to 2.5. At place 2 there are two points, whose mean is 3.
        var curve = MonotoneSteps.Fit([1, 2, 2, 3, 4], [1, 2, 4, 2, 4], [1, 0.5, 0.5, 1, 1]);
        Assert.Equal([1, 2.5, 2.5, 4], curve.Values);
        Assert.Equal([1, 1, 1.75, 2.5, 2.5, 3.25, 4, 4], new[] { 0, 1, 1.5, 2, 2.7, 3.5, 4, 9 }.Select(curve.At));
    }

    [Fact]
    public void Isotonic_never_says_more_than_the_examples_can_show()
    {
        double[][] judged = [[-0.01, -4.6], [-0.01, -4.6], [-4.6, -0.01], [-4.6, -0.01]];
        var posterior = Applied(new IsotonicOptions().Fit(judged, [0, 0, 1, 1]), [0, double.NegativeInfinity]);
        Assert.Equal(5 / 6.0, Math.Exp(posterior[0]), 1e-6); // Laplace: at most 1 - 1 / (4 + 2)
    }

    [Fact]
    public void Isotonic_keeps_the_order_of_classes_that_come_out_equal()
    {
        double[][] judged = [.. Enumerable.Repeat(new[] { Math.Log(0.6), Math.Log(0.4) }, 4)];
        Assert.True(Applied(new IsotonicOptions().Fit(judged, [0, 0, 1, 1]), judged[0]) is [var first, var second] && first > second && first - second < 1e-8);
    }

    [Fact]
    public void Pulls_that_are_not_above_0_are_refused_together()
    {
        var wrong = Assert.Throws<OptionsException>(() => new DirichletOptions(0, -1).Validate());
        Assert.Contains("OffDiagonal is 0; use a number above 0", wrong.Message);
        Assert.Contains("Intercept is -1; use a number above 0", wrong.Message);
    }

    [Fact]
    public void Restoring_a_falling_curve_or_a_temperature_of_0_is_refused()
    {
        Assert.Throws<BadInputException>(() => new TemperatureOptions().Restore(new Weights([new("temperature", new Tensor([1], [0]))])));
        Weights Curves(double[] posteriors, double[] frequencies) => new(
            [new("examples", new([1], [4])), new("knots", new([2], [2, 2])), new("posteriors", new([4], posteriors)), new("frequencies", new([4], frequencies))]);
        new IsotonicOptions().Restore(Curves([0, 1, 0, 1], [0, 1, 0, 1]));
        Assert.Throws<BadInputException>(() => new IsotonicOptions().Restore(Curves([0, 1, 0, 1], [0, 1, 1, 0])));
        Assert.Throws<BadInputException>(() => new IsotonicOptions().Restore(Curves([0, 1, 1, 0], [0, 1, 0, 1])));
        Assert.Throws<BadInputException>(() => new IsotonicOptions().Restore(Curves([0, 1, 0, 1], [0, 2, 0, 1])));
    }

    private static (double[][] Points, double[] Grid) Points()
    {
        var random = new RandomSource(6).Open();
        double[][] points = [.. Enumerable.Range(0, 300).Select(_ =>
        {
            var place = Math.Round(random.NextDouble(), 2); // many ties
            return new[] { place, random.NextDouble() < place ? 1 : 0, 0.5 + random.NextDouble() };
        })];
        return (points, [.. Enumerable.Range(-5, 211).Select(i => i / 200.0)]);
    }

    private static double[] Applied(ICalibrator calibrator, double[] row)
    {
        double[] posterior = [.. row];
        calibrator.Apply(posterior);
        return posterior;
    }

    private static string HereFile([CallerFilePath] string file = "") => file;
}
