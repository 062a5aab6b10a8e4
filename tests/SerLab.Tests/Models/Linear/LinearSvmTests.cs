using SerLab.Models;

namespace SerLab.Tests.Models.Linear;

public sealed class LinearSvmTests
{
    private static readonly double[][] Square = [[0, 0], [2, 0], [0, 2], [2, 2]];

    [Theory]
    [InlineData(MachineStrategy.OneVersusRest)]
    [InlineData(MachineStrategy.OneVersusOne)]
    public void Four_clouds_are_told_apart_nearly_as_well_as_by_the_truth(MachineStrategy strategy)
    {
        var (train, test) = (Toys.Clouds(Square, 0.7, 400, 1), Toys.Clouds(Square, 0.7, 1000, 2));
        var accuracy = Toys.Accuracy(new LinearSvmOptions(Strategy: strategy).Train(train, new RandomSource(1)), test);
        var best = Enumerable.Range(0, 1000).Average(i => Nearest(test.Examples[i]) == test.Labels[i] ? 1.0 : 0);
        Assert.True(accuracy > best - 0.02, $"accuracy {accuracy}, the nearest centre {best}");

        static int Nearest(MatrixView row) => Enumerable.Range(0, 4).MinBy(c => Square[c].Select((x, j) => (x - row.Span[j]) * (x - row.Span[j])).Sum());
    }

    [Fact]
    public void Both_solvers_give_the_same_posteriors()
    {
        var set = Toys.Clouds(Square, 1, 200, 3);
        var (dual, primal) = (Train(LinearSolver.Dual), Train(LinearSolver.Primal));
        foreach (var example in set.Examples)
        {
            var (a, b) = (new double[4], new double[4]);
            dual.Score(example, a);
            primal.Score(example, b);
            for (var c = 0; c < 4; c++) Assert.Equal(Math.Exp(a[c]), Math.Exp(b[c]), 2e-3);
        }

        IClassifier Train(LinearSolver solver) => new LinearSvmOptions(C: 1, Solver: solver, Tolerance: 1e-7).Train(set, new RandomSource(1));
    }

    [Fact]
    public void A_path_of_costs_predicts_what_each_setting_alone_would()
    {
        var (set, heldOut) = (Toys.Clouds(Square, 1, 120, 4), new HeldOutRows(Toys.Clouds(Square, 1, 100, 5).Examples));
        LinearSvmOptions[] candidates = [new(C: 10, Tolerance: 1e-7), new(C: 0.001, Tolerance: 1e-7), new(C: 0.1, Loss: LinearLoss.Hinge, Tolerance: 1e-7), new(C: 0.3, Tolerance: 1e-7)];
        var together = candidates[0].PredictHeldOut(candidates, set, heldOut, new RandomSource(1));
        for (var k = 0; k < candidates.Length; k++)
        {
            var alone = candidates[k].PredictHeldOut([candidates[k]], set, heldOut, new RandomSource(1))[0];
            Assert.True(alone.Zip(together[k]).Count(pair => pair.First != pair.Second) <= 1, $"candidate {k} predicts otherwise in the path");
        }

        Assert.True(together[0].Zip(together[1]).Any(pair => pair.First != pair.Second), "the costs should matter");
        Assert.Throws<ArgumentException>(() => candidates[0].PredictHeldOut(candidates, set, new HeldOutRows([Toys.Row(1)]), new RandomSource(1)));
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
            LinearSvmOptions options = new(C: 1, ClassWeights: weights);
            var predicted = options.PredictHeldOut([options], set, new HeldOutRows(rows), new RandomSource(1))[0];
            return Enumerable.Range(0, 300).Count(i => labels[i] == 1 && predicted[i] == 1);
        }
    }

    [Fact]
    public void More_rows_than_a_kernel_matrix_holds_are_no_matter()
    {
        var set = Toys.Clouds([[0, 0, 0], [3, 0, 0]], 0.7, 20_000, 6);
        var model = new LinearSvmOptions().Train(set, new RandomSource(1));
        Assert.True(Toys.Accuracy(model, Toys.Clouds([[0, 0, 0], [3, 0, 0]], 0.7, 500, 7)) > 0.96);
        Assert.All(model.Weights.Tensors["duality_gaps"].Values, gap => Assert.InRange(gap, 0, 1e-3));
    }

    [Fact]
    public void All_settings_that_cannot_work_are_named_at_once()
    {
        var wrong = Assert.Throws<OptionsException>(() => new LinearSvmOptions(C: 0, Loss: LinearLoss.Hinge, Solver: LinearSolver.Primal, BiasScale: -1, Tolerance: 0, PosteriorFolds: 1).Validate());
        Assert.Equal(5, wrong.Problems.Count);
        Assert.Contains("use squared-hinge, or Solver dual", wrong.Message);
    }
}
