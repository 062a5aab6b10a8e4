using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Numerics;

/// <summary>Power spectra of several real signals at once, one in each lane of the vectors: no lane ever meets another, so nothing is shuffled. Immutable.</summary>
/// <remarks>
/// As in <see cref="RealFft"/> the real signals are read as complex ones of half the length. They are transformed in place by decimation in frequency in steps of radix 4,
/// with one of radix 2 at the end where needed; results stay where the last step leaves them and are fetched from there (C. Van Loan, Computational Frameworks for the FFT,
/// SIAM 1992, sections 1.9 and 2.4). A lane's result does not depend on the other lanes.
/// Beside <see cref="RealFft"/>, SciPy and the machine's limit: study signal-speed.
/// </remarks>
/// <typeparam name="T">float, eight signals at once, or double, four.</typeparam>
internal sealed class LaneFft<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly int half;

    // cosines[k] + i sines[k] = exp(-2 pi i k / N), k < 3 N / 4.
    private readonly T[] cosines;
    private readonly T[] sines;

    // Where the complex transform leaves the value of each frequency.
    private readonly int[] places;

    /// <param name="length">Number of samples N, a power of two, 8 to 2^24.</param>
    public LaneFft(int length)
    {
        if (length is < 8 or > 1 << 24 || !BitOperations.IsPow2(length))
            throw new ArgumentException($"{length} samples cannot be transformed; use a power of two from 8 to {1 << 24}.");
        (Length, half) = (length, length / 2);
        (cosines, sines) = (new T[3 * length / 4], new T[3 * length / 4]);
        for (var k = 0; k < cosines.Length; k++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * k / length);
            (sines[k], cosines[k]) = (T.CreateChecked(-sin), T.CreateChecked(cos));
        }

        places = [.. Enumerable.Range(0, half).Select(k => Place(k, half))];
    }

    /// <summary>Signals transformed at once.</summary>
    public static int Lanes => Vector256<T>.Count;

    /// <summary>Number of samples N.</summary>
    public int Length { get; }

    /// <summary>Number of frequency bins: N / 2 + 1.</summary>
    public int BinCount => half + 1;

    /// <summary>power[k] = |sum_n x[n] exp(-2 pi i k n / N)|^2 of the signal in each lane.</summary>
    /// <param name="samples">Shape [<see cref="Length"/>], each a sample of every signal; overwritten.</param>
    /// <param name="power">Shape [<see cref="BinCount"/>].</param>
    public void Power(Span<Vector256<T>> samples, Span<Vector256<T>> power)
    {
        // The steps below read and write by reference: this keeps every access inside the spans.
        if (samples.Length != Length || power.Length != BinCount)
            throw new ArgumentException($"Give {Length} samples and {BinCount} bins, not {samples.Length} and {power.Length}.");
        ref var z = ref MemoryMarshal.GetReference(samples);
        var size = half;
        for (; size > 4; size /= 4) Stage4(ref z, size);
        if (size == 4) LastStage4(ref z);
        else LastStage2(ref z);
        Unfold(samples, power);
    }

    // Frequency k = 4 k' + r of a transform of this size is frequency k' of its quarter r.
    private static int Place(int k, int size) => size switch { 1 => 0, 2 => k, _ => k % 4 * (size / 4) + Place(k / 4, size / 4) };

    // Butterflies of radix 4 on blocks of this size, one p after the other so that its twiddles are loaded once: real and imaginary parts stand in turn.
    private void Stage4(ref Vector256<T> z, int size)
    {
        int quarter = size / 4, step = 2 * half / size;
        for (var p = 0; p < quarter; p++)
        {
            var w = p * step;
            Vector256<T> w1Re = Vector256.Create(cosines[w]), w1Im = Vector256.Create(sines[w]), w2Re = Vector256.Create(cosines[2 * w]);
            Vector256<T> w2Im = Vector256.Create(sines[2 * w]), w3Re = Vector256.Create(cosines[3 * w]), w3Im = Vector256.Create(sines[3 * w]);
            for (var block = 0; block < half; block += size)
            {
                ref var a = ref Unsafe.Add(ref z, 2 * (block + p));
                ref var b = ref Unsafe.Add(ref a, 2 * quarter);
                ref var c = ref Unsafe.Add(ref b, 2 * quarter);
                ref var d = ref Unsafe.Add(ref c, 2 * quarter);
                Vector256<T> acRe = a + c, acIm = Next(ref a) + Next(ref c), bdRe = b + d, bdIm = Next(ref b) + Next(ref d);
                Vector256<T> awayRe = a - c, awayIm = Next(ref a) - Next(ref c), turnRe = Next(ref d) - Next(ref b), turnIm = b - d;
                Vector256<T> oneRe = awayRe - turnRe, oneIm = awayIm - turnIm, twoRe = acRe - bdRe, twoIm = acIm - bdIm;
                Vector256<T> threeRe = awayRe + turnRe, threeIm = awayIm + turnIm;
                (a, Next(ref a)) = (acRe + bdRe, acIm + bdIm);
                (b, Next(ref b)) = (oneRe * w1Re - oneIm * w1Im, oneRe * w1Im + oneIm * w1Re);
                (c, Next(ref c)) = (twoRe * w2Re - twoIm * w2Im, twoRe * w2Im + twoIm * w2Re);
                (d, Next(ref d)) = (threeRe * w3Re - threeIm * w3Im, threeRe * w3Im + threeIm * w3Re);
            }
        }
    }

    // All twiddles are 1.
    private void LastStage4(ref Vector256<T> z)
    {
        for (var block = 0; block < half; block += 4)
        {
            ref var a = ref Unsafe.Add(ref z, 2 * block);
            ref var b = ref Unsafe.Add(ref a, 2);
            ref var c = ref Unsafe.Add(ref a, 4);
            ref var d = ref Unsafe.Add(ref a, 6);
            Vector256<T> acRe = a + c, acIm = Next(ref a) + Next(ref c), bdRe = b + d, bdIm = Next(ref b) + Next(ref d);
            Vector256<T> awayRe = a - c, awayIm = Next(ref a) - Next(ref c), turnRe = Next(ref d) - Next(ref b), turnIm = b - d;
            (a, Next(ref a)) = (acRe + bdRe, acIm + bdIm);
            (b, Next(ref b)) = (awayRe - turnRe, awayIm - turnIm);
            (c, Next(ref c)) = (acRe - bdRe, acIm - bdIm);
            (d, Next(ref d)) = (awayRe + turnRe, awayIm + turnIm);
        }
    }

    private void LastStage2(ref Vector256<T> z)
    {
        for (var block = 0; block < half; block += 2)
        {
            ref var a = ref Unsafe.Add(ref z, 2 * block);
            ref var b = ref Unsafe.Add(ref a, 2);
            Vector256<T> sumRe = a + b, sumIm = Next(ref a) + Next(ref b), awayRe = a - b, awayIm = Next(ref a) - Next(ref b);
            (a, Next(ref a), b, Next(ref b)) = (sumRe, sumIm, awayRe, awayIm);
        }
    }

    // 2 X[k] = e + w o and 2 X[N/2 - k] = conj(e - w o), where e and o are twice the spectra of the even and odd samples.
    private void Unfold(ReadOnlySpan<Vector256<T>> z, Span<Vector256<T>> power)
    {
        var quarter = Vector256.Create(T.CreateChecked(0.25));
        Vector256<T> sum = z[0] + z[1], difference = z[0] - z[1];
        (power[0], power[half]) = (sum * sum, difference * difference);
        for (var k = 1; k <= half / 2; k++)
        {
            int own = 2 * places[k], mirror = 2 * places[half - k];
            Vector256<T> aRe = z[own], aIm = z[own + 1], bRe = z[mirror], bIm = z[mirror + 1];
            Vector256<T> evenRe = aRe + bRe, evenIm = aIm - bIm, oddRe = aIm + bIm, oddIm = bRe - aRe;
            Vector256<T> cos = Vector256.Create(cosines[k]), sin = Vector256.Create(sines[k]);
            Vector256<T> turnedRe = cos * oddRe - sin * oddIm, turnedIm = cos * oddIm + sin * oddRe;
            Vector256<T> re = evenRe + turnedRe, im = evenIm + turnedIm, mirrorRe = evenRe - turnedRe, mirrorIm = evenIm - turnedIm;
            power[half - k] = (mirrorRe * mirrorRe + mirrorIm * mirrorIm) * quarter;
            power[k] = (re * re + im * im) * quarter;
        }
    }

    private static ref Vector256<T> Next(ref Vector256<T> real) => ref Unsafe.Add(ref real, 1);
}
