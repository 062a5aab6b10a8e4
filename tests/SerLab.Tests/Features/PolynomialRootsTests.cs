using System.Numerics;
using SerLab.Features.Descriptors;

namespace SerLab.Tests.Features;

/// <summary>Roots of polynomials that were multiplied out of them.</summary>
public sealed class PolynomialRootsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void Finds_the_pairs_that_a_polynomial_was_made_of(int pairs)
    {
        var stream = new RandomSource(4).For("roots", pairs).Open();
        for (var trial = 0; trial < 50; trial++)
        {
            Complex[] made = [.. Enumerable.Range(0, pairs).Select(_ => Complex.FromPolarCoordinates(stream.NextDouble(0.5, 0.99), stream.NextDouble(0.1, 3.0))).OrderBy(root => root.Phase)];
            double[] polynomial = [1];
            foreach (var root in made) polynomial = Times(polynomial, [1, -2 * root.Real, root.Real * root.Real + root.Imaginary * root.Imaginary]);
            // A real root beside them does not count.
            polynomial = Times(polynomial, [1, -0.7]);
            var found = new Complex[pairs];
            Assert.Equal(pairs, PolynomialRoots.AboveAxis(polynomial, found));
            var closest = made.Zip(made.Skip(1), (a, b) => (a - b).Magnitude).Append(1).Min();
            Assert.All(made.Zip(found.OrderBy(root => root.Phase)), pair => Assert.InRange((pair.First - pair.Second).Magnitude, 0, 1e-9 / Math.Pow(closest, 4)));
        }
    }

    [Fact]
    public void Real_roots_alone_give_none() => Assert.Equal(0, PolynomialRoots.AboveAxis(Times(Times([1, -0.5], [1, 0.9]), [1, 0.1]), new Complex[1]));

    private static double[] Times(double[] a, double[] b)
    {
        var product = new double[a.Length + b.Length - 1];
        for (var i = 0; i < a.Length; i++)
            for (var j = 0; j < b.Length; j++) product[i + j] += a[i] * b[j];
        return product;
    }
}
