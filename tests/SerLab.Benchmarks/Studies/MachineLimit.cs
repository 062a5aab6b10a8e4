using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SerLab.Benchmarks.Studies;

/// <summary>What one core can do at most: multiply-adds that touch no memory, and bytes read that nothing is done with.</summary>
internal static class MachineLimit
{
    private const int Rounds = 1 << 20, Chains = 12, WideChains = 16;
    private static readonly float[] Large = new float[1 << 24];

    /// <summary>Operations of <see cref="MultiplyAdds"/>, 10^9.</summary>
    public static double MultiplyAddsGflop { get; } = 2.0 * Rounds * Chains * Vector256<float>.Count / 1e9;

    /// <summary>Whether the processor has 512-bit vectors.</summary>
    public static bool HasWideVectors => Vector512.IsHardwareAccelerated;

    /// <summary>Width of the widest vectors, bits.</summary>
    public static int WideBits => HasWideVectors ? 512 : 256;

    /// <summary>Operations of <see cref="WideMultiplyAdds"/>, 10^9.</summary>
    public static double WideMultiplyAddsGflop => HasWideVectors ? 2.0 * Rounds * WideChains * Vector512<float>.Count / 1e9 : MultiplyAddsGflop;

    /// <summary>What <see cref="ReadMemory"/> reads, 10^9 bytes.</summary>
    public static double MemoryGigabytes { get; } = Large.Length * sizeof(float) / 1e9;

    /// <summary>Operations of the transform of real samples, as they are counted everywhere: 2.5 N log2 N.</summary>
    public static double TransformFlops(int length) => 2.5 * length * Math.Log2(length);

    /// <summary>Reads 64 MiB.</summary>
    public static void ReadMemory() => GC.KeepAlive(TensorPrimitives.Sum<float>(Large));

    /// <summary>Multiply-adds in 256-bit vectors, twelve chains: none waits for its last result, and all stay in sixteen registers.</summary>
    public static void MultiplyAdds() => GC.KeepAlive(Chained());

    /// <summary>The same in the widest vectors that the processor has; sixteen chains where there are 32 registers.</summary>
    public static void WideMultiplyAdds() => GC.KeepAlive(HasWideVectors ? ChainedWide() : Chained());

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ChainedWide()
    {
        var m = Vector512.Create(0.999f);
        Vector512<float> a = m * 2, b = m * 3, c = m * 4, d = m * 5, e = m * 6, f = m * 7, g = m * 8, h = m * 9;
        Vector512<float> i = m * 10, j = m * 11, k = m * 12, l = m * 13, n = m * 14, o = m * 15, p = m * 16, q = m * 17;
        for (var round = 0; round < Rounds; round++)
        {
            (a, b, c, d) = (Step(a, m), Step(b, m), Step(c, m), Step(d, m));
            (e, f, g, h) = (Step(e, m), Step(f, m), Step(g, m), Step(h, m));
            (i, j, k, l) = (Step(i, m), Step(j, m), Step(k, m), Step(l, m));
            (n, o, p, q) = (Step(n, m), Step(o, m), Step(p, m), Step(q, m));
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + n + o + p + q);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chained()
    {
        // Different starts: equal chains would be merged into one.
        var m = Vector256.Create(0.999f);
        Vector256<float> a = m * 2, b = m * 3, c = m * 4, d = m * 5, e = m * 6, f = m * 7, g = m * 8, h = m * 9;
        Vector256<float> i = m * 10, j = m * 11, k = m * 12, l = m * 13;
        for (var round = 0; round < Rounds; round++)
        {
            (a, b, c, d) = (Step(a, m), Step(b, m), Step(c, m), Step(d, m));
            (e, f, g, h) = (Step(e, m), Step(f, m), Step(g, m), Step(h, m));
            (i, j, k, l) = (Step(i, m), Step(j, m), Step(k, m), Step(l, m));
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Step(Vector256<float> value, Vector256<float> m) => Vector256.MultiplyAddEstimate(value, m, m);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Step(Vector512<float> value, Vector512<float> m) => Vector512.MultiplyAddEstimate(value, m, m);
}
