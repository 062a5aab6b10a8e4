namespace SerLab.Enhancement;

/// <summary>The gain with the least mean-square error of the logarithm of the speech amplitude.</summary>
/// <remarks>
/// Y. Ephraim and D. Malah, "Speech enhancement using a minimum mean-square error log-spectral amplitude estimator", IEEE ASSP-33(2), 1985, eq. 20:
/// G = xi / (1 + xi) exp(E1(v) / 2), v = gamma xi / (1 + xi); at most 1.
/// </remarks>
internal static class LogSpectralGain
{
    // exp(E1(v) / 2) at 64 points an octave from 2^-27 to 2^5, linear between them: 2.3e-5 of its value off at most, where it grows as 1 / sqrt(v).
    private const int MinExponent = -27;
    private const int MaxExponent = 5;
    private const int PointsBits = 6;
    private const int RestBits = 23 - PointsBits;
    private static readonly int FirstBits = BitConverter.SingleToInt32Bits(MathF.ScaleB(1, MinExponent));
    private static readonly float MinV = MathF.ScaleB(1, MinExponent);
    private static readonly float MaxV = MathF.ScaleB(1, MaxExponent);
    private static readonly float[] Rise = Table();

    /// <summary>The gain of one bin, to double precision.</summary>
    /// <param name="priorSnr">xi, above 0.</param>
    /// <param name="posteriorSnr">gamma, at least 0.</param>
    public static double Of(double priorSnr, double posteriorSnr)
    {
        var wiener = priorSnr / (1 + priorSnr);
        return Math.Min(1, wiener * Math.Exp(0.5 * ExponentialIntegral.E1(Math.Max(posteriorSnr * wiener, MinV))));
    }

    /// <summary>The gains of a frame, to 3e-5 of their value.</summary>
    /// <param name="priorSnr">xi, above 0, shape [bins]; only read.</param>
    /// <param name="posteriorSnr">gamma, at least 0, shape [bins]; only read.</param>
    /// <param name="gains">Shape [bins].</param>
    public static void Of(ReadOnlySpan<float> priorSnr, ReadOnlySpan<float> posteriorSnr, Span<float> gains)
    {
        for (var k = 0; k < gains.Length; k++)
        {
            var wiener = priorSnr[k] / (1 + priorSnr[k]);
            var v = Math.Max(posteriorSnr[k] * wiener, MinV);

            // A float's bits, read as a number, are its exponent and then where it lies between two powers of two: the table's index and what remains of it.
            var place = BitConverter.SingleToInt32Bits(v) - FirstBits;
            var (point, rest) = (place >> RestBits, (place & ((1 << RestBits) - 1)) * (1f / (1 << RestBits)));
            gains[k] = v >= MaxV ? wiener : Math.Min(1, wiener * (Rise[point] + rest * (Rise[point + 1] - Rise[point])));
        }
    }

    private static float[] Table()
    {
        var table = new float[((MaxExponent - MinExponent) << PointsBits) + 1];
        for (var i = 0; i < table.Length; i++) table[i] = (float)Math.Exp(0.5 * ExponentialIntegral.E1(BitConverter.Int32BitsToSingle(FirstBits + (i << RestBits))));
        return table;
    }
}
