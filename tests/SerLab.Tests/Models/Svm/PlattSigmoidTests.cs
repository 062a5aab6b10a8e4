using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

public sealed class PlattSigmoidTests
{
    [Fact]
    public void Recovers_the_sigmoid_that_labels_were_drawn_from()
    {
        var random = new RandomSource(1).Open();
        var (positive, negative) = (new List<double>(), new List<double>());
        for (var i = 0; i < 20_000; i++)
        {
            var decision = 2 * random.NextGaussian();
            (random.NextDouble() < 1 / (1 + Math.Exp(-1.5 * decision + 0.7)) ? positive : negative).Add(decision);
        }

        var fit = PlattSigmoid.Fit([.. positive, .. negative], positive.Count);
        Assert.Equal(-1.5, fit.Slope, 0.08);
        Assert.Equal(0.7, fit.Offset, 0.08);
    }

    [Fact]
    public void Is_finite_and_sure_but_not_certain_on_separated_values()
    {
        var fit = PlattSigmoid.Fit([1000, 1001, 2000, -900, -1000], 3);
        Assert.True(double.IsFinite(fit.Slope) && double.IsFinite(fit.Offset));
        Assert.InRange(fit.Probability(1500), 0.6, 0.9999999);
        Assert.InRange(fit.Probability(-1500), 1e-7, 0.4);
    }

    [Fact]
    public void Equal_values_give_the_smoothed_share_of_the_classes()
    {
        var fit = PlattSigmoid.Fit([0, 0, 0, 0], 3); // Targets 4/5 three times and 1/3 once: mean 41/60.
        Assert.Equal(41 / 60.0, fit.Probability(0), 1e-4);
    }

    [Theory]
    [InlineData(1e5)]
    [InlineData(-1e5)]
    public void Does_not_overflow(double decision)
    {
        var probability = new PlattSigmoid(-3, 1).Probability(decision);
        Assert.InRange(probability, 0, 1);
    }
}
