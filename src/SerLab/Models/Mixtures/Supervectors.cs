using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Turns an utterance of any length into one row: where a background model's means go when they are adapted to it. Immutable.</summary>
/// <remarks>
/// W. Campbell, D. Sturim, D. Reynolds, "Support vector machines using GMM supervectors for speaker verification", IEEE Signal Processing Letters 13(5), 2006:
/// sqrt(weight) (adapted mean - mean) / deviation, whose inner products approximate the divergence between the adapted mixtures. The common mean is taken
/// away, which no inner product of differences sees. All rows are scaled alike, so that those of training have a mean square length of 1: a machine's C and gamma then mean
/// the same for any relevance factor, length of utterances and number of components.
/// </remarks>
internal sealed class Supervectors
{
    private readonly double relevance;

    /// <param name="background">Diagonal Gaussians.</param>
    /// <param name="relevance">Frames that count as much as the background model, above 0.</param>
    /// <param name="scale">What rows are multiplied by, above 0.</param>
    public Supervectors(GaussianMixture background, double relevance, double scale) => (Background, this.relevance, Scale) = (background, relevance, scale);

    /// <summary>The background model.</summary>
    public GaussianMixture Background { get; }

    /// <summary>What rows are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>The rows of training examples, and what makes such rows of others.</summary>
    /// <param name="background">Diagonal Gaussians.</param>
    /// <param name="relevance">Frames that count as much as the background model, above 0.</param>
    /// <param name="set">Training examples; only read.</param>
    public static (Supervectors Supervectors, TrainingSet Rows) Of(GaussianMixture background, double relevance, TrainingSet set)
    {
        var unscaled = new Supervectors(background, relevance, 1);
        var meanSquare = set.Examples.Average(example => (double)TensorPrimitives.SumOfSquares(unscaled.Of(example).Span));
        var supervectors = new Supervectors(background, relevance, meanSquare > 0 ? 1 / Math.Sqrt(meanSquare) : 1);
        return (supervectors, new TrainingSet([.. set.Examples.Select(supervectors.Of)], set.Labels, set.Groups, set.ClassCount));
    }

    /// <summary>The row of an utterance, shape [1 x components features].</summary>
    /// <param name="example">Shape [frames x features], at least one frame.</param>
    public MatrixView Of(MatrixView example)
    {
        var sums = (GaussianSums)MixtureTraining.Expect([.. FrameBlock.Cut(example)], Background);
        var (features, gaussians) = (Background.Gaussians.FeatureCount, Background.Gaussians);
        var row = new float[gaussians.Count * features];
        for (var place = 0; place < row.Length; place++)
        {
            // alpha (first / held - mean) with alpha = held / (held + relevance): no division by a component that holds nothing.
            var (k, held) = (place / features, sums.Occupations[place / features]);
            row[place] = (float)(Scale * Math.Sqrt(Background.Weights[k] / gaussians.Variances[place]) * (sums.Firsts[place] - held * gaussians.Means[place]) / (held + relevance));
        }

        return MatrixView.OfRow(row);
    }
}
