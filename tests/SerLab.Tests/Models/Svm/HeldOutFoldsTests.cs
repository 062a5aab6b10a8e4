using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

public sealed class HeldOutFoldsTests
{
    [Fact]
    public void Groups_stay_whole_and_every_fold_is_used()
    {
        var random = new RandomSource(3).Open();
        var groups = Enumerable.Range(0, 200).Select(_ => random.NextInt(9)).ToArray();
        var labels = Enumerable.Range(0, 200).Select(_ => random.NextInt(4)).ToArray();
        var folds = HeldOutFolds.Deal(labels, groups, 4, 5);
        Assert.Equal(5, folds.Distinct().Count());
        Assert.All(Enumerable.Range(0, 9), group => Assert.Single(Enumerable.Range(0, 200).Where(i => groups[i] == group).Select(i => folds[i]).Distinct()));
    }

    [Fact]
    public void Class_counts_come_out_even_where_groups_allow()
    {
        // Groups 0 and 1 hold only class 0, groups 2 and 3 only class 1: each fold gets one of either.
        int[] groups = [0, 0, 1, 1, 2, 2, 3, 3], labels = [0, 0, 0, 0, 1, 1, 1, 1];
        var folds = HeldOutFolds.Deal(labels, groups, 2, 2);
        Assert.NotEqual(folds[0], folds[2]);
        Assert.NotEqual(folds[4], folds[6]);
    }

    [Fact]
    public void One_group_alone_is_cut_by_class()
    {
        var folds = HeldOutFolds.Deal([0, 0, 0, 0, 1, 1], [5, 5, 5, 5, 5, 5], 2, 2);
        Assert.Equal([0, 1, 0, 1, 0, 1], folds);
    }
}
