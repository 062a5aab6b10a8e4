namespace SerLab.Models.Svm;

/// <summary>Probabilities of several classes from those of every pair of classes.</summary>
/// <remarks>
/// T.-F. Wu, C.-J. Lin, R. C. Weng, "Probability estimates for multi-class classification by pairwise coupling", JMLR 5, 2004, second approach:
/// minimise sum_i sum_j (r_ji p_i - r_ij p_j)^2 over sum p = 1. Its optimality conditions (equation 21) are a linear system of classes + 1 unknowns
/// with one solution, never negative; solved here by elimination, so there is no stopping rule.
/// </remarks>
internal static class PairwiseCoupling
{
    /// <param name="pairwise">r_ij = P(class i | class i or j), shape [classes x classes], each in (0, 1); the diagonal is not read.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="probabilities">The result, above 0 and summing to one, shape [classes].</param>
    public static void Couple(ReadOnlySpan<double> pairwise, int classes, Span<double> probabilities)
    {
        // Rows 0 ... classes - 1: sum_j Q_ij p_j + b = 0; last row: sum_j p_j = 1. The last column is the right-hand side.
        var size = classes + 1;
        var system = new double[size, size + 1];
        for (var i = 0; i < classes; i++)
        {
            for (var j = 0; j < classes; j++)
            {
                if (j == i) continue;
                var (ij, ji) = (pairwise[i * classes + j], pairwise[j * classes + i]);
                system[i, i] += ji * ji;
                system[i, j] = -ij * ji;
            }

            system[i, classes] = system[classes, i] = 1;
        }

        system[classes, size] = 1;
        Eliminate(system, size);
        var sum = 0.0;
        for (var i = 0; i < classes; i++) sum += probabilities[i] = Math.Max(1e-12, system[i, size]);
        for (var i = 0; i < classes; i++) probabilities[i] /= sum;
    }

    // Gauss and Jordan with the largest pivot of each column.
    private static void Eliminate(double[,] system, int size)
    {
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            for (var i = column + 1; i < size; i++)
                if (Math.Abs(system[i, column]) > Math.Abs(system[pivot, column])) pivot = i;
            for (var j = column; j <= size; j++) (system[column, j], system[pivot, j]) = (system[pivot, j], system[column, j]);
            for (var i = 0; i < size; i++)
            {
                var factor = i == column ? 0 : system[i, column] / system[column, column];
                if (factor == 0) continue;
                for (var j = column; j <= size; j++) system[i, j] -= factor * system[column, j];
            }
        }

        for (var i = 0; i < size; i++) system[i, size] /= system[i, i];
    }
}
