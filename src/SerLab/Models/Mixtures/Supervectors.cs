using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Turns an utterance of any length into one row: where a background model's means go when they are adapted to it. Immutable.</summary>
/// <remarks>
/// W. Campbell, D. Sturim, D. Reynolds, "Support vector machines using GMM supervectors for speaker verification", IEEE Signal Processing Letters 13(5), 2006:
/// sqrt(weight) (adapted mean - mean) / deviation, whose inner products approximate the divergence between the adapted mixtures. The common mean is taken
/// away, which no inner product of differences sees.
/// </remarks>
internal sealed class Supervectors
{
    private readonly GaussianMixture background;
    private readonly double relevance;

    /// <param name="background">Diagonal Gaussians.</param>
    /// <param name="relevance">Frames that count as much as the background model, above 0.</param>
    public Supervectors(GaussianMixture background, double relevance) => (this.background, this.relevance) = (background, relevance);

    /// <summary>The row of an utterance, shape [1 x components features].</summary>
    /// <param name="example">Shape [frames x features], at least one frame.</param>
    public MatrixView Of(MatrixView example)
    {
        var sums = (GaussianSums)MixtureTraining.Expect([.. FrameBlock.Cut(example)], background);
        var (features, gaussians) = (background.Gaussians.FeatureCount, background.Gaussians);
        var row = new float[gaussians.Count * features];
        for (var place = 0; place < row.Length; place++)
        {
            // alpha (first / held - mean) with alpha = held / (held + relevance): no division by a component that holds nothing.
            var (k, held) = (place / features, sums.Occupations[place / features]);
            row[place] = (float)(Math.Sqrt(background.Weights[k] / gaussians.Variances[place]) * (sums.Firsts[place] - held * gaussians.Means[place]) / (held + relevance));
        }

        return MatrixView.OfRow(row);
    }
}
