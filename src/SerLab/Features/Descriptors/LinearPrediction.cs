using System.Numerics;

namespace SerLab.Features.Descriptors;

/// <summary>Linear prediction of one order: from an autocorrelation to resonances. Holds scratch: belongs to one thread.</summary>
internal sealed class LinearPrediction
{
    private const double MinHz = 90;
    private const double MaxBandwidthHz = 700;
    private const int MostIterations = 60;
    private readonly int order;
    private readonly double[] coefficients;
    private readonly double[] before;
    private readonly Complex[] roots;

    public LinearPrediction(int order)
    {
        this.order = order;
        coefficients = new double[order + 1];
        before = new double[order + 1];
        roots = new Complex[order];
    }

    /// <summary>Predictor polynomial 1 + a1 z^-1 + ... of an autocorrelation, by Levinson's and Durbin's recursion (Makhoul 1975, eqs. 38).</summary>
    /// <param name="correlation">Shape [order + 1]; only read.</param>
    /// <returns>The coefficients, valid until the next call; empty when the signal has no energy or is predicted perfectly.</returns>
    public ReadOnlySpan<double> Coefficients(ReadOnlySpan<double> correlation)
    {
        if (!(correlation[0] > 0)) return [];
        // White noise 90 dB under the signal keeps the recursion stable in the face of rounding.
        var error = correlation[0] * (1 + 1e-9);
        Array.Clear(coefficients);
        coefficients[0] = 1;
        for (var i = 1; i <= order; i++)
        {
            var sum = correlation[i];
            for (var j = 1; j < i; j++) sum += coefficients[j] * correlation[i - j];
            var reflection = -sum / error;
            coefficients.CopyTo(before, 0);
            for (var j = 1; j < i; j++) coefficients[j] = before[j] + reflection * before[i - j];
            coefficients[i] = reflection;
            error *= 1 - reflection * reflection;
            if (!(error > 0)) return [];
        }

        return coefficients;
    }

    /// <summary>The lowest resonances; unchanged where there are too few.</summary>
    /// <param name="correlation">Autocorrelation, shape [order + 1]; only read.</param>
    /// <param name="maxHz">Half the rate of the autocorrelation's lags, Hz.</param>
    /// <param name="hz">Frequencies, rising; shape [resonances].</param>
    /// <param name="bandwidthHz">Bandwidths at -3 dB; shape [resonances].</param>
    public void Resonances(ReadOnlySpan<double> correlation, double maxHz, Span<float> hz, Span<float> bandwidthHz)
    {
        var polynomial = Coefficients(correlation);
        if (polynomial.IsEmpty || !FindRoots(polynomial)) return;
        Array.Sort(roots, static (a, b) => a.Phase.CompareTo(b.Phase));
        var found = 0;
        Span<float> newHz = stackalloc float[hz.Length];
        Span<float> newBandwidthHz = stackalloc float[hz.Length];
        foreach (var root in roots)
        {
            if (root.Imaginary <= 0 || found == hz.Length) continue;
            double frequency = root.Phase / Math.PI * maxHz, bandwidth = -2 * Math.Log(root.Magnitude) / Math.PI * maxHz;
            if (frequency < MinHz || frequency > maxHz - MinHz || bandwidth > MaxBandwidthHz || bandwidth < 0) continue;
            (newHz[found], newBandwidthHz[found]) = ((float)frequency, (float)bandwidth);
            found++;
        }

        if (found < hz.Length) return;
        newHz.CopyTo(hz);
        newBandwidthHz.CopyTo(bandwidthHz);
    }

    // All roots at once, each pushed off by the others: O. Aberth, Mathematics of Computation 27(122), 1973.
    private bool FindRoots(ReadOnlySpan<double> polynomial)
    {
        for (var i = 0; i < order; i++) roots[i] = Complex.FromPolarCoordinates(0.9, 2 * Math.PI * (i + 0.25) / order);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var largest = 0.0;
            for (var i = 0; i < order; i++)
            {
                Complex value = polynomial[0], slope = 0;
                for (var k = 1; k <= order; k++)
                {
                    slope = slope * roots[i] + value;
                    value = value * roots[i] + polynomial[k];
                }

                if (value == 0) continue;
                var newton = value / slope;
                Complex push = 0;
                for (var j = 0; j < order; j++)
                    if (j != i) push += 1 / (roots[i] - roots[j]);
                var step = newton / (1 - newton * push);
                if (!double.IsFinite(step.Real) || !double.IsFinite(step.Imaginary)) return false;
                roots[i] -= step;
                largest = Math.Max(largest, Math.Abs(step.Real) + Math.Abs(step.Imaginary));
            }

            if (largest < 1e-7) return true;
        }

        return false;
    }
}
