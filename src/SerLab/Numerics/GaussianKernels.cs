namespace SerLab.Numerics;

/// <summary>The sums over frames and features that Gaussian densities and their estimation consist of, on the widest vectors there are.</summary>
/// <remarks>
/// Frames stand side by side ([features x stride]), so that a vector holds one feature of neighbouring frames. The stride is a multiple of <see cref="Group"/>: no kernel
/// has a remainder over frames. All sums are in double and in an order that depends on nothing but the shape.
/// </remarks>
internal static class GaussianKernels
{
    /// <summary>What every stride is a multiple of: four vectors of eight doubles.</summary>
    public const int Group = 32;

    /// <summary>destination[k, t] = constants[k] - 0.5 sum_d (scales[k, d] x[d, t] + shifts[k, d])^2.</summary>
    /// <param name="x">Shape [features x stride]; only read.</param>
    /// <param name="stride">Frames of a row, a multiple of <see cref="Group"/>.</param>
    /// <param name="scales">Shape [components x features].</param>
    /// <param name="shifts">Shape [components x features].</param>
    /// <param name="constants">Shape [components].</param>
    /// <param name="destination">Shape [components x stride].</param>
    public static void HalfSquares(
        ReadOnlySpan<double> x, int stride, ReadOnlySpan<double> scales, ReadOnlySpan<double> shifts, ReadOnlySpan<double> constants, Span<double> destination)
    {
        var features = scales.Length / Math.Max(1, constants.Length);
        CheckStride(stride, x.Length >= features * stride && shifts.Length == scales.Length && destination.Length >= constants.Length * stride);
        GaussianLoops.HalfSquares(x, stride, features, scales, shifts, constants, destination);
    }

    /// <summary>destination[i, t] = sum_{j at most i} lower[i, j] x[j, t].</summary>
    /// <param name="x">Shape [features x stride]; only read.</param>
    /// <param name="stride">Frames of a row, a multiple of <see cref="Group"/>.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="lower">Lower triangular, 0 above the diagonal, shape [features x features].</param>
    /// <param name="destination">Shape [features x stride]; not <paramref name="x"/> itself.</param>
    public static void LowerTransform(ReadOnlySpan<double> x, int stride, int features, ReadOnlySpan<double> lower, Span<double> destination)
    {
        CheckStride(stride, x.Length >= features * stride && lower.Length == features * features && destination.Length >= features * stride);
        GaussianLoops.LowerTransform(x, stride, features, lower, destination);
    }

    /// <summary>occupations[k] += sum_t shares[k, t]; firsts[k, d] += sum_t shares[k, t] x[d, t]; seconds[k, d] += sum_t shares[k, t] x[d, t]^2.</summary>
    /// <param name="x">Shape [features x stride]; only read.</param>
    /// <param name="stride">Frames of a row, a multiple of <see cref="Group"/>.</param>
    /// <param name="shares">Shape [components x stride], 0 for frames that are none; only read.</param>
    /// <param name="occupations">Shape [components].</param>
    /// <param name="firsts">Shape [components x features].</param>
    /// <param name="seconds">Shape [components x features].</param>
    public static void AddMoments(ReadOnlySpan<double> x, int stride, ReadOnlySpan<double> shares, Span<double> occupations, Span<double> firsts, Span<double> seconds)
    {
        var features = firsts.Length / Math.Max(1, occupations.Length);
        CheckStride(stride, x.Length >= features * stride && shares.Length >= occupations.Length * stride && seconds.Length == firsts.Length);
        GaussianLoops.AddMoments(x, stride, features, shares, occupations, firsts, seconds);
    }

    /// <summary>destination[i, j] += sum_t left[i, t] right[j, t] for j at most i, and some j above it, whose values mean nothing.</summary>
    /// <param name="left">Shape [rows x stride]; only read.</param>
    /// <param name="right">Shape [rows x stride]; only read.</param>
    /// <param name="stride">Frames of a row, a multiple of <see cref="Group"/>.</param>
    /// <param name="rows">Number of rows of both.</param>
    /// <param name="destination">Shape [rows x rows].</param>
    public static void AddLowerProducts(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int stride, int rows, Span<double> destination)
    {
        CheckStride(stride, left.Length >= rows * stride && right.Length >= rows * stride && destination.Length >= rows * rows);
        GaussianLoops.AddLowerProducts(left, right, stride, rows, destination);
    }

    private static void CheckStride(int stride, bool fits)
    {
        if (stride % Group != 0 || !fits) throw new ArgumentException($"The stride is {stride}, or an array is too short for it; give a multiple of {Group} and whole rows.");
    }
}
