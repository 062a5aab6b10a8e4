using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>How far each feature spreads over all training frames: the unit of distances and of variance floors.</summary>
/// <param name="Variance">Shape [features]; 1 for a constant feature.</param>
/// <param name="Floor">Least variance that a component may have, shape [features].</param>
internal sealed record FrameSpread(double[] Variance, double[] Floor)
{
    /// <param name="set">Examples of any number of frames.</param>
    /// <param name="floorShare">Floor as a share of the variance.</param>
    public static FrameSpread Of(TrainingSet set, double floorShare)
    {
        var (_, deviation) = ColumnStatistics.MeanAndDeviation(set.Examples);
        var variance = Array.ConvertAll(deviation, value => value * value);
        return new FrameSpread(variance, Array.ConvertAll(variance, value => value * floorShare));
    }

    /// <summary>The examples of a class, in the set's order.</summary>
    public static IEnumerable<MatrixView> ExamplesOf(TrainingSet set, int label) =>
        Enumerable.Range(0, set.Examples.Count).Where(i => set.Labels[i] == label).Select(i => set.Examples[i]);
}
