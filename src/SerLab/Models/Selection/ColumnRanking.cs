using SerLab.Options;

namespace SerLab.Models.Selection;

/// <summary>What selections that keep so many columns have in common.</summary>
internal static class ColumnRanking
{
    /// <summary>Adds the problem of a count below 1.</summary>
    public static void CheckCount(int count, Problems problems) => problems.Unless(count >= 1, $"Count is {count}; keep at least 1 column, such as 200.");

    /// <summary>Positions of the highest scores, ascending; of equal scores the first columns.</summary>
    /// <param name="scores">Shape [features], no NaN; only read.</param>
    /// <param name="count">How many; all when there are fewer.</param>
    public static int[] Best(double[] scores, int count)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(j => scores[j]).ThenBy(j => j).Take(count).ToArray();
        Array.Sort(order);
        return order;
    }
}
