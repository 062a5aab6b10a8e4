using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Folds;

/// <summary>Assigns whole groups (speakers) to folds so that labels are spread evenly: for outer folds and for the inner folds of tuning.</summary>
public static class GroupedFolds
{
    /// <summary>Part of each row, 0 ... parts - 1; no part is empty and rows of one group share a part.</summary>
    /// <param name="labels">Class of each row, shape [rows].</param>
    /// <param name="groups">Group of each row, shape [rows].</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="parts">Number of parts, 2 to the number of groups.</param>
    /// <param name="random">Orders equal groups.</param>
    /// <remarks>
    /// Groups are placed largest first, each where the label counts of the parts stay most even: the sum over classes of the variance over
    /// parts of count / class total is smallest. Greedy, so near the best and fast.
    /// </remarks>
    /// <exception cref="BadInputException">There are fewer groups than parts.</exception>
    public static int[] Assign(IReadOnlyList<int> labels, IReadOnlyList<int> groups, int classCount, int parts, RandomSource random)
    {
        var byGroup = groups.Select((group, row) => (group, row)).GroupBy(pair => pair.group).OrderBy(group => group.Key)
            .Select(group => group.Select(pair => pair.row).ToArray()).ToArray();
        if (byGroup.Length < parts) throw new BadInputException("folds", null, $"{parts} folds need {parts} groups and there are {byGroup.Length}; use at most {byGroup.Length} folds.");
        random.For("grouped folds").Open().Shuffle(byGroup.AsSpan());
        var totals = new double[classCount];
        foreach (var label in labels) totals[label]++;

        var counts = new double[parts, classCount];
        var groupsInPart = new int[parts];
        var assigned = new int[labels.Count];
        var ordered = byGroup.OrderByDescending(rows => rows.Length).ToArray();
        for (var g = 0; g < ordered.Length; g++)
        {
            var emptyParts = groupsInPart.Count(count => count == 0);
            var mustFill = ordered.Length - g <= emptyParts;
            var best = -1;
            var bestUnevenness = double.PositiveInfinity;
            for (var part = 0; part < parts; part++)
            {
                if (mustFill && groupsInPart[part] > 0) continue;
                Add(counts, part, labels, ordered[g], +1);
                var unevenness = Unevenness(counts, totals);
                Add(counts, part, labels, ordered[g], -1);
                if (unevenness < bestUnevenness - 1e-12) (best, bestUnevenness) = (part, unevenness);
            }

            Add(counts, best, labels, ordered[g], +1);
            groupsInPart[best]++;
            foreach (var row in ordered[g]) assigned[row] = best;
        }

        return assigned;
    }

    private static void Add(double[,] counts, int part, IReadOnlyList<int> labels, int[] rows, int sign)
    {
        foreach (var row in rows) counts[part, labels[row]] += sign;
    }

    private static double Unevenness(double[,] counts, double[] totals)
    {
        var (parts, sum) = (counts.GetLength(0), 0.0);
        for (var c = 0; c < totals.Length; c++)
        {
            if (totals[c] == 0) continue;
            var (mean, squares) = (0.0, 0.0);
            for (var part = 0; part < parts; part++)
            {
                var share = counts[part, c] / totals[c];
                mean += share / parts;
                squares += share * share / parts;
            }

            sum += squares - mean * mean;
        }

        return sum;
    }
}
