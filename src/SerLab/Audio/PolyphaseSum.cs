using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Audio;

/// <summary>The inner sums of a polyphase filter: one phase on eight stretches of the signal at once.</summary>
internal static class PolyphaseSum
{
    /// <summary>Outputs made at once.</summary>
    public const int Outputs = 8;

    /// <summary>destination[j * outputStep] = sum_k phase[k] samples[k + j * inputStep] for j from 0 to 7.</summary>
    /// <remarks>
    /// Every coefficient is loaded once for eight products, and eight sums hide the latency of the additions: a product costs 9/8 loads, where a plain scalar product
    /// costs 2.
    /// </remarks>
    /// <param name="phase">Shape [taps]; only read.</param>
    /// <param name="samples">At least taps + 7 inputStep; only read.</param>
    /// <param name="inputStep">Samples between the stretches.</param>
    /// <param name="destination">At least 7 outputStep + 1.</param>
    /// <param name="outputStep">Distance of the results.</param>
    public static void Apply(ReadOnlySpan<float> phase, ReadOnlySpan<float> samples, int inputStep, Span<float> destination, int outputStep)
    {
        // The loop reads by reference: this keeps every access inside the span.
        samples = samples[..(phase.Length + (Outputs - 1) * inputStep)];
        ref var h = ref MemoryMarshal.GetReference(phase);
        ref var x = ref MemoryMarshal.GetReference(samples);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        var k = 0;
        for (; k + Vector256<float>.Count <= phase.Length; k += Vector256<float>.Count)
        {
            var taps = Vector256.LoadUnsafe(ref h, (nuint)k);
            ref var at = ref Unsafe.Add(ref x, k);
            s0 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at), s0);
            s1 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)inputStep), s1);
            s2 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)(2 * inputStep)), s2);
            s3 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)(3 * inputStep)), s3);
            s4 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)(4 * inputStep)), s4);
            s5 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)(5 * inputStep)), s5);
            s6 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)(6 * inputStep)), s6);
            s7 = Vector256.MultiplyAddEstimate(taps, Vector256.LoadUnsafe(ref at, (nuint)(7 * inputStep)), s7);
        }

        Span<float> sums =
        [
            Vector256.Sum(s0), Vector256.Sum(s1), Vector256.Sum(s2), Vector256.Sum(s3), Vector256.Sum(s4), Vector256.Sum(s5), Vector256.Sum(s6), Vector256.Sum(s7),
        ];
        for (var j = 0; j < Outputs; j++)
        {
            for (var rest = k; rest < phase.Length; rest++) sums[j] += phase[rest] * samples[rest + j * inputStep];
            destination[j * outputStep] = sums[j];
        }
    }
}
