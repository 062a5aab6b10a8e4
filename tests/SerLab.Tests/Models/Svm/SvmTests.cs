using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

public sealed class SvmTests
{
    [Fact]
    public void Exclusive_or_needs_the_gaussian_kernel()
    {
        var (train, test) = (ExclusiveOr(1), ExclusiveOr(2));
        Assert.True(Toys.Accuracy(Train(new SvmOptions(SvmKernel.Linear), train), test) <= 0.75);
        Assert.True(Toys.Accuracy(Train(new SvmOptions(Gamma: 1), train), test) >= 0.99);
    }

    [Fact]
    public void Two_moons_are_separated()
    {
        var accuracy = Toys.Accuracy(Train(new SvmOptions(C: 10, Gamma: 2), Moons(1)), Moons(2));
        Assert.True(accuracy >= 0.97, $"accuracy {accuracy}");
    }

    [Fact]
    public void Posteriors_are_as_accurate_as_the_vote_and_nearly_as_good_as_the_true_ones()
    {
        double[][] centres = [[0, 0], [2, 0], [0, 2], [2, 2]];
        var (train, test) = (Toys.Clouds(centres, 1, 400, 1), Toys.Clouds(centres, 1, 2000, 2));
        var model = (SvmClassifier)Train(new SvmOptions(C: 1, Gamma: 0.25), train);
        var (votes, posteriors, loss, leastLoss) = (0, 0, 0.0, 0.0);
        for (var i = 0; i < test.Examples.Count; i++)
        {
            var posterior = new double[4];
            model.Score(test.Examples[i], posterior);
            if (Array.IndexOf(posterior, posterior.Max()) == test.Labels[i]) posteriors++;
            if (Vote(model.Decide(test.Examples[i]), 4) == test.Labels[i]) votes++;
            loss -= posterior[test.Labels[i]] / test.Examples.Count;
            leastLoss -= TruePosterior(centres, test.Examples[i])[test.Labels[i]] / test.Examples.Count;
        }

        Assert.True(posteriors >= votes - 20, $"{posteriors} right by posterior, {votes} by vote, of 2000");
        Assert.InRange(loss, leastLoss, leastLoss + 0.1); // Knowing nothing would cost log 4, twice the least.
    }

    [Fact]
    public void Balanced_weights_keep_a_rare_class_in_view()
    {
        var random = new RandomSource(9).Open();
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 15 == 0 ? 1 : 0)];
        MatrixView[] rows = [.. labels.Select(c => Toys.Row((float)(1.5 * c + random.NextGaussian())))];
        var set = new TrainingSet(rows, labels, [.. labels.Select((_, i) => i / 15 % 4)], 2);
        Assert.True(RareFound(ClassWeights.Balanced) > RareFound(ClassWeights.None) + 5);

        int RareFound(ClassWeights weights)
        {
            var model = (SvmClassifier)Train(new SvmOptions(SvmKernel.Linear, ClassWeights: weights), set);
            return Enumerable.Range(0, 300).Count(i => labels[i] == 1 && model.Decide(rows[i])[0] < 0);
        }
    }

    [Fact]
    public void A_search_predicts_what_each_setting_trained_alone_would()
    {
        double[][] centres = [[0, 0, 0], [1.5, 0, 0], [0, 1.5, 0]];
        var (set, heldOut) = (Toys.Clouds(centres, 1, 90, 3), Toys.Clouds(centres, 1, 60, 4).Examples);
        SvmOptions[] candidates = [new(C: 1), new(C: 10, Gamma: 0.1), new(SvmKernel.Linear, C: 0.5, ClassWeights: ClassWeights.None), new(C: 30)];
        var found = SvmSearch.Predict(set, new HeldOutRows(heldOut), candidates);
        for (var k = 0; k < candidates.Length; k++)
        {
            var model = (SvmClassifier)Train(candidates[k], set);
            for (var i = 0; i < heldOut.Count; i++) Assert.Equal(Vote(model.Decide(heldOut[i]), 3), found[k][i]);
        }

        Assert.Throws<ArgumentException>(() => SvmSearch.Predict(set, new HeldOutRows([Toys.Row(1, 2)]), candidates));
    }

    [Fact]
    public void Only_support_vectors_are_kept()
    {
        var model = Train(new SvmOptions(SvmKernel.Linear, C: 100), Toys.Clouds([[0, 0], [10, 0]], 0.5, 200, 1));
        Assert.InRange(model.Weights.Tensors["vectors"].Shape[0], 2, 6);
    }

    [Fact]
    public void Memory_for_too_few_kernel_rows_is_refused_with_a_cure()
    {
        MatrixView[] rows = [.. Enumerable.Range(0, 8001).Select(i => Toys.Row(i))];
        var set = new TrainingSet(rows, [.. Enumerable.Range(0, 8001).Select(i => i % 2)], new int[8001], 2);
        var wrong = Assert.Throws<OptionsException>(() => Train(new SvmOptions(CacheMegabytes: 1), set));
        Assert.Contains("CacheMegabytes is 1; two classes have 8001 training rows, whose kernel needs at least 3 MB", wrong.Message);
        Assert.Contains("choose \"linear-svm\", \"fourier-svm\" or \"gmm\"", wrong.Message);
    }

    [Fact]
    public void All_settings_that_cannot_work_are_named_at_once()
    {
        var wrong = Assert.Throws<OptionsException>(() => new SvmOptions(C: 0, Gamma: -1, Tolerance: 0, PosteriorFolds: 1, Degree: 0, Coef0: double.NaN, CacheMegabytes: 0).Validate());
        Assert.Equal(7, wrong.Problems.Count);
        Assert.Contains("C is 0; use a number above 0", wrong.Message);
        Assert.Contains("leave it out for 1 / features", wrong.Message);
    }

    [Fact]
    public void Frames_instead_of_one_row_are_refused() =>
        Assert.Throws<ArgumentException>(() => Train(new SvmOptions(), Toys.Separable(ExampleInput.Frames)));

    internal static int Vote(double[] decisions, int classCount)
    {
        var votes = new int[classCount];
        var p = 0;
        for (var a = 0; a < classCount; a++)
            for (var b = a + 1; b < classCount; b++) votes[decisions[p++] > 0 ? a : b]++;
        return Array.IndexOf(votes, votes.Max());
    }

    private static IClassifier Train(SvmOptions options, TrainingSet set) => options.Train(set, new RandomSource(1));

    private static double[] TruePosterior(double[][] centres, MatrixView row)
    {
        double[] scores = [.. centres.Select(centre => -0.5 * centre.Select((x, j) => (x - row.Span[j]) * (x - row.Span[j])).Sum())];
        LogMath.Normalise(scores);
        return scores;
    }

    // 400 points in four squares; diagonal squares are of one class.
    private static TrainingSet ExclusiveOr(ulong seed)
    {
        var random = new RandomSource(seed).For("xor").Open();
        var (rows, labels) = (new List<MatrixView>(), new List<int>());
        for (var i = 0; i < 400; i++)
        {
            var (right, up) = (i % 2 == 0, i / 2 % 2 == 0);
            rows.Add(Toys.Row((float)random.NextDouble(0.1, 1) * (right ? 1 : -1), (float)random.NextDouble(0.1, 1) * (up ? 1 : -1)));
            labels.Add(right == up ? 0 : 1);
        }

        return new TrainingSet(rows, labels, [.. labels.Select((_, i) => i / 4 % 5)], 2);
    }

    // Two half circles that reach into one another, as in scikit-learn's make_moons with noise 0.15.
    private static TrainingSet Moons(ulong seed)
    {
        var random = new RandomSource(seed).For("moons").Open();
        var (rows, labels) = (new List<MatrixView>(), new List<int>());
        for (var i = 0; i < 400; i++)
        {
            var angle = Math.PI * random.NextDouble();
            var (x, y) = i % 2 == 0 ? (Math.Cos(angle), Math.Sin(angle)) : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
            rows.Add(Toys.Row((float)(x + 0.15 * random.NextGaussian()), (float)(y + 0.15 * random.NextGaussian())));
            labels.Add(i % 2);
        }

        return new TrainingSet(rows, labels, [.. labels.Select((_, i) => i / 4 % 5)], 2);
    }
}
