using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SerLab.Numerics;

/// <summary>Discrete Fourier transform of real signals whose length is a power of two. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// The real signal is read as a complex one of half the length (even samples real, odd ones imaginary), transformed by Stockham's self-sorting
/// radix-2 algorithm (C. Van Loan, Computational Frameworks for the FFT, SIAM 1992, section 1.7), and unfolded. X[k] = sum_n x[n] exp(-2 pi i k n / N).
/// </remarks>
public sealed class RealFft
{
    private readonly int half;
    private readonly float[] cosines;
    private readonly float[] sines;

    /// <param name="length">Number of samples N, a power of two, 4 to 2^24.</param>
    /// <exception cref="ArgumentException">The length is not such a power.</exception>
    public RealFft(int length)
    {
        if (length is < 4 or > 1 << 24 || !BitOperations.IsPow2(length)) throw new ArgumentException($"{length} samples cannot be transformed; use a power of two from 4 to {1 << 24}.");
        (Length, half) = (length, length / 2);
        cosines = new float[half];
        sines = new float[half];
        for (var k = 0; k < half; k++) (sines[k], cosines[k]) = ((float)-Math.Sin(2 * Math.PI * k / length), (float)Math.Cos(2 * Math.PI * k / length));
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
        for (var i = 0; i < half; i++) (re[i], im[i]) = (samples[2 * i], samples[2 * i + 1]);
        Transform(re, im, scratch.Slice(2 * half, half), scratch.Slice(3 * half, half));

        // Z = E + iO, where E and O are the spectra of the even and odd samples: X[k] = E[k] + exp(-2 pi i k / N) O[k].
        (real[0], imaginary[0]) = (re[0] + im[0], 0);
        (real[half], imaginary[half]) = (re[0] - im[0], 0);
        for (var k = 1; k < half; k++)
        {
            float evenRe = 0.5f * (re[k] + re[half - k]), evenIm = 0.5f * (im[k] - im[half - k]);
            float oddRe = 0.5f * (im[k] + im[half - k]), oddIm = 0.5f * (re[half - k] - re[k]);
            real[k] = evenRe + cosines[k] * oddRe - sines[k] * oddIm;
            imaginary[k] = evenIm + cosines[k] * oddIm + sines[k] * oddRe;
        }
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
        for (var k = 0; k < half; k++)
        {
            float ownIm = k == 0 ? 0 : imaginary[k], otherIm = k == 0 ? 0 : imaginary[half - k];
            float evenRe = 0.5f * (real[k] + real[half - k]), evenIm = 0.5f * (ownIm - otherIm);
            float turnedRe = 0.5f * (real[k] - real[half - k]), turnedIm = 0.5f * (ownIm + otherIm);
            float oddRe = turnedRe * cosines[k] + turnedIm * sines[k], oddIm = turnedIm * cosines[k] - turnedRe * sines[k];
            // The inverse transform is the conjugate of the transform of the conjugate: store the conjugate of E + iO.
            re[k] = evenRe - oddIm;
            im[k] = -(evenIm + oddRe);
        }

        Transform(re, im, scratch.Slice(2 * half, half), scratch.Slice(3 * half, half));
        var scale = 1f / half;
        for (var i = 0; i < half; i++) (samples[2 * i], samples[2 * i + 1]) = (scale * re[i], -scale * im[i]);
    }

    // In place: the result ends in (re, im), whichever buffer the last stage wrote.
    private void Transform(Span<float> re, Span<float> im, Span<float> otherRe, Span<float> otherIm)
    {
        Span<float> fromRe = re, fromIm = im, toRe = otherRe, toIm = otherIm;
        for (int count = half, stride = 1; count > 1; count /= 2, stride *= 2)
        {
            Stage(fromRe, fromIm, toRe, toIm, count / 2, stride);
            Exchange(ref fromRe, ref toRe);
            Exchange(ref fromIm, ref toIm);
        }

        if (fromRe == re) return;
        fromRe.CopyTo(re);
        fromIm.CopyTo(im);
    }

    // One stage: y[q + s 2p] = a + b, y[q + s (2p + 1)] = (a - b) w^p for a = x[q + s p], b = x[q + s (p + m)]; lanes run over q.
    private void Stage(ReadOnlySpan<float> xRe, ReadOnlySpan<float> xIm, Span<float> yRe, Span<float> yIm, int m, int s)
    {
        for (var p = 0; p < m; p++)
        {
            float wRe = cosines[2 * p * s], wIm = sines[2 * p * s];
            int a = s * p, b = s * (p + m), sum = 2 * s * p, difference = sum + s, q = 0;
            if (s >= Vector<float>.Count)
            {
                ReadOnlySpan<Vector<float>> aRe = Lanes(xRe, a, s), aIm = Lanes(xIm, a, s), bRe = Lanes(xRe, b, s), bIm = Lanes(xIm, b, s);
                Span<Vector<float>> sumRe = Lanes(yRe, sum, s), sumIm = Lanes(yIm, sum, s), differenceRe = Lanes(yRe, difference, s), differenceIm = Lanes(yIm, difference, s);
                for (var v = 0; v < aRe.Length; v++)
                {
                    Vector<float> dRe = aRe[v] - bRe[v], dIm = aIm[v] - bIm[v];
                    sumRe[v] = aRe[v] + bRe[v];
                    sumIm[v] = aIm[v] + bIm[v];
                    differenceRe[v] = dRe * wRe - dIm * wIm;
                    differenceIm[v] = dRe * wIm + dIm * wRe;
                }

                q = s; // Strides are powers of two, so whole vectors leave no remainder.
            }

            for (; q < s; q++)
            {
                float dRe = xRe[a + q] - xRe[b + q], dIm = xIm[a + q] - xIm[b + q];
                yRe[sum + q] = xRe[a + q] + xRe[b + q];
                yIm[sum + q] = xIm[a + q] + xIm[b + q];
                yRe[difference + q] = dRe * wRe - dIm * wIm;
                yIm[difference + q] = dRe * wIm + dIm * wRe;
            }
        }
    }

    private static ReadOnlySpan<Vector<float>> Lanes(ReadOnlySpan<float> values, int start, int count) => MemoryMarshal.Cast<float, Vector<float>>(values.Slice(start, count));

    private static Span<Vector<float>> Lanes(Span<float> values, int start, int count) => MemoryMarshal.Cast<float, Vector<float>>(values.Slice(start, count));

    private static void Exchange(ref Span<float> a, ref Span<float> b)
    {
        var held = a;
        a = b;
        b = held;
    }
}
