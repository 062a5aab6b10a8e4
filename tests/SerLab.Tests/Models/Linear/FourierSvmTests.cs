using SerLab.Models;
using SerLab.Models.Linear;

namespace SerLab.Tests.Models.Linear;

public sealed class FourierSvmTests
{
    [Theory]
    [InlineData(FourierFrequencies.Independent)]
    [InlineData(FourierFrequencies.Orthogonal)]
    public void Inner_products_approximate_the_gaussian_kernel_ever_better(FourierFrequencies kind)
    {
        double few = KernelError(kind, 64), many = KernelError(kind, 4096);
        Assert.True(few <= 1 / Math.Sqrt(64), $"root mean square error {few} at 64 dimensions");
        Assert.InRange(few / many, 5.5, 11.5); // 64 times the dimensions: an eighth of the error
    }

    [Fact]
    public void Orthogonal_frequencies_err_less()
    {
        double independent = KernelError(FourierFrequencies.Independent, 256), orthogonal = KernelError(FourierFrequencies.Orthogonal, 256);
        Assert.True(orthogonal < 0.9 * independent, $"{orthogonal} orthogonal, {independent} independent");
    }

    [Fact]
    public void Orthogonal_frequencies_stand_at_right_angles_within_a_block()
    {
        var features = FourierFeatures.Draw(6, 20, 0.1, FourierFrequencies.Orthogonal, new RandomSource(1).Open());
        for (var a = 0; a < 6; a++)
            for (var b = 0; b < a; b++) Assert.Equal(0, Enumerable.Range(0, 6).Sum(j => features.Frequencies[a * 6 + j] * features.Frequencies[b * 6 + j]), 1e-5);
    }

    [Fact]
    public void A_row_is_mapped_to_the_same_bits_alone_and_among_others()
    {
        var features = FourierFeatures.Draw(5, 70, 0.3, FourierFrequencies.Orthogonal, new RandomSource(1).Open());
        var rows = Rows(300);
        var all = features.Map(rows, CancellationToken.None);
        for (var i = 0; i < rows.Length; i += 37) Assert.True(all[i].Span.SequenceEqual(features.Map([rows[i]], CancellationToken.None)[0].Span));
        Assert.All(all, row => Assert.Equal(1, MixedProducts.SumOfSquares(row.Span), 1e-5));
    }

    [Fact]
    public void Exclusive_or_is_learned()
    {
        var (train, test) = (ExclusiveOr(1), ExclusiveOr(2));
        Assert.True(Toys.Accuracy(new LinearSvmOptions().Train(train, new RandomSource(1)), test) <= 0.75);
        var accuracy = Toys.Accuracy(new FourierSvmOptions(Gamma: 1, Dimensions: 200).Train(train, new RandomSource(1)), test);
        Assert.True(accuracy >= 0.98, $"accuracy {accuracy}");
    }

    [Fact]
    public void Predicts_nearly_always_what_the_exact_kernel_does()
    {
        double[][] centres = [[0, 0, 0], [2, 0, 0], [0, 2, 2]];
        var (train, test) = (Toys.Clouds(centres, 1, 300, 3), Toys.Clouds(centres, 1, 500, 4));
        var exact = new SvmOptions(C: 1).Train(train, new RandomSource(1));
        var approximate = new FourierSvmOptions(C: 1, Dimensions: 2000, Loss: LinearLoss.Hinge, Strategy: MachineStrategy.OneVersusOne, BiasScale: 10).Train(train, new RandomSource(1));
        var same = test.Examples.Count(row => Toys.Predict(exact, row, 3) == Toys.Predict(approximate, row, 3));
        Assert.True(same >= 485, $"{same} of 500 alike");
    }

    [Fact]
    public void A_path_of_costs_predicts_what_each_setting_alone_would()
    {
        var (set, heldOut) = (ExclusiveOr(3), new HeldOutRows(ExclusiveOr(4).Examples));
        FourierSvmOptions[] candidates = [new(C: 10, Gamma: 1, Dimensions: 40, Tolerance: 1e-6), new(C: 0.001, Gamma: 1, Dimensions: 40, Tolerance: 1e-6), new(C: 1, Gamma: 0.01, Dimensions: 60, Tolerance: 1e-6)];
        var together = candidates[0].PredictHeldOut(candidates, set, heldOut, new RandomSource(1));
        for (var k = 0; k < candidates.Length; k++)
        {
            var alone = candidates[k].PredictHeldOut([candidates[k]], set, heldOut, new RandomSource(1))[0];
            Assert.True(alone.Zip(together[k]).Count(pair => pair.First != pair.Second) <= 2, $"candidate {k} predicts otherwise in the path");
        }
    }

    [Fact]
    public void All_settings_that_cannot_work_are_named_at_once()
    {
        var wrong = Assert.Throws<OptionsException>(() => new FourierSvmOptions(Gamma: 0, Dimensions: 7, C: -1).Validate());
        Assert.Equal(3, wrong.Problems.Count);
        Assert.Contains("use an even number from 2", wrong.Message);
    }

    // Root mean square over pairs of rows, the kernel in plain double arithmetic.
    private static double KernelError(FourierFrequencies kind, int dimensions)
    {
        const double Gamma = 0.1;
        var rows = Rows(60);
        var (sum, count) = (0.0, 0);
        for (ulong seed = 1; seed <= 4; seed++)
        {
            var mapped = FourierFeatures.Draw(5, dimensions, Gamma, kind, new RandomSource(seed).Open()).Map(rows, CancellationToken.None);
            for (var i = 0; i < rows.Length; i++)
                for (var j = 0; j < i; j++, count++)
                {
                    double distance = 0, product = 0;
                    for (var l = 0; l < 5; l++) distance += Math.Pow((double)rows[i].Span[l] - rows[j].Span[l], 2);
                    for (var l = 0; l < dimensions; l++) product += (double)mapped[i].Span[l] * mapped[j].Span[l];
                    sum += Math.Pow(product - Math.Exp(-Gamma * distance), 2);
                }
        }

        return Math.Sqrt(sum / count);
    }

    private static MatrixView[] Rows(int count)
    {
        var stream = new RandomSource(8).Open();
        return [.. Enumerable.Range(0, count).Select(_ => Toys.Row([.. Enumerable.Range(0, 5).Select(_ => (float)stream.NextGaussian())]))];
    }

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
}
