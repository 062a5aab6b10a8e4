using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

/// <summary>Decision values and support vectors equal those of LIBSVM's own program at the same C, gamma and epsilon; its kernel is evaluated here in plain double arithmetic.</summary>
public sealed class SvmAgainstLibsvmTests
{
    private const double Tolerance = 1e-6;
    private const double Relative = 1e-3;

    [ProgramFact("svm-train")]
    public void Wide_rows_with_the_linear_kernel()
    {
        double[][] centres = [.. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, 400).Select(j => j % 4 == c ? 0.1 : 0).ToArray())];
        Compare(Toys.Clouds(centres, 1, 80, 13), new SvmOptions(SvmKernel.Linear, C: 0.01, ClassWeights: ClassWeights.None, Tolerance: Tolerance));
    }

    [ProgramFact("svm-train")]
    public void Many_rows_of_two_overlapping_classes_with_the_gaussian_kernel() =>
        Compare(Toys.Clouds([[0, 0, 0, 0, 0], [1, 0.5, 0, 0, 0]], 1, 1100, 11), new SvmOptions(C: 5, Gamma: 0.2, ClassWeights: ClassWeights.None, Tolerance: Tolerance));

    [ProgramFact("svm-train")]
    public void Three_classes_of_unequal_size_with_balanced_weights_and_a_polynomial()
    {
        var all = Toys.Clouds([[0, 0, 0, 0], [1.2, 0, 0, 0], [0, 1.2, 0, 0]], 1, 360, 12);
        var unequal = all.Subset([.. Enumerable.Range(0, 360).Where(i => i % 3 == 0 || i % 9 == 1 || i % 18 == 2)]);
        Compare(unequal, new SvmOptions(SvmKernel.Polynomial, C: 0.5, Gamma: 0.3, Degree: 3, Coef0: 1, Tolerance: Tolerance));
    }

    [ProgramFact("svm-train")]
    public void Seven_overlapping_classes_with_balanced_weights_and_the_gaussian_kernel()
    {
        double[][] centres = [.. Enumerable.Range(0, 7).Select(c => Enumerable.Range(0, 10).Select(j => j == c ? 1.0 : 0).ToArray())];
        Compare(Toys.Clouds(centres, 1, 420, 14), new SvmOptions(C: 3, Gamma: 0.1, Tolerance: Tolerance));
    }

    [ProgramFact("svm-train")]
    public void Rows_that_occur_twice_with_either_label_and_features_that_never_change()
    {
        var once = Toys.Clouds([[0, 0, 2], [1, 0, 2]], 1, 60, 15);
        MatrixView[] rows = [.. once.Examples.Select(row => Toys.Row(row.Span[0], row.Span[1], 2, 0))];
        var twice = new TrainingSet([.. rows, .. rows, .. rows], [.. once.Labels, .. once.Labels, .. once.Labels.Select((label, i) => i % 10 == 0 ? 1 - label : label)],
            [.. once.Groups, .. once.Groups, .. once.Groups], 2);
        Compare(twice, new SvmOptions(C: 2, Gamma: 0.5, ClassWeights: ClassWeights.None, Tolerance: Tolerance));
    }

    [ProgramFact("svm-train")]
    public void Two_classes_with_the_sigmoid_kernel() =>
        Compare(Toys.Clouds([[0, 0, 0], [1.5, 0, 0]], 1, 120, 16), new SvmOptions(SvmKernel.Sigmoid, C: 1, Gamma: 0.05, Coef0: -0.5, Tolerance: Tolerance));

    private static void Compare(TrainingSet set, SvmOptions options)
    {
        var model = (SvmClassifier)options.Train(set, new RandomSource(1));
        var theirs = LibsvmModel.Train(set, options);
        var decisions = set.Examples.Select(model.Decide).ToArray();
        for (var i = 0; i < set.Examples.Count; i += Math.Max(1, set.Examples.Count / 200))
        {
            var other = theirs.Decide(set.Examples[i].Values.ToArray());
            for (var p = 0; p < other.Length; p++) Assert.Equal(other[p], decisions[i][p], Relative * Math.Max(1, Math.Abs(other[p])));
        }

        for (var p = 0; p < theirs.Rho.Length; p++) Assert.Equal(-theirs.Rho[p], model.Weights.Tensors["biases"].Values[p], Relative * Math.Max(1, Math.Abs(theirs.Rho[p])));

        // The same vectors, but for rows that lie on a margin: there a multiplier may be 0 or just above.
        var vectors = model.Weights.Tensors["vectors"];
        var (own, others) = (RowsOf(set, vectors.Values.Chunk(vectors.Shape[1])), RowsOf(set, theirs.Vectors));
        foreach (var i in own.Except(others).Concat(others.Except(own)))
            Assert.True(decisions[i].Any(value => Math.Abs(Math.Abs(value) - 1) < Relative), $"example {i} is a support vector of one program only, with decisions {string.Join(' ', decisions[i])}");
        Assert.InRange(own.Intersect(others).Count(), 0.98 * others.Count, others.Count);
    }

    // The example that a vector is: the nearest, for LIBSVM writes eight digits; the first of equal ones.
    private static HashSet<int> RowsOf(TrainingSet set, IEnumerable<double[]> vectors) =>
        [.. vectors.Select(vector => Enumerable.Range(0, set.Examples.Count).MinBy(i => Distance(set.Examples[i].Span, vector)))];

    private static double Distance(ReadOnlySpan<float> row, double[] vector)
    {
        var sum = 0.0;
        for (var j = 0; j < vector.Length; j++) sum += Math.Abs(row[j] - vector[j]);
        return Math.Round(sum, 4);
    }
}
