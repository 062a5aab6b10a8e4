using System.Numerics;
using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Impulse responses of made rooms: the direct sound and, after it, Gaussian noise under an exponential.</summary>
/// <remarks>
/// J. D. Polack's model of late reverberation (La transmission de l'énergie sonore dans les salles, Université du Maine, 1988), which J. A. Moorer found by ear ("About this reverberation
/// business", Computer Music Journal 3(2), 1979): h(t) = n(t) exp(-3 ln(10) t / RT60). One reverberation time for all frequencies and no single early reflections: a real room's
/// highs die sooner and its first echoes colour the voice.
/// </remarks>
internal static class RoomResponse
{
    // Within 2.5 ms of the direct sound nothing is counted as reverberation (P. A. Naylor and N. D. Gaubitch, Speech Dereverberation, Springer 2010).
    private const double GapSeconds = 0.0025;

    // The tail ends where it has fallen by 72 dB.
    private const double TailRt60s = 1.2;

    /// <summary>An impulse response: 1, then the gap, then the tail.</summary>
    /// <param name="rt60Seconds">Time in which the tail's level falls by 60 dB, seconds.</param>
    /// <param name="directDb">Energy of the direct sound over that of the tail, dB; met exactly.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="chance">Where the tail's noise comes from.</param>
    public static float[] Make(double rt60Seconds, double directDb, int sampleRateHz, RandomStream chance)
    {
        var gap = (int)Math.Ceiling(GapSeconds * sampleRateHz);
        var response = new float[gap + (int)Math.Ceiling(TailRt60s * rt60Seconds * sampleRateHz)];
        var tail = response.AsSpan(gap);
        for (var i = 0; i < tail.Length; i++) tail[i] = (float)(chance.NextGaussian() * Math.Exp(-3 * Math.Log(10) * i / (rt60Seconds * sampleRateHz)));
        var gain = Math.Sqrt(Math.Pow(10, -directDb / 10) / TensorPrimitives.SumOfSquares<float>(tail));
        TensorPrimitives.Multiply(tail, (float)gain, tail);
        response[0] = 1;
        return response;
    }

    /// <summary>y[n] = sum_k h[k] x[n - k], as many samples as x has: block by block through the spectrum (overlap-add; T. G. Stockham, AFIPS 1966).</summary>
    /// <param name="samples">x, shape [samples]; only read.</param>
    /// <param name="response">h, shape [taps], at least 1; only read.</param>
    public static float[] Convolve(ReadOnlySpan<float> samples, ReadOnlySpan<float> response)
    {
        var transform = new RealFft(Math.Max(1024, (int)BitOperations.RoundUpToPowerOf2((uint)(2 * response.Length))));
        var (block, scratch) = (new float[transform.Length], new float[transform.ScratchLength]);
        float[] responseReal = new float[transform.BinCount], responseImaginary = new float[transform.BinCount], real = new float[transform.BinCount], imaginary = new float[transform.BinCount];
        response.CopyTo(block);
        transform.Forward(block, responseReal, responseImaginary, scratch);
        var step = transform.Length - response.Length + 1;
        var result = new float[samples.Length];
        for (var start = 0; start < samples.Length; start += step)
        {
            var part = samples[start..Math.Min(start + step, samples.Length)];
            block.AsSpan(part.Length).Clear();
            part.CopyTo(block);
            transform.Forward(block, real, imaginary, scratch);
            for (var k = 0; k < real.Length; k++)
                (real[k], imaginary[k]) = (real[k] * responseReal[k] - imaginary[k] * responseImaginary[k], real[k] * responseImaginary[k] + imaginary[k] * responseReal[k]);
            transform.Inverse(real, imaginary, block, scratch);
            var target = result.AsSpan(start, Math.Min(block.Length, result.Length - start));
            TensorPrimitives.Add(target, block.AsSpan(0, target.Length), target);
        }

        return result;
    }
}
