using System.Numerics;

namespace SerLab.Features.Descriptors;

/// <summary>Roots of polynomials with real coefficients.</summary>
internal static class PolynomialRoots
{
    private const int MostSteps = 40;

    /// <summary>The roots above the real axis: one of each conjugate pair.</summary>
    /// <remarks>
    /// Laguerre's method, which converges from almost anywhere (W. Press et al., Numerical Recipes, section 9.5), and division by each root or pair found.
    /// Roots that lie well apart come out to 1e-9 (PolynomialRootsTests).
    /// </remarks>
    /// <param name="polynomial">Coefficients, that of the highest power first and not 0; shape [degree + 1]; only read.</param>
    /// <param name="roots">At least degree / 2; in no particular order.</param>
    /// <returns>How many there are; those found so far when a search does not converge.</returns>
    public static int AboveAxis(ReadOnlySpan<double> polynomial, Span<Complex> roots)
    {
        Span<double> rest = stackalloc double[polynomial.Length];
        polynomial.CopyTo(rest);
        var found = 0;
        for (var degree = polynomial.Length - 1; degree >= 2;)
        {
            if (!Laguerre(rest[..(degree + 1)], out var root)) return found;
            if (Math.Abs(root.Imaginary) < 1e-7)
            {
                // Synthetic division by z - root.
                for (var i = 1; i < degree; i++) rest[i] += root.Real * rest[i - 1];
                degree--;
                continue;
            }

            roots[found++] = new Complex(root.Real, Math.Abs(root.Imaginary));
            // By z^2 - p z - q, the pair of conjugates.
            double p = 2 * root.Real, q = -(root.Real * root.Real + root.Imaginary * root.Imaginary);
            rest[1] += p * rest[0];
            for (var i = 2; i < degree - 1; i++) rest[i] += p * rest[i - 1] + q * rest[i - 2];
            degree -= 2;
        }

        return found;
    }

    private static bool Laguerre(ReadOnlySpan<double> polynomial, out Complex root)
    {
        var degree = polynomial.Length - 1;
        root = new Complex(0.6, 0.6);
        for (var step = 0; step < MostSteps; step++)
        {
            // The value and its first two derivatives (the second halved) by Horner's scheme.
            Complex value = polynomial[0], slope = 0, bend = 0;
            for (var k = 1; k <= degree; k++)
            {
                bend = bend * root + slope;
                slope = slope * root + value;
                value = value * root + polynomial[k];
            }

            if (value == 0) return true;
            var g = slope / value;
            var square = g * g;
            var spread = Complex.Sqrt((degree - 1) * (degree * (square - 2 * bend / value) - square));
            var sum = g + spread;
            var difference = g - spread;
            var divisor = Norm(sum) >= Norm(difference) ? sum : difference;
            if (divisor == 0) return false;
            var change = degree / divisor;
            root -= change;
            // Convergence is cubic: the next step would be below rounding.
            if (Norm(change) < 1e-12) return double.IsFinite(root.Real) && double.IsFinite(root.Imaginary);
        }

        return false;
    }

    private static double Norm(Complex z) => z.Real * z.Real + z.Imaginary * z.Imaginary;
}
