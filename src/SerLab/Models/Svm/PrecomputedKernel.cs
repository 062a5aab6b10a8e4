using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>A kernel that was computed elsewhere and comes as features.</summary>
internal static class PrecomputedKernel
{
    // Single precision keeps seven digits; a kernel that differs more across its diagonal is another matrix.
    private const double MostAsymmetry = 1e-3;

    /// <summary>The kernel of every two sorted rows.</summary>
    /// <param name="set">Examples whose features are kernels.</param>
    /// <param name="order">Position in the set of each sorted row, shape [rows].</param>
    /// <param name="columns">Feature that each sorted row is, shape [rows].</param>
    /// <exception cref="OptionsException">There are fewer or more features than rows, too many rows, or the kernel is not symmetric.</exception>
    public static GramMatrix Read(TrainingSet set, IReadOnlyList<int> order, int[] columns)
    {
        var needed = set.Shared?.Rows.Count ?? order.Count;
        if (set.FeatureCount != needed)
            throw new OptionsException("svm", [$"the kernel is precomputed and examples have {set.FeatureCount} features; feature j is the kernel with {(set.Shared is null ? "training example" : "row")} j, so give {needed}, without normalisation."]);
        if (order.Count > GramMatrix.MostRows)
            throw new OptionsException("svm", [$"there are {order.Count} training rows with a precomputed kernel; at most {GramMatrix.MostRows} fit in one array, so train on fewer."]);
        var values = new float[order.Count * order.Count];
        for (var i = 0; i < order.Count; i++)
        {
            var features = set.Examples[order[i]].Span;
            for (var j = 0; j < columns.Length; j++) values[i * order.Count + j] = features[columns[j]];
        }

        for (var i = 0; i < order.Count; i++)
            for (var j = 0; j < i; j++)
            {
                var (below, above) = (values[i * order.Count + j], values[j * order.Count + i]);
                if (Math.Abs(below - above) > MostAsymmetry * Math.Max(1, Math.Abs(above)))
                    throw new OptionsException("svm", [$"the precomputed kernel of examples {order[i]} and {order[j]} is {below} one way and {above} the other; a kernel is symmetric, so compute it again and do not normalise it."]);
            }

        return GramMatrix.Known(values, order.Count);
    }
}
