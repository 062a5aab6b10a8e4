using SerLab.Models.Mixtures;

namespace SerLab.Models.Markov;

/// <summary>The means between those of a background model and of the frames; everything else is the background's.</summary>
/// <remarks>
/// J.-L. Gauvain and C.-H. Lee, "Maximum a posteriori estimation for multivariate Gaussian mixture observations of Markov chains", IEEE Trans. Speech and Audio
/// Processing 2(2), 1994, equation 43 for the means with one tau for all components: a prior N(background mean, variance / relevance).
/// </remarks>
internal sealed class AdaptedEstimate : IHiddenMarkovEstimate
{
    private readonly HiddenMarkovModel background;
    private readonly double relevance;
    private readonly double[] noFloor;

    /// <param name="background">The model of all classes.</param>
    /// <param name="relevance">Frames that the background counts for, above 0.</param>
    public AdaptedEstimate(HiddenMarkovModel background, double relevance) =>
        (this.background, this.relevance, noFloor) = (background, relevance, new double[background.Gaussians.FeatureCount]);

    /// <inheritdoc/>
    public HiddenMarkovModel Of(HiddenMarkovSums sums, HiddenMarkovModel previous)
    {
        var features = noFloor.Length;
        var means = sums.Gaussians.Estimate(background.Gaussians, noFloor).Means.ToArray();
        for (var p = 0; p < means.Length; p++)
        {
            var held = sums.Gaussians.Occupations[p / features];
            means[p] = (relevance * background.Gaussians.Means[p] + held * means[p]) / (relevance + held);
        }

        return new HiddenMarkovModel(
            background.Initial.ToArray(), background.Transition.ToArray(), background.Shares.ToArray(), new DiagonalGaussians(means, background.Gaussians.Variances.ToArray(), features));
    }

    /// <inheritdoc/>
    public double LogPrior(HiddenMarkovModel model)
    {
        var sum = 0.0;
        for (var p = 0; p < model.Gaussians.Means.Length; p++)
        {
            var moved = model.Gaussians.Means[p] - background.Gaussians.Means[p];
            sum -= 0.5 * relevance * moved * moved / background.Gaussians.Variances[p];
        }

        return sum;
    }
}
