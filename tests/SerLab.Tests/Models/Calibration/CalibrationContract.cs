using SerLab.Models;
using SerLab.Models.Calibration;

namespace SerLab.Tests.Models;

/// <summary>What every calibration in the catalog promises; a new kind is listed here by being there.</summary>
public sealed class CalibrationContract
{
    private static IEnumerable<string> Names => Catalog.BuiltIn.KindsOf(typeof(CalibrationOptions)).Select(entry => entry.Name);

    public static TheoryData<string> Kinds => [.. Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_judgements_give_the_same_calibration(string kind)
    {
        var (judged, labels) = Judged.Draw(200, 4, seed: 1);
        var (first, second) = (Defaults(kind).Fit(judged, labels), Defaults(kind).Fit(judged, labels));
        foreach (var row in judged) Assert.Equal(Applied(first, row), Applied(second, row));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_saved_calibration_does_the_same(string kind)
    {
        var options = RecipeJson.BuiltIn.Read<CalibrationOptions>(RecipeJson.BuiltIn.Write(Defaults(kind)), "saved");
        Assert.Equal(Defaults(kind), options);
        var (judged, labels) = Judged.Draw(200, 4, seed: 1);
        var calibrator = options.Fit(judged, labels);
        var restored = options.Restore(new Weights(calibrator.Weights.Tensors));
        foreach (var row in judged) Assert.Equal(Applied(calibrator, row), Applied(restored, row));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inputs_are_only_read(string kind)
    {
        var (judged, labels) = Judged.Draw(100, 3, seed: 2);
        judged[5][1] = double.NegativeInfinity;
        var before = judged.Select(row => row.ToArray()).ToArray();
        Defaults(kind).Fit(judged, labels);
        Assert.Equal(before, judged);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_comes_true_as_often_as_it_says_is_hardly_changed(string kind)
    {
        var (judged, labels) = Judged.Draw(4000, 3, seed: 3);
        var calibrator = Defaults(kind).Fit(judged, labels);
        Assert.InRange(judged.Average(row => row.Zip(Applied(calibrator, row), (before, after) => Math.Abs(Math.Exp(before) - Math.Exp(after))).Average()), 0, 0.02);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Judgements_that_are_too_sure_cost_less_afterwards_on_others(string kind)
    {
        var (judged, labels) = Judged.Draw(1000, 3, seed: 4, sharpness: 4);
        var (others, truth) = Judged.Draw(1000, 3, seed: 5, sharpness: 4);
        var calibrator = Defaults(kind).Fit(judged, labels);
        var (before, after) = (Judged.LogLoss(others, truth), Judged.LogLoss([.. others.Select(row => Applied(calibrator, row))], truth));
        Assert.True(after < 0.8 * before, $"log-loss {after} after {before}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Degenerate_judgements_give_finite_posteriors_that_sum_to_one(string kind)
    {
        const double never = double.NegativeInfinity;
        double[] uniform = [-Math.Log(3), -Math.Log(3), -Math.Log(3)];
        (double[][] Judged, int[] Labels)[] cases =
        [
            ([uniform, uniform, uniform], [0, 1, 2]),
            ([[0, never, never], [never, 0, never], [never, never, 0]], [0, 1, 2]),
            ([[0, never, never], [never, 0, never], [never, never, 0]], [1, 2, 0]),
            ([[0, never, never], [0, never, never], [0, -900, -900], [-3000, 0, -2000]], [0, 1, 2, 1]),
            ([[never, never, never], uniform, [0, -1e5, -1e5]], [0, 1, 2]),
            ([.. Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? new[] { 0.0, -40, -40 } : uniform)], [.. Enumerable.Range(0, 30).Select(i => i % 3)]),
            ([.. Enumerable.Range(0, 300).Select(i => new[] { i % 3 == 0 ? -1e-9 : -500.0 - i, i % 3 == 1 ? -1e-9 : -900, i % 3 == 2 ? -1e-9 : -40 })], [.. Enumerable.Range(0, 300).Select(i => (i + (i % 50 == 0 ? 1 : 0)) % 3)]),
        ];
        foreach (var (judged, labels) in cases)
        {
            var calibrator = Defaults(kind).Fit(judged, labels);
            foreach (var row in (double[][])[.. judged, uniform, [0, never, never], [-5000, 0, -1], [never, never, never]])
            {
                var posterior = Applied(calibrator, row);
                Assert.All(posterior, value => Assert.True(double.IsFinite(value) && value <= 1e-9, $"{value} is not a log probability"));
                Assert.Equal(1, posterior.Sum(Math.Exp), 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Balanced_weights_judge_as_though_classes_were_equally_frequent(string kind)
    {
        // Class 0 is five times as frequent as class 1 and the judge cannot tell them apart.
        double[][] judged = [.. Enumerable.Range(0, 600).Select(_ => new[] { Math.Log(0.5), Math.Log(0.5) })];
        int[] labels = [.. Enumerable.Range(0, 600).Select(i => i % 6 == 0 ? 1 : 0)];
        var balanced = RecipeJson.BuiltIn.Read<CalibrationOptions>($$"""{"kind": "{{kind}}", "classWeights": "balanced"}""", "test").Fit(judged, labels);
        Assert.Equal(0.5, Math.Exp(Applied(balanced, judged[0])[0]), 1e-6);
        if (kind != "temperature") Assert.InRange(Math.Exp(Applied(Defaults(kind).Fit(judged, labels), judged[0])[0]), 0.51, 0.9);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Judgements_that_do_not_fit_are_refused(string kind)
    {
        Assert.Throws<ArgumentException>(() => Defaults(kind).Fit([], []));
        Assert.Throws<ArgumentException>(() => Defaults(kind).Fit([[-0.5, -1]], [0, 1]));
        Assert.Throws<ArgumentException>(() => Defaults(kind).Fit([[-0.5, -1]], [2]));
        Assert.Throws<ArgumentException>(() => Defaults(kind).Fit([[-0.5, -1], [0]], [0, 1]));
        Assert.Throws<ArgumentException>(() => Defaults(kind).Fit([[-0.5, -1], [double.NaN, 0]], [0, 1]));
        var calibrator = Defaults(kind).Fit([[-0.5, -1], [-1, -0.5]], [0, 1]);
        Assert.Throws<ArgumentException>(() => Applied(calibrator, [double.NaN, 0]));
        if (kind != "temperature") Assert.Throws<ArgumentException>(() => Applied(calibrator, [-1, -1, -1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_weights_are_refused_with_a_cure(string kind)
    {
        var (judged, labels) = Judged.Draw(100, 3, seed: 6);
        var tensors = Defaults(kind).Fit(judged, labels).Weights.Tensors;
        foreach (var (name, tensor) in tensors)
        {
            AssertRefused(new Weights(tensors.Where(pair => pair.Key != name)));
            AssertRefused(With(name, tensor with { Shape = [.. tensor.Shape, 2] }));
            AssertRefused(With(name, tensor with { Values = [.. tensor.Values, 1] }));
            AssertRefused(With(name, tensor with { Values = [double.NaN, .. tensor.Values.Skip(1)] }));
        }

        Weights With(string name, Tensor tensor) => new(tensors.Select(pair => pair.Key == name ? new(name, tensor) : pair));

        void AssertRefused(Weights weights) => Assert.Contains("train it again", Assert.Throws<BadInputException>(() => Defaults(kind).Restore(weights)).Message);
    }

    private static CalibrationOptions Defaults(string kind) => RecipeJson.BuiltIn.Read<CalibrationOptions>($"\"{kind}\"", "contract");

    private static double[] Applied(ICalibrator calibrator, double[] row)
    {
        double[] posterior = [.. row];
        calibrator.Apply(posterior);
        return posterior;
    }
}
