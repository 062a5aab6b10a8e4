using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>Discrete Fourier transform of real signals whose length is a power of two. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// The real signal is read as a complex one of half the length (even samples real, odd ones imaginary), transformed by Stockham's self-sorting
/// algorithm in steps of radix 4, with one of radix 2 at the end where needed (C. Van Loan, Computational Frameworks for the FFT, SIAM 1992, sections 1.7 and 2.4),
/// and unfolded. X[k] = sum_n x[n] exp(-2 pi i k n / N).
/// </remarks>
public sealed class RealFft
{
    private readonly int half;

    // cosines[k] + i sines[k] = exp(-2 pi i k / N), as far as radix 4 needs them: k < 3 N / 4.
    private readonly float[] cosines;
    private readonly float[] sines;
    private readonly Radix4Start start;

    /// <param name="length">Number of samples N, a power of two, 4 to 2^24.</param>
    /// <exception cref="ArgumentException">The length is not such a power.</exception>
    public RealFft(int length)
    {
        if (length is < 4 or > 1 << 24 || !BitOperations.IsPow2(length))
            throw new ArgumentException($"{length} samples cannot be transformed; use a power of two from 4 to {1 << 24}.");
        (Length, half) = (length, length / 2);
        cosines = new float[3 * length / 4];
        sines = new float[3 * length / 4];
        for (var k = 0; k < cosines.Length; k++) (sines[k], cosines[k]) = ((float)-Math.Sin(2 * Math.PI * k / length), (float)Math.Cos(2 * Math.PI * k / length));
        start = new Radix4Start(half);
    }

    /// <summary>Number of samples N.</summary>
    public int Length { get; }

    /// <summary>Number of frequency bins: N / 2 + 1, from 0 Hz to half the sample rate.</summary>
    public int BinCount => half + 1;

    /// <summary>Scratch that each call needs, in floats: 2 N.</summary>
    public int ScratchLength => 2 * Length;

    /// <summary>Spectrum of a signal.</summary>
    /// <param name="samples">Shape [<see cref="Length"/>]; only read.</param>
    /// <param name="real">Real parts, shape [<see cref="BinCount"/>].</param>
    /// <param name="imaginary">Imaginary parts, shape [<see cref="BinCount"/>].</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats; overwritten.</param>
    public void Forward(ReadOnlySpan<float> samples, Span<float> real, Span<float> imaginary, Span<float> scratch)
    {
        Debug.Assert(samples.Length == Length && real.Length == BinCount && imaginary.Length == BinCount);
        var re = scratch[..half];
        var im = scratch.Slice(half, half);
        Split(samples, re, im);
        Transform(re, im, scratch.Slice(2 * half, half), scratch.Slice(3 * half, half));
        Unfold(re, im, real, imaginary);
    }

    /// <summary>Signal of a spectrum: the exact inverse of <see cref="Forward"/>.</summary>
    /// <param name="real">Real parts, shape [<see cref="BinCount"/>]; only read.</param>
    /// <param name="imaginary">Imaginary parts, shape [<see cref="BinCount"/>]; only read, the first and last are taken as 0.</param>
    /// <param name="samples">Shape [<see cref="Length"/>].</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats; overwritten.</param>
    public void Inverse(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, Span<float> samples, Span<float> scratch)
    {
        Debug.Assert(samples.Length == Length && real.Length == BinCount && imaginary.Length == BinCount);
        var re = scratch[..half];
        var im = scratch.Slice(half, half);
        Fold(real, imaginary, re, im);
        Transform(re, im, scratch.Slice(2 * half, half), scratch.Slice(3 * half, half));
        Join(re, im, samples);
    }

    // re[n] = x[2n], im[n] = x[2n + 1].
    private static void Split(ReadOnlySpan<float> samples, Span<float> re, Span<float> im)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // Eight complex numbers at a time; whatever remains of a short transform is left to the plain loop.
            for (; i + 8 <= re.Length; i += 8)
            {
                var low = Vector256.Shuffle(Vector256.Create(samples.Slice(2 * i, 8)), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
                var high = Vector256.Shuffle(Vector256.Create(samples.Slice(2 * i + 8, 8)), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
                Vector256.Create(low.GetLower(), high.GetLower()).CopyTo(re[i..]);
                Vector256.Create(low.GetUpper(), high.GetUpper()).CopyTo(im[i..]);
            }
        }

        for (; i < re.Length; i++) (re[i], im[i]) = (samples[2 * i], samples[2 * i + 1]);
    }

    // Z = E + iO, where E and O are the spectra of the even and odd samples: X[k] = E[k] + exp(-2 pi i k / N) O[k].
    private void Unfold(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> real, Span<float> imaginary)
    {
        (real[0], imaginary[0]) = (re[0] + im[0], 0);
        (real[half], imaginary[half]) = (re[0] - im[0], 0);
        var k = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; k + 8 <= half; k += 8)
            {
                Vector256<float> ownRe = Vector256.Create(re.Slice(k, 8)), ownIm = Vector256.Create(im.Slice(k, 8));
                Vector256<float> mirrorRe = Reversed(re.Slice(half - k - 7, 8)), mirrorIm = Reversed(im.Slice(half - k - 7, 8));
                Vector256<float> evenRe = (ownRe + mirrorRe) * 0.5f, evenIm = (ownIm - mirrorIm) * 0.5f, oddRe = (ownIm + mirrorIm) * 0.5f, oddIm = (mirrorRe - ownRe) * 0.5f;
                Vector256<float> cos = Vector256.Create(cosines.AsSpan(k, 8)), sin = Vector256.Create(sines.AsSpan(k, 8));
                (evenRe + cos * oddRe - sin * oddIm).CopyTo(real[k..]);
                (evenIm + cos * oddIm + sin * oddRe).CopyTo(imaginary[k..]);
            }
        }

        for (; k < half; k++)
        {
            float evenRe = 0.5f * (re[k] + re[half - k]), evenIm = 0.5f * (im[k] - im[half - k]);
            float oddRe = 0.5f * (im[k] + im[half - k]), oddIm = 0.5f * (re[half - k] - re[k]);
            real[k] = evenRe + cosines[k] * oddRe - sines[k] * oddIm;
            imaginary[k] = evenIm + cosines[k] * oddIm + sines[k] * oddRe;
        }
    }

    // The inverse transform is the conjugate of the transform of the conjugate: gives the conjugate of Z = E + iO.
    private void Fold(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, Span<float> re, Span<float> im)
    {
        (re[0], im[0]) = (0.5f * (real[0] + real[half]), -0.5f * (real[0] - real[half]));
        var k = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; k + 8 <= half; k += 8)
            {
                Vector256<float> ownRe = Vector256.Create(real.Slice(k, 8)), ownIm = Vector256.Create(imaginary.Slice(k, 8));
                Vector256<float> mirrorRe = Reversed(real.Slice(half - k - 7, 8)), mirrorIm = Reversed(imaginary.Slice(half - k - 7, 8));
                Vector256<float> evenRe = (ownRe + mirrorRe) * 0.5f, evenIm = (ownIm - mirrorIm) * 0.5f;
                Vector256<float> turnedRe = (ownRe - mirrorRe) * 0.5f, turnedIm = (ownIm + mirrorIm) * 0.5f;
                Vector256<float> cos = Vector256.Create(cosines.AsSpan(k, 8)), sin = Vector256.Create(sines.AsSpan(k, 8));
                (evenRe - (turnedIm * cos - turnedRe * sin)).CopyTo(re[k..]);
                (-(evenIm + (turnedRe * cos + turnedIm * sin))).CopyTo(im[k..]);
            }
        }

        for (; k < half; k++)
        {
            float evenRe = 0.5f * (real[k] + real[half - k]), evenIm = 0.5f * (imaginary[k] - imaginary[half - k]);
            float turnedRe = 0.5f * (real[k] - real[half - k]), turnedIm = 0.5f * (imaginary[k] + imaginary[half - k]);
            float oddRe = turnedRe * cosines[k] + turnedIm * sines[k], oddIm = turnedIm * cosines[k] - turnedRe * sines[k];
            (re[k], im[k]) = (evenRe - oddIm, -(evenIm + oddRe));
        }
    }

    // x[2n] = re[n] / half, x[2n + 1] = -im[n] / half.
    private static void Join(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> samples)
    {
        var scale = 1f / re.Length;
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 4 <= re.Length; i += 4)
            {
                var both = Vector256.Create(Vector128.Create(re.Slice(i, 4)), -Vector128.Create(im.Slice(i, 4))) * scale;
                Vector256.Shuffle(both, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).CopyTo(samples[(2 * i)..]);
            }
        }

        for (; i < re.Length; i++) (samples[2 * i], samples[2 * i + 1]) = (scale * re[i], -scale * im[i]);
    }

    private static Vector256<float> Reversed(ReadOnlySpan<float> eight) => Vector256.Shuffle(Vector256.Create(eight), Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0));

    // In place: the result ends in (re, im), whichever buffer the last stage wrote.
    private void Transform(Span<float> re, Span<float> im, Span<float> otherRe, Span<float> otherIm)
    {
        Span<float> fromRe = re, fromIm = im, toRe = otherRe, toIm = otherIm;
        var stride = 1;
        for (; half / stride >= 4; stride *= 4)
        {
            if (stride == 1) start.Apply(fromRe, fromIm, toRe, toIm);
            else Stage4(fromRe, fromIm, toRe, toIm, half / stride / 4, stride);
            Exchange(ref fromRe, ref toRe);
            Exchange(ref fromIm, ref toIm);
        }

        if (half / stride == 2)
        {
            Stage2(fromRe, fromIm, toRe, toIm, stride);
            Exchange(ref fromRe, ref toRe);
            Exchange(ref fromIm, ref toIm);
        }

        if (fromRe == re) return;
        fromRe.CopyTo(re);
        fromIm.CopyTo(im);
    }

    // One stage of radix 4 for a, b, c, d = x[q + s (p + 0, 1, 2, 3 m)] and w = exp(-2 pi i p / 4m); lanes run over q, and strides are powers of 4, so whole
    // vectors leave no remainder.
    private void Stage4(ReadOnlySpan<float> xRe, ReadOnlySpan<float> xIm, Span<float> yRe, Span<float> yIm, int m, int s)
    {
        for (var p = 0; p < m; p++)
        {
            int at = s * p, step = s * m, to = 4 * s * p, w = 2 * s * p;
            float w1Re = cosines[w], w1Im = sines[w], w2Re = cosines[2 * w], w2Im = sines[2 * w], w3Re = cosines[3 * w], w3Im = sines[3 * w];
            if (s >= Vector<float>.Count)
            {
                ReadOnlySpan<Vector<float>> aRe = Lanes(xRe, at, s), bRe = Lanes(xRe, at + step, s), cRe = Lanes(xRe, at + 2 * step, s), dRe = Lanes(xRe, at + 3 * step, s);
                ReadOnlySpan<Vector<float>> aIm = Lanes(xIm, at, s), bIm = Lanes(xIm, at + step, s), cIm = Lanes(xIm, at + 2 * step, s), dIm = Lanes(xIm, at + 3 * step, s);
                Span<Vector<float>> re0 = Lanes(yRe, to, s), re1 = Lanes(yRe, to + s, s), re2 = Lanes(yRe, to + 2 * s, s), re3 = Lanes(yRe, to + 3 * s, s);
                Span<Vector<float>> im0 = Lanes(yIm, to, s), im1 = Lanes(yIm, to + s, s), im2 = Lanes(yIm, to + 2 * s, s), im3 = Lanes(yIm, to + 3 * s, s);
                for (var v = 0; v < aRe.Length; v++)
                {
                    Vector<float> acRe = aRe[v] + cRe[v], acIm = aIm[v] + cIm[v], bdRe = bRe[v] + dRe[v], bdIm = bIm[v] + dIm[v];
                    Vector<float> awayRe = aRe[v] - cRe[v], awayIm = aIm[v] - cIm[v], turnRe = dIm[v] - bIm[v], turnIm = bRe[v] - dRe[v];
                    (re0[v], im0[v]) = (acRe + bdRe, acIm + bdIm);
                    Vector<float> oneRe = awayRe - turnRe, oneIm = awayIm - turnIm, twoRe = acRe - bdRe, twoIm = acIm - bdIm;
                    Vector<float> threeRe = awayRe + turnRe, threeIm = awayIm + turnIm;
                    (re1[v], im1[v]) = (oneRe * w1Re - oneIm * w1Im, oneRe * w1Im + oneIm * w1Re);
                    (re2[v], im2[v]) = (twoRe * w2Re - twoIm * w2Im, twoRe * w2Im + twoIm * w2Re);
                    (re3[v], im3[v]) = (threeRe * w3Re - threeIm * w3Im, threeRe * w3Im + threeIm * w3Re);
                }

                continue;
            }

            // Four lanes: the second stage, whose stride is 4.
            for (var q = 0; q < s; q += 4)
            {
                Vector128<float> aRe = Four(xRe, at + q), bRe = Four(xRe, at + step + q), cRe = Four(xRe, at + 2 * step + q), dRe = Four(xRe, at + 3 * step + q);
                Vector128<float> aIm = Four(xIm, at + q), bIm = Four(xIm, at + step + q), cIm = Four(xIm, at + 2 * step + q), dIm = Four(xIm, at + 3 * step + q);
                Vector128<float> acRe = aRe + cRe, acIm = aIm + cIm, bdRe = bRe + dRe, bdIm = bIm + dIm;
                Vector128<float> awayRe = aRe - cRe, awayIm = aIm - cIm, turnRe = dIm - bIm, turnIm = bRe - dRe;
                Vector128<float> oneRe = awayRe - turnRe, oneIm = awayIm - turnIm, twoRe = acRe - bdRe, twoIm = acIm - bdIm;
                Vector128<float> threeRe = awayRe + turnRe, threeIm = awayIm + turnIm;
                (acRe + bdRe).CopyTo(yRe[(to + q)..]);
                (acIm + bdIm).CopyTo(yIm[(to + q)..]);
                (oneRe * w1Re - oneIm * w1Im).CopyTo(yRe[(to + s + q)..]);
                (oneRe * w1Im + oneIm * w1Re).CopyTo(yIm[(to + s + q)..]);
                (twoRe * w2Re - twoIm * w2Im).CopyTo(yRe[(to + 2 * s + q)..]);
                (twoRe * w2Im + twoIm * w2Re).CopyTo(yIm[(to + 2 * s + q)..]);
                (threeRe * w3Re - threeIm * w3Im).CopyTo(yRe[(to + 3 * s + q)..]);
                (threeRe * w3Im + threeIm * w3Re).CopyTo(yIm[(to + 3 * s + q)..]);
            }
        }
    }

    // The last stage of radix 2: one twiddle, which is 1.
    private static void Stage2(ReadOnlySpan<float> xRe, ReadOnlySpan<float> xIm, Span<float> yRe, Span<float> yIm, int s)
    {
        TensorPrimitives.Add(xRe[..s], xRe.Slice(s, s), yRe[..s]);
        TensorPrimitives.Add(xIm[..s], xIm.Slice(s, s), yIm[..s]);
        TensorPrimitives.Subtract(xRe[..s], xRe.Slice(s, s), yRe.Slice(s, s));
        TensorPrimitives.Subtract(xIm[..s], xIm.Slice(s, s), yIm.Slice(s, s));
    }

    private static Vector128<float> Four(ReadOnlySpan<float> values, int start) => Vector128.Create(values.Slice(start, 4));

    private static ReadOnlySpan<Vector<float>> Lanes(ReadOnlySpan<float> values, int start, int count) => MemoryMarshal.Cast<float, Vector<float>>(values.Slice(start, count));

    private static Span<Vector<float>> Lanes(Span<float> values, int start, int count) => MemoryMarshal.Cast<float, Vector<float>>(values.Slice(start, count));

    private static void Exchange(ref Span<float> a, ref Span<float> b)
    {
        var c = a;
        a = b;
        b = c;
    }
}
