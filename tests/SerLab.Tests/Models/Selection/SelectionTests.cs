using System.Runtime.CompilerServices;
using SerLab.Models;
using SerLab.Models.Selection;

namespace SerLab.Tests.Models;

public sealed class SelectionTests
{
    [Fact]
    public void F_is_the_table_computed_by_hand()
    {
        // Classes (1 2 3), (2 3 4), (6 7 8): means 2 3 7, overall 4; between 3 (4 + 1 + 9) / 2 = 21, within 6 / 6 = 1. The second column does not vary.
        float[] values = [1, 2, 3, 2, 3, 4, 6, 7, 8];
        var set = new TrainingSet([.. values.Select(value => Toys.Row(value, 0.1f))], [0, 0, 0, 1, 1, 1, 2, 2, 2], new int[9], 3);
        Assert.Equal([21, 0], FStatistic.Of(set), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void F_is_infinite_where_only_the_classes_differ() =>
        Assert.Equal(double.PositiveInfinity, FStatistic.Of(new TrainingSet([Toys.Row(1), Toys.Row(1), Toys.Row(2)], [0, 0, 1], [0, 0, 0], 2))[0]);

    [Fact]
    public void Anova_takes_copies_of_the_best_column_where_mrmr_takes_what_is_new()
    {
        // Columns 0 ... 4 are one strong column and near copies of it, 5 and 6 are weaker but tell other things, 7 ... 9 are noise.
        var random = new RandomSource(3).Open();
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        MatrixView[] rows = [.. labels.Select(label =>
        {
            var strong = (label == 0 ? 3 : 0) + random.NextGaussian();
            double[] copies = [.. Enumerable.Range(0, 5).Select(_ => strong + 0.05 * random.NextGaussian())];
            double[] others = [(label == 1 ? 2.5 : 0) + random.NextGaussian(), (label == 2 ? 2.5 : 0) + random.NextGaussian()];
            double[] noise = [random.NextGaussian(), random.NextGaussian(), random.NextGaussian()];
            return Toys.Row([.. copies.Concat(others).Concat(noise).Select(value => (float)value)]);
        })];
        var set = new TrainingSet(rows, labels, labels, 3);
        Assert.All(new AnovaFOptions(3).Choose(set), column => Assert.InRange(column, 0, 4));
        var chosen = new MrmrOptions(3).Choose(set);
        Assert.InRange(chosen[0], 0, 4);
        Assert.Equal([5, 6], chosen.Skip(1));
    }

    [PythonFact]
    public void Agrees_with_scikit_learn_and_with_mrmr_by_its_definition()
    {
        const double c = 0.05;
        var set = Overlapping(rows: 120, features: 60);
        var truth = PythonTruth.Ask(HereFile(), "selection_truth.py", new { rows = set.Examples.Select(row => Array.ConvertAll(row.Values.ToArray(), value => (double)value)), labels = set.Labels, count = 25, c });
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("f")), FStatistic.Of(set), 1e-9);
        Assert.Equal(PythonTruth.Numbers(truth.GetProperty("quotient")), new MrmrOptions(25).Order(set, CancellationToken.None).Select(column => (double)column));
        Assert.Equal(PythonTruth.Numbers(truth.GetProperty("difference")), new MrmrOptions(25, MrmrScore.Difference).Order(set, CancellationToken.None).Select(column => (double)column));
        foreach (var (name, weights) in (ReadOnlySpan<(string, ClassWeights)>)[("plain", ClassWeights.None), ("balanced", ClassWeights.Balanced)])
        {
            double[][] machines = [.. truth.GetProperty(name).EnumerateArray().Select(PythonTruth.Numbers)];
            int[] support = [.. Enumerable.Range(0, 60).Where(j => machines.Any(machine => machine[j] != 0))];
            Assert.InRange(support.Length, 5, 50);
            Assert.Equal(support, new L1Options(c, Count: null, weights).Choose(set));
        }

        // The weights themselves, of the class 0 against the rest.
        var found = new double[61];
        double[] signs = [.. set.Labels.Select(label => label == 0 ? 1.0 : -1.0)];
        L1SquaredHinge.Of(set, CancellationToken.None).Minimise(signs, [.. signs.Select(_ => c)], found, CancellationToken.None);
        PythonTruth.AssertNear(PythonTruth.Numbers(truth.GetProperty("plain")[0]), found, 1e-4);
    }

    [Fact]
    public void L1_without_C_keeps_the_count_and_with_a_larger_C_more_columns()
    {
        var set = Overlapping(rows: 120, features: 60);
        Assert.Equal(20, new L1Options(Count: 20).Choose(set).Count);
        var (few, more) = (new L1Options(0.02, Count: null).Choose(set), new L1Options(0.2, Count: null).Choose(set));
        Assert.InRange(few.Count, 1, more.Count - 1);
        Assert.Equal(few.Count - 1, new L1Options(0.02, Count: few.Count - 1).Choose(set).Count);
    }

    [Fact]
    public void L1_says_from_which_C_on_a_column_has_weight()
    {
        var set = Overlapping(rows: 120, features: 60);
        var wrong = Assert.Throws<OptionsException>(() => new L1Options(1e-5).Choose(set));
        Assert.Contains("C is 1E-05; no column has weight below about ", wrong.Message);
        var least = double.Parse(wrong.Message.Split("below about ")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Throws<OptionsException>(() => new L1Options(least * 0.98).Choose(set));
        Assert.Single(new L1Options(least * 1.02).Choose(set));
    }

    [Fact]
    public void L1_refuses_columns_that_tell_nothing() =>
        Assert.Contains("check the features", Assert.Throws<OptionsException>(() => new L1Options(1).Choose(new TrainingSet([Toys.Row(0), Toys.Row(0)], [0, 1], [0, 1], 2))).Message);

    [Fact]
    public void L1_needs_a_C_or_a_count_and_a_C_above_0()
    {
        Assert.Contains("give one: a Count such as 200 or a C such as 0.1", Assert.Throws<OptionsException>(() => new L1Options(null, null).Validate()).Message);
        Assert.Contains("C is -1; use a number above 0", Assert.Throws<OptionsException>(() => new L1Options(-1).Validate()).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2500)]
    public void Products_of_columns_are_those_of_a_plain_loop_over_any_number_of_blocks(int rows)
    {
        var random = new RandomSource(4).Open();
        MatrixView[] examples = [.. Enumerable.Range(0, rows).Select(_ => Toys.Row([.. Enumerable.Range(0, 5).Select(_ => (float)random.NextGaussian())])).Append(Toys.Row(1, 2, 3, 4, 5))];
        var set = new TrainingSet(examples, [.. examples.Select((_, i) => i == 0 ? 1 : 0)], new int[rows + 1], 2);
        double[] centre = [0, 1, 2, 3, 4], scale = [1, 1, 0.5, 2, 3];
        var columns = new TrainingColumns(set, centre, scale, CancellationToken.None);
        var (vector, found, column) = (new float[rows + 1], new float[5], new float[rows + 1]);
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)random.NextGaussian();
        columns.Products(vector, found);
        for (var j = 0; j < 5; j++)
        {
            columns.Column(j, column);
            var expected = 0.0;
            for (var i = 0; i < vector.Length; i++)
            {
                Assert.Equal((examples[i].Span[j] - centre[j]) * scale[j], column[i], 1e-5);
                expected += vector[i] * (examples[i].Span[j] - centre[j]) * scale[j];
            }

            Assert.Equal(expected, found[j], 1e-2);
        }
    }

    // Three classes of unequal size; a third of the columns tell something, correlated in triples.
    private static TrainingSet Overlapping(int rows, int features)
    {
        var random = new RandomSource(5).Open();
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2)];
        MatrixView[] examples = [.. labels.Select(label =>
        {
            var row = new float[features];
            for (var j = 0; j < features; j += 3)
            {
                var shared = random.NextGaussian() + (j % 2 == 0 && j / 3 % 3 == label ? 0.8 : 0);
                for (var k = j; k < j + 3; k++) row[k] = (float)(0.8 * shared + 0.6 * random.NextGaussian());
            }

            return Toys.Row(row);
        })];
        return new TrainingSet(examples, labels, new int[rows], 3);
    }

    private static string HereFile([CallerFilePath] string file = "") => file;
}
