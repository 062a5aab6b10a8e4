using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SerLab.Numerics;

/// <summary>Single-precision matrix products on row-major spans, on the caller's thread.</summary>
/// <remarks>
/// Sums run in the order of l in blocks of 256, and every element is summed alike wherever it stands in C: a product of one row has the bits of that row in
/// a larger product. Scratch comes from the shared array pool. Speed beside OpenBLAS: study gemm.
/// </remarks>
public static class MatrixProduct
{
    /// <summary>C[i, j] (+)= sum_l A[i, l] B[l, j].</summary>
    /// <param name="a">Shape [m x k]; only read.</param>
    /// <param name="b">Shape [k x n]; only read.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    /// <param name="destination">C, shape [m x n].</param>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        CheckLengths(a.Length, b.Length, destination.Length, m, k, n);
        MultiplyOperands(new(a, k, 1), new(b, n, 1), m, k, n, accumulate, destination);
    }

    /// <summary>C[i, j] (+)= sum_l A[i, l] B[j, l]: the product with B transposed.</summary>
    /// <param name="a">Shape [m x k]; only read.</param>
    /// <param name="b">Shape [n x k]; only read.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="k">Columns of A and B.</param>
    /// <param name="n">Rows of B, columns of C.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    /// <param name="destination">C, shape [m x n].</param>
    public static void MultiplyTransposed(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        CheckLengths(a.Length, b.Length, destination.Length, m, k, n);
        MultiplyOperands(new(a, k, 1), new(b, 1, k), m, k, n, accumulate, destination);
    }

    /// <summary>C[i, j] (+)= sum_l A[l, i] B[l, j]: the product with A transposed.</summary>
    /// <param name="a">Shape [k x m]; only read.</param>
    /// <param name="b">Shape [k x n]; only read.</param>
    /// <param name="m">Columns of A, rows of C.</param>
    /// <param name="k">Rows of A and B.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    /// <param name="destination">C, shape [m x n].</param>
    public static void TransposedMultiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        CheckLengths(a.Length, b.Length, destination.Length, m, k, n);
        MultiplyOperands(new(a, 1, m), new(b, n, 1), m, k, n, accumulate, destination);
    }

    /// <summary>Floats that <see cref="Pack"/> and <see cref="PackTransposed"/> fill: k times n rounded up to whole panels.</summary>
    /// <param name="k">Rows of B.</param>
    /// <param name="n">Columns of B.</param>
    public static int PackedLength(int k, int n) =>
        Vector512.IsHardwareAccelerated ? MatrixBlocks<Tile512>.PackedLength(k, n)
        : HasWideMultiplyAdd ? MatrixBlocks<Tile256>.PackedLength(k, n)
        : MatrixBlocks<Tile128>.PackedLength(k, n);

    /// <summary>Lays B out for many products with it; the layout is this machine's and must not be stored.</summary>
    /// <param name="b">Shape [k x n]; only read.</param>
    /// <param name="k">Rows of B.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="packed">At least <see cref="PackedLength"/> floats.</param>
    public static void Pack(ReadOnlySpan<float> b, int k, int n, Span<float> packed) => PackOperand(new(b, n, 1), k, n, packed);

    /// <summary>Lays the transpose of a matrix out as B for many products with it.</summary>
    /// <param name="b">Shape [n x k]: B[l, j] stands at row j, column l; only read.</param>
    /// <param name="k">Columns of <paramref name="b"/>, rows of B.</param>
    /// <param name="n">Rows of <paramref name="b"/>, columns of B.</param>
    /// <param name="packed">At least <see cref="PackedLength"/> floats.</param>
    public static void PackTransposed(ReadOnlySpan<float> b, int k, int n, Span<float> packed) => PackOperand(new(b, 1, k), k, n, packed);

    /// <summary>C[i, j] (+)= sum_l A[i, l] B[l, j] with B packed before.</summary>
    /// <param name="a">Shape [m x k]; only read.</param>
    /// <param name="packed">What <see cref="Pack"/> or <see cref="PackTransposed"/> filled; only read.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="accumulate">True adds to C, false overwrites it.</param>
    /// <param name="destination">C, shape [m x n].</param>
    public static void MultiplyPacked(ReadOnlySpan<float> a, ReadOnlySpan<float> packed, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        CheckLengths(a.Length, packed.Length, destination.Length, m, k, n);
        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, PackedLength(k, n), nameof(packed));
        if (Vector512.IsHardwareAccelerated) MatrixBlocks<Tile512>.MultiplyPacked(new(a, k, 1), packed, m, k, n, accumulate, destination);
        else if (HasWideMultiplyAdd) MatrixBlocks<Tile256>.MultiplyPacked(new(a, k, 1), packed, m, k, n, accumulate, destination);
        else MatrixBlocks<Tile128>.MultiplyPacked(new(a, k, 1), packed, m, k, n, accumulate, destination);
    }

    private static bool HasWideMultiplyAdd => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    private static void PackOperand(Operand b, int k, int n, Span<float> packed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Values.Length, k * n, nameof(b));
        if (Vector512.IsHardwareAccelerated) MatrixBlocks<Tile512>.Pack(b, k, n, packed);
        else if (HasWideMultiplyAdd) MatrixBlocks<Tile256>.Pack(b, k, n, packed);
        else MatrixBlocks<Tile128>.Pack(b, k, n, packed);
    }

    private static void MultiplyOperands(Operand a, Operand b, int m, int k, int n, bool accumulate, Span<float> destination)
    {
        if (Vector512.IsHardwareAccelerated) MatrixBlocks<Tile512>.Multiply(a, b, m, k, n, accumulate, destination);
        else if (HasWideMultiplyAdd) MatrixBlocks<Tile256>.Multiply(a, b, m, k, n, accumulate, destination);
        else MatrixBlocks<Tile128>.Multiply(a, b, m, k, n, accumulate, destination);
    }

    // The tiles read and write by reference, so this door keeps every access inside the spans.
    private static void CheckLengths(int a, int b, int destination, int m, int k, int n)
    {
        if (m < 0 || k < 0 || n < 0 || a < (long)m * k || b < (long)k * n || destination < (long)m * n)
            throw new ArgumentException($"[{m} x {k}] times [{k} x {n}] needs {(long)m * k}, {(long)k * n} and {(long)m * n} values; the spans have {a}, {b} and {destination}.");
    }
}
