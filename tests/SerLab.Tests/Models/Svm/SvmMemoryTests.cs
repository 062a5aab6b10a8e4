using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

/// <summary>Where inner products come from changes time and memory, and not one bit of a model.</summary>
public sealed class SvmMemoryTests
{
    private static readonly double[][] Centres = [[0, 0, 0, 0], [0.8, 0, 0, 0], [0, 0.8, 0, 0]];

    [Fact]
    public void All_pairs_at_once_pair_by_pair_and_row_by_row_give_the_same_model_on_any_number_of_threads()
    {
        var set = Toys.Clouds(Centres, 1, 1800, 3);
        var options = new SvmOptions(C: 10, Gamma: 0.5, PosteriorFolds: 2);
        var expected = Bits(options, set);
        foreach (var megabytes in (int[])[40, 15, 1]) // the products of all rows take 13 MB, a pair's with its kernel 12
            foreach (var threads in (int[])[1, 2])
                Assert.Equal(expected, Bits(options with { CacheMegabytes = megabytes }, With(set, threads)));
    }

    [Fact]
    public void Shared_rows_give_the_same_model_and_the_same_predictions()
    {
        var all = Toys.Clouds(Centres, 1, 120, 4);
        var shared = new SharedRows(all.Examples);
        int[] train = [.. Enumerable.Range(0, 120).Where(i => i % 4 != 0).Reverse()], test = [.. Enumerable.Range(0, 120).Where(i => i % 4 == 0)];
        var alone = all.Subset(train);
        var from = TrainingSet.From(shared, train, alone.Labels, alone.Groups, 3);
        Assert.Equal(Bits(new SvmOptions(), alone), Bits(new SvmOptions(), from));
        SvmOptions[] candidates = [new(C: 1), new(C: 30), new(SvmKernel.Linear), new(SvmKernel.Polynomial, Coef0: 1)];
        MatrixView[] heldOut = [.. test.Select(i => all.Examples[i])];
        var expected = SvmSearch.Predict(alone, new HeldOutRows(heldOut), candidates);
        Assert.Equal(expected, SvmSearch.Predict(from, new HeldOutRows(heldOut, test), candidates));
        Assert.Equal(expected, SvmSearch.Predict(from, new HeldOutRows(heldOut), candidates));
        Assert.Equal(from.Places, from.Subset([.. Enumerable.Range(0, train.Length)]).Places);
    }

    [Fact]
    public void Products_are_those_of_a_plain_loop_in_double()
    {
        const int Count = 101, Features = 300;
        var random = new RandomSource(8).Open();
        var values = Enumerable.Range(0, Count * Features).Select(_ => (float)random.NextGaussian()).ToArray();
        var gram = GramMatrix.Of(values, Count, Features, 2, CancellationToken.None);
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Count; j++)
            {
                var sum = 0.0;
                for (var l = 0; l < Features; l++) sum += (double)values[i * Features + l] * values[j * Features + l];
                Assert.Equal(sum, gram.Row(i)[j], 1e-3);
                Assert.Equal(gram.Row(j)[i], gram.Row(i)[j]);
            }
    }

    [Fact]
    public void The_row_used_longest_ago_makes_room()
    {
        var recent = new RecentRows(5, 2);
        recent.Admit(0);
        recent.Admit(1);
        recent.Use(0);
        recent.Admit(2);
        Assert.Equal(-1, recent.SlotOf(1));
        Assert.Equal([true, true], [recent.SlotOf(0) >= 0, recent.SlotOf(2) >= 0]);
        Assert.NotEqual(recent.SlotOf(0), recent.SlotOf(2));
    }

    private static TrainingSet With(TrainingSet set, int threads) => new(set.Examples, set.Labels, set.Groups, set.ClassCount) { Threads = threads };

    private static IEnumerable<(string Name, IEnumerable<long> Bits)> Bits(SvmOptions options, TrainingSet set) =>
        [.. options.Train(set, new RandomSource(1)).Weights.Tensors.Select(pair => (pair.Key, pair.Value.Values.Select(BitConverter.DoubleToInt64Bits)))];
}
