using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SerLab.Numerics;

/// <summary>Turns eight rows of numbers into vectors with a lane per row, and back.</summary>
internal static class LaneTranspose
{
    /// <summary>Rows turned at once.</summary>
    public const int Lanes = 8;

    /// <summary>Turns an 8 x 8 block over: lane j of vector i and lane i of vector j change places.</summary>
    public static void Turn(Span<Vector256<float>> block)
    {
        if (!Avx.IsSupported)
        {
            var values = MemoryMarshal.Cast<Vector256<float>, float>(block);
            for (var i = 0; i < Lanes; i++)
                for (var j = 0; j < i; j++) (values[i * Lanes + j], values[j * Lanes + i]) = (values[j * Lanes + i], values[i * Lanes + j]);
            return;
        }

        // Pairs of rows are interleaved to pairs, pairs to fours, and fours exchange halves: 24 shuffles for 64 numbers.
        Vector256<float> a0 = Avx.UnpackLow(block[0], block[1]), a1 = Avx.UnpackHigh(block[0], block[1]);
        Vector256<float> a2 = Avx.UnpackLow(block[2], block[3]), a3 = Avx.UnpackHigh(block[2], block[3]);
        Vector256<float> a4 = Avx.UnpackLow(block[4], block[5]), a5 = Avx.UnpackHigh(block[4], block[5]);
        Vector256<float> a6 = Avx.UnpackLow(block[6], block[7]), a7 = Avx.UnpackHigh(block[6], block[7]);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE), b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE), b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        (block[0], block[4]) = (Avx.Permute2x128(b0, b4, 0x20), Avx.Permute2x128(b0, b4, 0x31));
        (block[1], block[5]) = (Avx.Permute2x128(b1, b5, 0x20), Avx.Permute2x128(b1, b5, 0x31));
        (block[2], block[6]) = (Avx.Permute2x128(b2, b6, 0x20), Avx.Permute2x128(b2, b6, 0x31));
        (block[3], block[7]) = (Avx.Permute2x128(b3, b7, 0x20), Avx.Permute2x128(b3, b7, 0x31));
    }

    /// <summary>rows[i, j] = lane i of values[j]: leaves the lanes again.</summary>
    /// <param name="values">Shape [columns].</param>
    /// <param name="rowCount">Rows wanted, at most 8: the first lanes.</param>
    /// <param name="rows">Shape [rowCount x columns].</param>
    public static void ToRows(ReadOnlySpan<Vector256<float>> values, int rowCount, Span<float> rows)
    {
        Span<Vector256<float>> block = stackalloc Vector256<float>[Lanes];
        var j = 0;
        for (; j + Lanes <= values.Length; j += Lanes)
        {
            values.Slice(j, Lanes).CopyTo(block);
            Turn(block);
            for (var row = 0; row < rowCount; row++) block[row].CopyTo(rows.Slice(row * values.Length + j, Lanes));
        }

        for (; j < values.Length; j++)
            for (var row = 0; row < rowCount; row++) rows[row * values.Length + j] = values[j][row];
    }
}
