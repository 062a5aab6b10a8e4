using System.Runtime.CompilerServices;
using SerLab.Models;
using SerLab.Models.Fusion;

namespace SerLab.Tests.Models;

public sealed class FusionTests
{
    private const int Classes = 3;

    [Fact]
    public void Equal_weights_give_the_normalised_geometric_mean()
    {
        // (0.8, 0.2) and (0.5, 0.5): sqrt(0.4) against sqrt(0.1), 2 to 1.
        var model = new FusionOptions(FusionWeights.Equal).Train(new TrainingSet([Row(0.8, 0.2, 0.5, 0.5), Row(0.1, 0.9, 0.5, 0.5)], [0, 1], [0, 1], 2), new RandomSource(1));
        var posterior = new double[2];
        model.Score(Row(0.8, 0.2, 0.5, 0.5), posterior);
        Assert.Equal([2 / 3.0, 1 / 3.0], posterior.Select(Math.Exp), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0.5, 0.5], model.Weights.Get("weights", 2).Values);
        Assert.Equal([0.0, 0.0], model.Weights.Get("biases", 2).Values);
    }

    [PythonFact]
    public void Weights_and_biases_are_those_of_scipy_for_the_same_formula()
    {
        var (scores, labels) = Draw(300, seed: 1, [1, 3, 40, 1], [true, true, true, false]);
        var truth = PythonTruth.Ask(HereFile(), "fusion_truth.py", new { scores, labels, classes = Classes, regularisation = 5 });
        var (plain, biased) = (LogLinearPool.Fit(scores, labels, Classes, 5), LogLinearPool.Fit(scores, labels, Classes, 5, withBiases: true));
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("weights")), plain.ModelWeights, 1e-4);
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("biased")), [.. biased.ModelWeights, .. biased.ClassBiases], 1e-4);
    }

    [Fact]
    public void A_model_that_guesses_gets_no_weight_and_one_that_is_too_sure_little()
    {
        var (scores, labels) = Draw(3000, seed: 2, [1, 10, 1], [true, true, false]);
        var weights = LogLinearPool.Fit(scores, labels, Classes).ModelWeights;
        Assert.InRange(weights[0], 0.8, 1.2); // told as drawn, independent of the other: naive Bayes' weight is 1
        Assert.InRange(weights[1], 0.08, 0.12);
        Assert.InRange(weights[2], 0, 0.1);
    }

    [Fact]
    public void A_model_that_is_worse_than_guessing_gets_exactly_no_weight()
    {
        var (scores, labels) = Draw(500, seed: 3, [1, 1], [true, true]);
        foreach (var row in scores) (row[3], row[4], row[5]) = (-row[3], -row[4], -row[5]);
        Assert.Equal(0, LogLinearPool.Fit(scores, labels, Classes).ModelWeights[1]);
    }

    [Fact]
    public void Few_examples_give_nearly_the_mean_and_many_do_not()
    {
        var (scores, labels) = Draw(400, seed: 4, [1, 1], [true, false]);
        var (few, many) = (LogLinearPool.Fit(scores[..6], labels[..6], Classes, 50), LogLinearPool.Fit(scores, labels, Classes, 50));
        Assert.All(few.ModelWeights, weight => Assert.InRange(weight, 0.4, 0.6));
        Assert.InRange(many.ModelWeights[0] - many.ModelWeights[1], 0.5, 1.5);
    }

    [Fact]
    public void All_classes_count_alike_however_rare()
    {
        // Repeating the examples of class 0 nine times more changes nothing but the pull, which is next to nothing here.
        var (scores, labels) = Draw(300, seed: 5, [1, 2], [true, true]);
        int[] repeated = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, labels[i] == 0 ? 10 : 1))];
        var (once, often) = (LogLinearPool.Fit(scores, labels, Classes, 1e-6, true), LogLinearPool.Fit([.. repeated.Select(i => scores[i])], [.. repeated.Select(i => labels[i])], Classes, 1e-6, true));
        PythonTruth.AssertNear([.. once.ModelWeights, .. once.ClassBiases], [.. often.ModelWeights, .. often.ClassBiases], 1e-4);
    }

    [Fact]
    public void Impossible_classes_and_scores_of_thousands_give_finite_posteriors()
    {
        const double never = double.NegativeInfinity;
        double[][] scores = [[0, never, never, 0, -5000, -9000], [never, 0, never, -5000, 0, -100], [0, never, never, -8000, -8000, 0], [never, never, never, 0, 0, 0]];
        foreach (var pool in (LogLinearPool[])[LogLinearPool.Equal(2, 3), LogLinearPool.Fit(scores, [0, 1, 2, 0], 3), LogLinearPool.Fit(scores, [0, 1, 2, 0], 3, 1e-6, true)])
            foreach (var row in scores)
            {
                var posterior = new double[3];
                pool.Apply(row, posterior);
                Assert.All(posterior, value => Assert.True(double.IsFinite(value)));
                Assert.Equal(1, posterior.Sum(Math.Exp), 1e-9);
            }
    }

    [Fact]
    public void Scores_that_do_not_fit_the_classes_are_refused_with_a_cure()
    {
        var set = new TrainingSet([Toys.Row(1, 2, 3, 4), Toys.Row(1, 2, 3, 4), Toys.Row(1, 2, 3, 4)], [0, 1, 2], [0, 1, 2], 3);
        Assert.Contains("give each model's log posteriors of all classes", Assert.Throws<OptionsException>(() => new FusionOptions().Train(set, new RandomSource(1))).Message);
        Assert.Throws<ArgumentException>(() => LogLinearPool.Equal(2, 3).Apply(new double[5], new double[3]));
        Assert.Throws<ArgumentException>(() => LogLinearPool.Equal(2, 3).Apply(new double[6], new double[2]));
        Assert.Throws<ArgumentException>(() => LogLinearPool.Fit([[0, 0, 0]], [3], 3));
        Assert.Throws<ArgumentException>(() => new LogLinearPool([-1], [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogLinearPool.Fit([[0, 0, 0]], [0], 3, regularisation: 0));
    }

    [Fact]
    public void Settings_that_cannot_work_are_named_together()
    {
        var wrong = Assert.Throws<OptionsException>(() => new FusionOptions(FusionWeights.Equal, -1, ClassBiases: true).Validate());
        Assert.Contains("Regularisation is -1; use a number above 0", wrong.Message);
        Assert.Contains("set Weights to trained", wrong.Message);
        Assert.Equal(new FusionOptions(FusionWeights.Equal), RecipeJson.BuiltIn.Read<ClassifierOptions>("""{"kind": "fusion", "weights": "equal"}""", "test"));
    }

    // Models whose judgements are independent given the class: model m sees the class through noise, is told sharpness[m] times too sure, or guesses.
    private static (double[][] Scores, int[] Labels) Draw(int examples, ulong seed, double[] sharpness, bool[] informed)
    {
        var random = new RandomSource(seed).For("fusion").Open();
        int[] labels = [.. Enumerable.Range(0, examples).Select(i => i % 5 < 2 ? 0 : i % 5 < 4 ? 1 : 2)];
        double[][] scores = [.. labels.Select(label => sharpness.SelectMany((factor, m) =>
        {
            // Unit Gaussians around the corners of a triangle: the log-likelihood ratio of class c is linear in the observation.
            double[] logits = [.. Enumerable.Range(0, Classes).Select(c => random.NextGaussian() + (informed[m] && c == label ? 1 : 0))];
            for (var c = 0; c < Classes; c++) logits[c] *= factor;
            LogMath.Normalise(logits);
            return logits;
        }).ToArray())];
        return (scores, labels);
    }

    private static MatrixView Row(params double[] posteriors) => Toys.Row([.. posteriors.Select(p => (float)Math.Log(p))]);

    private static string HereFile([CallerFilePath] string file = "") => file;
}
