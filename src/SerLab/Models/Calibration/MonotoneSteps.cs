namespace SerLab.Models.Calibration;

/// <summary>A never falling function of one number: straight lines between knots, level outside. Immutable.</summary>
/// <remarks>Isotonic regression by pool-adjacent-violators: M. Ayer and others, Annals of Mathematical Statistics 26(4), 1955.</remarks>
internal sealed class MonotoneSteps
{
    private readonly double[] places;
    private readonly double[] values;

    /// <param name="places">Where the knots are, ascending, at least one.</param>
    /// <param name="values">Value at each knot, never falling.</param>
    public MonotoneSteps(double[] places, double[] values) => (this.places, this.values) = (places, values);

    /// <summary>Where the knots are, ascending.</summary>
    public IReadOnlyList<double> Places => places;

    /// <summary>Value at each knot.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The never falling function with the least weighted sum of squared distances from points.</summary>
    /// <param name="places">Shape [points].</param>
    /// <param name="targets">Shape [points].</param>
    /// <param name="weights">Above 0, shape [points].</param>
    public static MonotoneSteps Fit(double[] places, double[] targets, double[] weights)
    {
        // A block is a stretch of places that share one value. Points at one place are one block from the start.
        var blocks = new List<Block>();
        foreach (var same in Enumerable.Range(0, places.Length).GroupBy(i => places[i]).OrderBy(group => group.Key))
        {
            var weight = same.Sum(i => weights[i]);
            blocks.Add(new Block(same.Key, same.Key, weight, same.Sum(i => weights[i] * targets[i]) / weight));
            while (blocks.Count > 1 && blocks[^2].Value >= blocks[^1].Value) Merge(blocks);
        }

        var (knots, levels) = (new List<double>(), new List<double>());
        foreach (var block in blocks)
        {
            knots.Add(block.First);
            levels.Add(block.Value);
            if (block.Last == block.First) continue;
            knots.Add(block.Last);
            levels.Add(block.Value);
        }

        return new MonotoneSteps([.. knots], [.. levels]);
    }

    /// <summary>The function's value.</summary>
    public double At(double place)
    {
        var found = Array.BinarySearch(places, place);
        if (found >= 0) return values[found];
        var above = ~found;
        if (above == 0) return values[0];
        if (above == places.Length) return values[^1];
        var share = (place - places[above - 1]) / (places[above] - places[above - 1]);
        return values[above - 1] + share * (values[above] - values[above - 1]);
    }

    private static void Merge(List<Block> blocks)
    {
        var (before, last) = (blocks[^2], blocks[^1]);
        var weight = before.Weight + last.Weight;
        blocks.RemoveAt(blocks.Count - 1);
        blocks[^1] = new Block(before.First, last.Last, weight, (before.Weight * before.Value + last.Weight * last.Value) / weight);
    }

    private readonly record struct Block(double First, double Last, double Weight, double Value);
}
