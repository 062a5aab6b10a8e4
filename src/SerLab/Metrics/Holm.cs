namespace SerLab.Metrics;

/// <summary>Several tests at once: p-values that keep the chance of any false alarm at the stated level.</summary>
/// <remarks>S. Holm, Scandinavian Journal of Statistics 6(2), 1979: step-down Bonferroni; holds whatever the tests' dependence.</remarks>
public static class Holm
{
    /// <summary>Adjusted p-values, in the order given: the i-th smallest of m is multiplied by m - i + 1, never below its smaller neighbour, at most 1.</summary>
    /// <param name="pValues">P-values, 0 to 1, any number.</param>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        foreach (var pValue in pValues)
            if (!(pValue >= 0 && pValue <= 1))
                throw new ArgumentException($"A p-value is {pValue}; give values from 0 to 1.", nameof(pValues));
        var adjusted = new double[pValues.Count];
        var running = 0.0;
        var rank = 0;
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
        {
            running = Math.Max(running, Math.Min(1, pValues[i] * (pValues.Count - rank++)));
            adjusted[i] = running;
        }

        return adjusted;
    }
}
