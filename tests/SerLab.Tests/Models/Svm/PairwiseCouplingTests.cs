using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

public sealed class PairwiseCouplingTests
{
    [Theory]
    [InlineData(new[] { 0.3, 0.7 })]
    [InlineData(new[] { 0.2, 0.5, 0.3 })]
    [InlineData(new[] { 0.05, 0.1, 0.15, 0.2, 0.5 })]
    [InlineData(new[] { 0.001, 0.002, 0.997 })]
    public void Consistent_pairs_give_back_the_probabilities_they_came_from(double[] expected)
    {
        var coupled = new double[expected.Length];
        PairwiseCoupling.Couple(PairsOf(expected), expected.Length, coupled);
        Assert.Equal(expected, coupled, (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void No_other_probabilities_fit_inconsistent_pairs_better()
    {
        // 0 beats 1, 1 beats 2, 2 beats 0: nobody's pairs.
        double[] pairs = [0, 0.9, 0.2, 0.1, 0, 0.7, 0.8, 0.3, 0];
        var coupled = new double[3];
        PairwiseCoupling.Couple(pairs, 3, coupled);
        Assert.Equal(1, coupled.Sum(), 1e-12);
        var random = new RandomSource(2).Open();
        for (var trial = 0; trial < 1000; trial++)
        {
            double[] other = [.. coupled.Select(p => p * random.NextDouble(0.8, 1.2))];
            var sum = other.Sum();
            Assert.True(Misfit(pairs, coupled) <= Misfit(pairs, [.. other.Select(p => p / sum)]) + 1e-15);
        }
    }

    [Fact]
    public void Certain_pairs_give_finite_logarithms()
    {
        double[] pairs = [0, 1 - 1e-7, 1 - 1e-7, 1e-7, 0, 1 - 1e-7, 1e-7, 1e-7, 0];
        var coupled = new double[3];
        PairwiseCoupling.Couple(pairs, 3, coupled);
        Assert.All(coupled, p => Assert.True(double.IsFinite(Math.Log(p))));
        Assert.True(coupled[0] > 0.999 && coupled[1] > coupled[2]);
    }

    private static double[] PairsOf(double[] p) => [.. p.SelectMany(pi => p.Select(pj => pi / (pi + pj)))];

    private static double Misfit(double[] pairs, double[] p)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            for (var j = 0; j < p.Length; j++)
                if (i != j) sum += Math.Pow(pairs[j * p.Length + i] * p[i] - pairs[i * p.Length + j] * p[j], 2);
        return sum;
    }
}
