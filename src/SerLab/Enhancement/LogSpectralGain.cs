using System.Numerics;

namespace SerLab.Enhancement;

/// <summary>The gain with the least mean-square error of the logarithm of the speech amplitude.</summary>
/// <remarks>
/// Y. Ephraim and D. Malah, "Speech enhancement using a minimum mean-square error log-spectral amplitude estimator", IEEE ASSP-33(2), 1985, eq. 20:
/// G = xi / (1 + xi) exp(E1(v) / 2), v = gamma xi / (1 + xi); at most 1.
/// </remarks>
internal static class LogSpectralGain
{
    private const float MinV = 1e-8f;

    /// <summary>The gain of one bin, to double precision.</summary>
    /// <param name="priorSnr">xi, above 0.</param>
    /// <param name="posteriorSnr">gamma, at least 0.</param>
    public static double Of(double priorSnr, double posteriorSnr)
    {
        var wiener = priorSnr / (1 + priorSnr);
        return Math.Min(1, wiener * Math.Exp(0.5 * ExponentialIntegral.E1(Math.Max(posteriorSnr * wiener, MinV))));
    }

    /// <summary>The gains of a frame, to 2e-6 of their value.</summary>
    /// <param name="priorSnr">xi, above 0, shape [bins]; only read.</param>
    /// <param name="posteriorSnr">gamma, at least 0, shape [bins]; only read.</param>
    /// <param name="gains">Shape [bins].</param>
    public static void Of(ReadOnlySpan<float> priorSnr, ReadOnlySpan<float> posteriorSnr, Span<float> gains)
    {
        var k = 0;
        for (; k + Vector<float>.Count <= gains.Length; k += Vector<float>.Count) Of(new Vector<float>(priorSnr[k..]), new Vector<float>(posteriorSnr[k..])).CopyTo(gains[k..]);
        if (k == gains.Length) return;

        // What fills no vector goes through one padded with ones.
        Span<float> prior = stackalloc float[Vector<float>.Count], posterior = stackalloc float[Vector<float>.Count];
        prior.Fill(1);
        posterior.Fill(1);
        priorSnr[k..].CopyTo(prior);
        posteriorSnr[k..].CopyTo(posterior);
        Of(new Vector<float>(prior), new Vector<float>(posterior)).CopyTo(prior);
        prior[..(gains.Length - k)].CopyTo(gains[k..]);
    }

    // exp(E1(v)) = 1 + exp(-v) r(v) / v, where r(v) = v exp(v) (exp(E1(v)) - 1) runs smoothly from exp(-0.5772) at 0 to 1; the quotient of two parabolas, fitted over 0 to 30
    // by least squares of the gain, makes the gain 8e-7 off at most.
    private static Vector<float> Of(Vector<float> priorSnr, Vector<float> posteriorSnr)
    {
        var wiener = priorSnr / (Vector<float>.One + priorSnr);
        var v = Vector.Max(posteriorSnr * wiener, new Vector<float>(MinV));
        var over = (new Vector<float>(0.04803744f) * v + new Vector<float>(0.2897374f)) * v + new Vector<float>(0.5614596f);
        var under = (new Vector<float>(0.051411033f) * v + new Vector<float>(0.2971371f)) * v + Vector<float>.One;
        return Vector.Min(Vector<float>.One, wiener * Vector.SquareRoot(Vector<float>.One + Vector.Exp(-v) * over / (under * v)));
    }
}
