using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>A mixture of diagonal Gaussians for all frames, and its adaptation to some of them.</summary>
/// <remarks>D. Reynolds, T. Quatieri, R. Dunn, "Speaker verification using adapted Gaussian mixture models", Digital Signal Processing 10, 2000; equation numbers are theirs.</remarks>
/// <param name="Mixture">The background model.</param>
/// <param name="Floor">Least variance, shape [features].</param>
internal sealed record BackgroundMixture(GaussianMixture Mixture, double[] Floor)
{
    /// <summary>The mixture moved towards frames: far where a component holds many of them, hardly where few (maximum a posteriori, one iteration).</summary>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="relevance">Frames that count as much as the background model, above 0.</param>
    /// <param name="adaptWeights">Whether weights are adapted too.</param>
    /// <param name="adaptVariances">Whether variances are adapted too.</param>
    public GaussianMixture Adapt(IReadOnlyList<FrameBlock> blocks, double relevance, bool adaptWeights, bool adaptVariances)
    {
        var sums = (GaussianSums)MixtureTraining.Expect(blocks, Mixture);
        var (features, frames) = (Mixture.Gaussians.FeatureCount, sums.Occupations.ToArray().Sum());
        double[] weights = Mixture.Weights.ToArray(), means = Mixture.Gaussians.Means.ToArray(), variances = Mixture.Gaussians.Variances.ToArray();
        for (var k = 0; k < weights.Length; k++)
        {
            var held = sums.Occupations[k];
            var alpha = held / (held + relevance); // equation 14
            if (adaptWeights) weights[k] = alpha * held / frames + (1 - alpha) * weights[k]; // equation 11, made to sum to one below
            for (var place = k * features; held > 0 && place < (k + 1) * features; place++)
            {
                var (before, square) = (means[place], variances[place] + means[place] * means[place]);
                means[place] = alpha * sums.Firsts[place] / held + (1 - alpha) * before; // equation 12
                if (adaptVariances) variances[place] = Math.Max(Floor[place % features], alpha * sums.Seconds[place] / held + (1 - alpha) * square - means[place] * means[place]); // equation 13
            }
        }

        var total = weights.Sum();
        return new GaussianMixture([.. weights.Select(weight => weight / total)], new DiagonalGaussians(means, variances, features));
    }
}
