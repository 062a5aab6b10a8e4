using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>The first stage of a Stockham transform of radix 4, where neighbouring results are interleaved: lanes run over the butterflies. Immutable.</summary>
internal sealed class Radix4Start
{
    // Twiddles exp(-2 pi i r p / count) of butterfly p for r = 1, 2, 3, side by side for vector loads.
    private readonly float[][] cosines = new float[3][];
    private readonly float[][] sines = new float[3][];
    private readonly int m;

    /// <param name="count">Complex numbers in the transform, a power of two.</param>
    public Radix4Start(int count)
    {
        m = count / 4;
        for (var r = 0; r < 3; r++)
        {
            cosines[r] = [.. Enumerable.Range(0, m).Select(p => (float)Math.Cos(2 * Math.PI * (r + 1) * p / count))];
            sines[r] = [.. Enumerable.Range(0, m).Select(p => (float)-Math.Sin(2 * Math.PI * (r + 1) * p / count))];
        }
    }

    /// <summary>y[4p + r] = w^(r p) sum over k of x[p + k m] (-i)^(r k), for r and k from 0 to 3 and all butterflies p.</summary>
    public void Apply(ReadOnlySpan<float> xRe, ReadOnlySpan<float> xIm, Span<float> yRe, Span<float> yIm)
    {
        var p = 0;
        for (; p + 4 <= m; p += 4)
        {
            Vector128<float> aRe = Four(xRe, p), bRe = Four(xRe, p + m), cRe = Four(xRe, p + 2 * m), dRe = Four(xRe, p + 3 * m);
            Vector128<float> aIm = Four(xIm, p), bIm = Four(xIm, p + m), cIm = Four(xIm, p + 2 * m), dIm = Four(xIm, p + 3 * m);
            Vector128<float> acRe = aRe + cRe, acIm = aIm + cIm, bdRe = bRe + dRe, bdIm = bIm + dIm;
            Vector128<float> awayRe = aRe - cRe, awayIm = aIm - cIm, turnRe = dIm - bIm, turnIm = bRe - dRe;
            var (oneRe, oneIm) = Turn(awayRe - turnRe, awayIm - turnIm, 0, p);
            var (twoRe, twoIm) = Turn(acRe - bdRe, acIm - bdIm, 1, p);
            var (threeRe, threeIm) = Turn(awayRe + turnRe, awayIm + turnIm, 2, p);
            Interleave(acRe + bdRe, oneRe, twoRe, threeRe, yRe.Slice(4 * p, 16));
            Interleave(acIm + bdIm, oneIm, twoIm, threeIm, yIm.Slice(4 * p, 16));
        }

        // Transforms shorter than 16 have fewer butterflies than lanes.
        for (; p < m; p++)
        {
            float acRe = xRe[p] + xRe[p + 2 * m], acIm = xIm[p] + xIm[p + 2 * m], bdRe = xRe[p + m] + xRe[p + 3 * m], bdIm = xIm[p + m] + xIm[p + 3 * m];
            float awayRe = xRe[p] - xRe[p + 2 * m], awayIm = xIm[p] - xIm[p + 2 * m], turnRe = xIm[p + 3 * m] - xIm[p + m], turnIm = xRe[p + m] - xRe[p + 3 * m];
            (yRe[4 * p], yIm[4 * p]) = (acRe + bdRe, acIm + bdIm);
            (yRe[4 * p + 1], yIm[4 * p + 1]) = Turn(awayRe - turnRe, awayIm - turnIm, cosines[0][p], sines[0][p]);
            (yRe[4 * p + 2], yIm[4 * p + 2]) = Turn(acRe - bdRe, acIm - bdIm, cosines[1][p], sines[1][p]);
            (yRe[4 * p + 3], yIm[4 * p + 3]) = Turn(awayRe + turnRe, awayIm + turnIm, cosines[2][p], sines[2][p]);
        }
    }

    private (Vector128<float> Re, Vector128<float> Im) Turn(Vector128<float> re, Vector128<float> im, int r, int p)
    {
        Vector128<float> cos = Vector128.Create(cosines[r].AsSpan(p, 4)), sin = Vector128.Create(sines[r].AsSpan(p, 4));
        return (re * cos - im * sin, re * sin + im * cos);
    }

    private static (float Re, float Im) Turn(float re, float im, float cos, float sin) => (re * cos - im * sin, re * sin + im * cos);

    // a0 b0 c0 d0 a1 b1 c1 d1 ...: pairs first, then pairs of pairs as 64-bit lanes.
    private static void Interleave(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, Span<float> destination)
    {
        var ab = Vector256.Shuffle(Vector256.Create(a, b), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsDouble();
        var cd = Vector256.Shuffle(Vector256.Create(c, d), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsDouble();
        Vector256.Shuffle(Vector256.Create(ab.GetLower(), cd.GetLower()), Vector256.Create(0L, 2, 1, 3)).AsSingle().CopyTo(destination);
        Vector256.Shuffle(Vector256.Create(ab.GetUpper(), cd.GetUpper()), Vector256.Create(0L, 2, 1, 3)).AsSingle().CopyTo(destination[8..]);
    }

    private static Vector128<float> Four(ReadOnlySpan<float> values, int start) => Vector128.Create(values.Slice(start, 4));
}
