using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

public sealed class SvmKernelTests
{
    [Theory]
    [InlineData(SvmKernel.Linear)]
    [InlineData(SvmKernel.Rbf)]
    [InlineData(SvmKernel.Polynomial)]
    [InlineData(SvmKernel.Sigmoid)]
    public void Kernels_are_their_formulas(SvmKernel kernel)
    {
        var function = new KernelFunction(kernel, 0.3, 4, 0.7);
        float[] x = [1, -0.5f, 2], norms = [5.25f, 1.25f, 0], products = [5.25f, 0.25f, 0];
        float[][] others = [x, [0.5f, 0, -0.125f], [0, 0, 0]];
        norms[1] = others[1].Sum(value => value * value);
        products[1] = x.Zip(others[1], (a, b) => a * b).Sum();
        function.Evaluate(products, 5.25f, norms);
        for (var j = 0; j < 3; j++)
        {
            var inner = x.Zip(others[j], (a, b) => (double)a * b).Sum();
            var expected = kernel switch
            {
                SvmKernel.Rbf => Math.Exp(-0.3 * x.Zip(others[j], (a, b) => Math.Pow(a - b, 2)).Sum()),
                SvmKernel.Polynomial => Math.Pow(0.3 * inner + 0.7, 4),
                SvmKernel.Sigmoid => Math.Tanh(0.3 * inner + 0.7),
                _ => inner,
            };
            Assert.Equal(expected, products[j], 1e-5 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void A_precomputed_kernel_decides_as_the_kernel_it_was_computed_with()
    {
        var set = Toys.Clouds([[0, 0], [1, 0], [0, 1]], 1, 90, 6);
        var kernels = new TrainingSet([.. set.Examples.Select(a => KernelWith(set, a))], set.Labels, set.Groups, 3);
        var (own, precomputed) = (Train(new SvmOptions(SvmKernel.Linear), set), Train(new SvmOptions(SvmKernel.Precomputed), kernels));
        foreach (var row in Toys.Clouds([[0, 0], [1, 0], [0, 1]], 1, 30, 7).Examples)
            Assert.Equal(own.Decide(row), precomputed.Decide(KernelWith(set, row)), (a, b) => Math.Abs(a - b) < 1e-3);
        var restored = SvmClassifier.Restore(new SvmOptions(SvmKernel.Precomputed), precomputed.Weights);
        Assert.Equal(precomputed.Decide(kernels.Examples[3]), restored.Decide(kernels.Examples[3]));
    }

    [Fact]
    public void Parts_of_a_shared_precomputed_kernel_are_found_by_their_places()
    {
        var set = Toys.Clouds([[0, 0], [1.5, 0]], 1, 60, 6);
        var shared = new SharedRows([.. set.Examples.Select(a => KernelWith(set, a))]);
        int[] train = [.. Enumerable.Range(0, 60).Where(i => i % 3 != 0)], test = [.. Enumerable.Range(0, 60).Where(i => i % 3 == 0)];
        var part = set.Subset(train);
        var found = SvmSearch.Predict(TrainingSet.From(shared, train, part.Labels, part.Groups, 2), new HeldOutRows([.. test.Select(i => shared.Rows[i])], test), [new(SvmKernel.Precomputed)]);
        Assert.Equal(SvmSearch.Predict(part, new HeldOutRows([.. test.Select(i => set.Examples[i])]), [new(SvmKernel.Linear)]), found);
    }

    [Fact]
    public void What_cannot_be_a_kernel_is_refused_with_a_cure()
    {
        var wide = Toys.Clouds([[0, 0], [1, 0]], 1, 10, 6);
        Assert.Contains("give 10, without normalisation", Assert.Throws<OptionsException>(() => Train(new SvmOptions(SvmKernel.Precomputed), wide)).Message);
        var lopsided = new TrainingSet([Toys.Row(1, 2), Toys.Row(0, 1)], [0, 1], [0, 1], 2);
        Assert.Contains("a kernel is symmetric", Assert.Throws<OptionsException>(() => Train(new SvmOptions(SvmKernel.Precomputed), lopsided)).Message);
    }

    private static SvmClassifier Train(SvmOptions options, TrainingSet set) => (SvmClassifier)options.Train(set, new RandomSource(1));

    private static MatrixView KernelWith(TrainingSet set, MatrixView row) =>
        Toys.Row([.. set.Examples.Select(example => (float)example.Values.ToArray().Zip(row.Values.ToArray(), (x, z) => (double)x * z).Sum())]);
}
