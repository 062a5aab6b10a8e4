namespace SerLab.Numerics;

/// <summary>Factors of small symmetric matrices, in double, row-major.</summary>
internal static class SymmetricMatrix
{
    private const int MostSweeps = 60;

    /// <summary>A = L L' with L lower triangular (A.-L. Cholesky); false when A is not positive definite, and the destination then means nothing.</summary>
    /// <param name="matrix">A, shape [size x size]; only its lower triangle is read.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="lower">L, 0 above the diagonal, shape [size x size]; not <paramref name="matrix"/> itself.</param>
    public static bool Cholesky(ReadOnlySpan<double> matrix, int size, Span<double> lower)
    {
        lower.Clear();
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i * size + j];
                for (var l = 0; l < j; l++) sum -= lower[i * size + l] * lower[j * size + l];
                if (i == j && !(sum > 0)) return false;
                lower[i * size + j] = i == j ? Math.Sqrt(sum) : sum / lower[j * size + j];
            }

        return true;
    }

    /// <summary>The inverse of a lower triangular matrix, which is lower triangular too.</summary>
    /// <param name="lower">Shape [size x size], its diagonal not 0.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="inverse">Shape [size x size].</param>
    public static void InvertLower(ReadOnlySpan<double> lower, int size, Span<double> inverse)
    {
        inverse.Clear();
        for (var j = 0; j < size; j++)
            for (var i = j; i < size; i++)
            {
                var sum = i == j ? 1.0 : 0;
                for (var l = j; l < i; l++) sum -= lower[i * size + l] * inverse[l * size + j];
                inverse[i * size + j] = sum / lower[i * size + i];
            }
    }

    /// <summary>Raises every eigenvalue below a least value to it and keeps the eigenvectors: the nearest such matrix. Changed in place; left as it is when nothing is below.</summary>
    /// <param name="matrix">Symmetric, shape [size x size].</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="least">Least eigenvalue.</param>
    public static void RaiseEigenvalues(Span<double> matrix, int size, double least)
    {
        var (rotated, vectors) = (matrix.ToArray(), new double[size * size]);
        for (var i = 0; i < size; i++) rotated[i * size + i] -= least;
        if (Cholesky(rotated, size, vectors)) return;
        Diagonalise(rotated, size, vectors);
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = i == j ? least : 0;
                for (var e = 0; e < size; e++) sum += vectors[i * size + e] * Math.Max(0, rotated[e * size + e]) * vectors[j * size + e];
                matrix[i * size + j] = matrix[j * size + i] = sum;
            }
    }

    // Cyclic Jacobi rotations (G. Golub and C. Van Loan, Matrix Computations, 4th edition, algorithms 8.5.1 and 8.5.3): eigenvalues on the diagonal, eigenvectors in columns.
    private static void Diagonalise(Span<double> matrix, int size, Span<double> vectors)
    {
        vectors.Clear();
        for (var i = 0; i < size; i++) vectors[i * size + i] = 1;
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var (off, all) = (0.0, 0.0);
            for (var i = 0; i < size; i++)
                for (var j = 0; j < size; j++)
                {
                    var square = matrix[i * size + j] * matrix[i * size + j];
                    all += square;
                    if (i != j) off += square;
                }

            if (off <= 1e-30 * all) return;
            for (var p = 0; p < size; p++)
                for (var q = p + 1; q < size; q++) Rotate(matrix, size, p, q, vectors);
        }
    }

    private static void Rotate(Span<double> matrix, int size, int p, int q, Span<double> vectors)
    {
        if (matrix[p * size + q] == 0) return;
        var tau = (matrix[q * size + q] - matrix[p * size + p]) / (2 * matrix[p * size + q]);
        var tangent = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        var sine = tangent * cosine;
        for (var i = 0; i < size; i++) Turn(ref matrix[i * size + p], ref matrix[i * size + q], cosine, sine);
        for (var i = 0; i < size; i++) Turn(ref matrix[p * size + i], ref matrix[q * size + i], cosine, sine);
        for (var i = 0; i < size; i++) Turn(ref vectors[i * size + p], ref vectors[i * size + q], cosine, sine);
    }

    private static void Turn(ref double a, ref double b, double cosine, double sine) => (a, b) = (cosine * a - sine * b, sine * a + cosine * b);
}
