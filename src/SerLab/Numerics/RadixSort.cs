using System.Runtime.InteropServices;

namespace SerLab.Numerics;

/// <summary>Sorts numbers without comparing them: no branch to guess wrongly, so a few hundred values in any order take the same short time.</summary>
/// <remarks>
/// By bytes from the least significant one, counting (D. E. Knuth, The Art of Computer Programming 3, 1998, section 5.2.5). The bits of a float, the sign bit turned over, or all
/// of them below zero, are in the order of the numbers.
/// </remarks>
public static class RadixSort
{
    private const int Passes = sizeof(uint), Values = 1 << 8;

    /// <summary>Sorts.</summary>
    /// <param name="values">Shape [n]; no NaN; only read.</param>
    /// <param name="scratch">Shape [n]; overwritten.</param>
    /// <param name="destination">The values, rising, shape [n]; -0 stands before 0.</param>
    public static void Sort(ReadOnlySpan<float> values, Span<float> scratch, Span<float> destination)
    {
        Span<int> places = stackalloc int[Passes * Values];
        places.Clear();
        Span<uint> from = MemoryMarshal.Cast<float, uint>(destination)[..values.Length], to = MemoryMarshal.Cast<float, uint>(scratch)[..values.Length];
        for (var i = 0; i < from.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            var key = bits ^ ((uint)((int)bits >> 31) | 0x80000000u);
            from[i] = key;
            for (var pass = 0; pass < Passes; pass++) places[pass * Values + (int)(key >> (8 * pass) & 0xff)]++;
        }

        // An even number of passes: the last one ends where the first began.
        for (var pass = 0; pass < Passes; pass++)
        {
            Scatter(from, 8 * pass, places.Slice(pass * Values, Values), to);
            var swap = from;
            from = to;
            to = swap;
        }

        foreach (ref var key in from) key ^= (uint)((int)~key >> 31) | 0x80000000u;
    }

    private static void Scatter(ReadOnlySpan<uint> from, int shift, Span<int> places, Span<uint> to)
    {
        var next = 0;
        foreach (ref var place in places) (place, next) = (next, next + place);
        foreach (var key in from) to[places[(int)(key >> shift & 0xff)]++] = key;
    }
}
