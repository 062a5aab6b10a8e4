using System.Runtime.Intrinsics;

namespace SerLab.Tests.Numerics;

public sealed class GaussianKernelsTests
{
    [Theory]
    [InlineData(1, 1, 32)]
    [InlineData(2, 3, 32)]
    [InlineData(3, 5, 64)]
    [InlineData(6, 7, 96)]
    [InlineData(9, 39, 480)]
    public void Densities_and_moments_equal_plain_loops(int components, int features, int stride)
    {
        var random = new RandomSource(4).Open();
        double[] x = Draw(features * stride), shares = Draw(components * stride), scales = Draw(components * features), shifts = Draw(components * features), constants = Draw(components);
        var halves = new double[components * stride];
        GaussianKernels.HalfSquares(x, stride, scales, shifts, constants, halves);
        double[] occupations = new double[components], firsts = new double[components * features], seconds = new double[components * features];
        GaussianKernels.AddMoments(x, stride, shares, occupations, firsts, seconds);
        for (var k = 0; k < components; k++)
        {
            for (var t = 0; t < stride; t++)
            {
                var expected = constants[k] - 0.5 * Enumerable.Range(0, features).Sum(d => Math.Pow(scales[k * features + d] * x[d * stride + t] + shifts[k * features + d], 2));
                AssertNear(expected, halves[k * stride + t]);
            }

            AssertNear(Enumerable.Range(0, stride).Sum(t => shares[k * stride + t]), occupations[k]);
            for (var d = 0; d < features; d++)
            {
                AssertNear(Enumerable.Range(0, stride).Sum(t => shares[k * stride + t] * x[d * stride + t]), firsts[k * features + d]);
                AssertNear(Enumerable.Range(0, stride).Sum(t => shares[k * stride + t] * x[d * stride + t] * x[d * stride + t]), seconds[k * features + d]);
            }
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(2, 32)]
    [InlineData(5, 64)]
    [InlineData(8, 96)]
    [InlineData(39, 480)]
    public void Triangles_equal_plain_loops(int features, int stride)
    {
        var random = new RandomSource(5).Open();
        double[] x = Draw(features * stride), left = Draw(features * stride), lower = Draw(features * features), transformed = new double[features * stride], products = new double[features * features];
        for (var place = 0; place < lower.Length; place++)
            if (place % features > place / features) lower[place] = 0;
        GaussianKernels.LowerTransform(x, stride, features, lower, transformed);
        GaussianKernels.AddLowerProducts(left, x, stride, features, products);
        for (var i = 0; i < features; i++)
        {
            for (var t = 0; t < stride; t++)
                Assert.Equal(Enumerable.Range(0, i + 1).Sum(j => lower[i * features + j] * x[j * stride + t]), transformed[i * stride + t], 1e-11);
            for (var j = 0; j <= i; j++)
                Assert.Equal(Enumerable.Range(0, stride).Sum(t => left[i * stride + t] * x[j * stride + t]), products[i * features + j], 1e-10);
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void Exponentials_are_right_to_the_last_digits_in_every_lane()
    {
        var random = new RandomSource(6).Open();
        foreach (var x in (double[])[0, -0.0, -1e-300, 1, -1, -699.99, 700, .. Enumerable.Range(0, 2000).Select(_ => random.NextDouble(-700, 700))])
        {
            var lanes = LaneSoftMax.Exp(Vector512.Create(x));
            Assert.Equal(1, lanes[0] / Math.Exp(x), 1e-15);
            Assert.Equal(Vector512.Create(lanes[0]), lanes);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_raised_matrix_has_no_eigenvalue_below_the_least_and_keeps_those_above(int size)
    {
        // V diag(0, 1, 2, ...) V' with the reflection V = I - 2 u u' / u'u.
        var u = Enumerable.Range(0, size).Select(i => 1.0 + i).ToArray();
        var norm = u.Sum(value => value * value);
        double V(int i, int j) => (i == j ? 1 : 0) - 2 * u[i] * u[j] / norm;
        double Of(int i, int j, Func<double, double> value) => Enumerable.Range(0, size).Sum(e => V(i, e) * value(e) * V(j, e));
        var matrix = new double[size * size];
        for (var place = 0; place < matrix.Length; place++) matrix[place] = Of(place / size, place % size, e => e);
        SymmetricMatrix.RaiseEigenvalues(matrix, size, 1.5);
        for (var place = 0; place < matrix.Length; place++) Assert.Equal(Of(place / size, place % size, e => Math.Max(1.5, e)), matrix[place], 1e-10);
    }

    [Fact]
    public void A_triangular_factor_times_itself_is_the_matrix_and_its_inverse_undoes_it()
    {
        double[] matrix = [4, 2, 2, 3], lower = new double[4], inverse = new double[4];
        Assert.True(SymmetricMatrix.Cholesky(matrix, 2, lower));
        double[] expected = [2, 0, 1, Math.Sqrt(2)];
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], lower[i], 1e-15);
        SymmetricMatrix.InvertLower(lower, 2, inverse);
        double[] undone = [0.5, 0, -1 / (2 * Math.Sqrt(2)), 1 / Math.Sqrt(2)];
        for (var i = 0; i < 4; i++) Assert.Equal(undone[i], inverse[i], 1e-15);
        Assert.False(SymmetricMatrix.Cholesky([1, 2, 2, 1], 2, lower));
    }

    private static void AssertNear(double expected, double actual)
    {
        Assert.Equal(expected, actual, 1e-10 * (1 + Math.Abs(expected)));
    }
}
