namespace SerLab.Models.Markov;

/// <summary>Eigenvectors of a symmetric matrix.</summary>
/// <remarks>C. Jacobi, 1846; cyclic sweeps and the stable formulas for the angle are those of G. Golub and C. Van Loan, "Matrix Computations", section 8.5. A matrix of 50 x 50 takes some milliseconds.</remarks>
internal static class JacobiRotations
{
    private const int MostSweeps = 60;

    /// <summary>An orthogonal matrix whose rows are eigenvectors, shape [size x size].</summary>
    /// <param name="matrix">Symmetric, shape [size x size]; overwritten, its diagonal by the eigenvalues in the rows' order.</param>
    /// <param name="size">Rows and columns.</param>
    public static double[] Eigenvectors(double[] matrix, int size)
    {
        var vectors = new double[size * size];
        for (var i = 0; i < size; i++) vectors[i * size + i] = 1;
        var limit = 1e-24 * SquaresOf(matrix, size, isDiagonalIn: true);
        for (var sweep = 0; sweep < MostSweeps && SquaresOf(matrix, size, isDiagonalIn: false) > limit; sweep++)
            for (var p = 0; p < size; p++)
                for (var q = p + 1; q < size; q++)
                {
                    if (matrix[p * size + q] == 0) continue;
                    var (cosine, sine) = Angle(matrix[p * size + p], matrix[q * size + q], matrix[p * size + q]);
                    TurnRows(matrix, size, p, q, cosine, sine);
                    TurnColumns(matrix, size, p, q, cosine, sine);
                    TurnRows(vectors, size, p, q, cosine, sine);
                }

        return vectors;
    }

    // The smaller of the two angles that make the element at (p, q) zero.
    private static (double Cosine, double Sine) Angle(double first, double second, double between)
    {
        var ratio = (second - first) / (2 * between);
        var tangent = (ratio >= 0 ? 1 : -1) / (Math.Abs(ratio) + Math.Sqrt(1 + ratio * ratio));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        return (cosine, tangent * cosine);
    }

    private static void TurnRows(double[] values, int size, int p, int q, double cosine, double sine)
    {
        for (var i = 0; i < size; i++)
            (values[p * size + i], values[q * size + i]) = (cosine * values[p * size + i] - sine * values[q * size + i], sine * values[p * size + i] + cosine * values[q * size + i]);
    }

    private static void TurnColumns(double[] values, int size, int p, int q, double cosine, double sine)
    {
        for (var i = 0; i < size * size; i += size) (values[i + p], values[i + q]) = (cosine * values[i + p] - sine * values[i + q], sine * values[i + p] + cosine * values[i + q]);
    }

    private static double SquaresOf(double[] matrix, int size, bool isDiagonalIn)
    {
        var sum = 0.0;
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                if (i != j || isDiagonalIn) sum += matrix[i * size + j] * matrix[i * size + j];
        return sum;
    }
}
