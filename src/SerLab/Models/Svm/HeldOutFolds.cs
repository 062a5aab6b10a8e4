namespace SerLab.Models.Svm;

/// <summary>Parts of a training set that a classifier holds out of its own training in turn, to see itself judge what it has not learned.</summary>
internal static class HeldOutFolds
{
    /// <summary>Fold of each example. Groups stay whole where there are at least two; else classes are dealt out evenly.</summary>
    /// <remarks>
    /// Groups are dealt largest first, each to the fold where it leaves the class counts most even (least sum of squared relative counts): no chance, so
    /// the same set gives the same folds.
    /// </remarks>
    /// <param name="labels">Class of each example, shape [examples].</param>
    /// <param name="groups">Group of each example, shape [examples].</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="most">Most folds, at least 2.</param>
    /// <returns>Numbers 0 ... folds - 1, shape [examples].</returns>
    public static int[] Deal(IReadOnlyList<int> labels, IReadOnlyList<int> groups, int classCount, int most)
    {
        var members = Enumerable.Range(0, labels.Count).GroupBy(i => groups[i]).Select(group => group.ToArray()).ToArray();
        return members.Length < 2 ? DealClasses(labels, classCount, most) : DealGroups(labels, members, classCount, Math.Min(most, members.Length));
    }

    private static int[] DealClasses(IReadOnlyList<int> labels, int classCount, int most)
    {
        var (folds, dealt) = (new int[labels.Count], new int[classCount]);
        for (var i = 0; i < folds.Length; i++) folds[i] = dealt[labels[i]]++ % most;
        return folds;
    }

    private static int[] DealGroups(IReadOnlyList<int> labels, int[][] members, int classCount, int foldCount)
    {
        var total = new double[classCount];
        foreach (var label in labels) total[label]++;
        var held = new double[foldCount, classCount];
        var folds = new int[labels.Count];
        foreach (var group in members.OrderByDescending(group => group.Length))
        {
            var counts = new double[classCount];
            foreach (var i in group) counts[labels[i]]++;
            var chosen = Enumerable.Range(0, foldCount).MinBy(fold => Unevenness(fold, counts));
            for (var c = 0; c < classCount; c++) held[chosen, c] += counts[c];
            foreach (var i in group) folds[i] = chosen;
        }

        return folds;

        // What the sum of squared shares grows by; the squares of the other folds stay as they are.
        double Unevenness(int fold, double[] counts)
        {
            var growth = 0.0;
            for (var c = 0; c < classCount; c++)
                if (total[c] > 0) growth += counts[c] * (2 * held[fold, c] + counts[c]) / (total[c] * total[c]);
            return growth;
        }
    }
}
