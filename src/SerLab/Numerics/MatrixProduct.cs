using System.Numerics.Tensors;

namespace SerLab.Numerics;

/// <summary>Single-precision matrix products on row-major spans, on the caller's thread.</summary>
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
        for (var i = 0; i < m; i++)
        {
            var row = destination.Slice(i * n, n);
            if (!accumulate) row.Clear();
            for (var l = 0; l < k; l++) TensorPrimitives.MultiplyAdd(b.Slice(l * n, n), a[i * k + l], row, row);
        }
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
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                var sum = TensorPrimitives.Dot(a.Slice(i * k, k), b.Slice(j * k, k));
                destination[i * n + j] = accumulate ? destination[i * n + j] + sum : sum;
            }
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
        if (!accumulate) destination[..(m * n)].Clear();
        for (var l = 0; l < k; l++)
            for (var i = 0; i < m; i++)
                TensorPrimitives.MultiplyAdd(b.Slice(l * n, n), a[l * m + i], destination.Slice(i * n, n), destination.Slice(i * n, n));
    }
}
