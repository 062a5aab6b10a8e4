using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Turns an utterance of any length into one row: where a background model's means go when they are adapted to it. Immutable.</summary>
/// <remarks>
/// W. Campbell, D. Sturim, D. Reynolds, "Support vector machines using GMM supervectors for speaker verification", IEEE Signal Processing Letters 13(5), 2006:
/// sqrt(weight) (adapted mean - mean) / deviation, whose squared distances are twice the divergence between mixtures of adapted means. Not in the paper: where weights are
/// adapted too, 2 (sqrt(adapted weight) - sqrt(weight)) stands behind, whose squared distances are, to second order, twice the divergence between the weights. All rows are scaled alike, so that those of training have a mean square length of 1: a machine's C and gamma then mean
/// the same for any relevance factor, length of utterances and number of components.
/// </remarks>
internal sealed class Supervectors
{
    private readonly double relevance;
    private readonly bool adaptWeights;

    /// <param name="background">Diagonal Gaussians.</param>
    /// <param name="relevance">Frames that count as much as the background model, above 0.</param>
    /// <param name="adaptWeights">Whether rows tell how the weights move too.</param>
    /// <param name="scale">What rows are multiplied by, above 0.</param>
    public Supervectors(GaussianMixture background, double relevance, bool adaptWeights, double scale) =>
        (Background, this.relevance, this.adaptWeights, Scale) = (background, relevance, adaptWeights, scale);

    /// <summary>The background model.</summary>
    public GaussianMixture Background { get; }

    /// <summary>What rows are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>The rows of training examples, and what makes such rows of others.</summary>
    /// <param name="background">Diagonal Gaussians.</param>
    /// <param name="relevance">Frames that count as much as the background model, above 0.</param>
    /// <param name="adaptWeights">Whether rows tell how the weights move too.</param>
    /// <param name="set">Training examples; only read.</param>
    public static (Supervectors Supervectors, TrainingSet Rows) Of(GaussianMixture background, double relevance, bool adaptWeights, TrainingSet set)
    {
        var unscaled = new Supervectors(background, relevance, adaptWeights, 1);
        var meanSquare = set.Examples.Average(example => (double)TensorPrimitives.SumOfSquares(unscaled.Of(example).Span));
        var supervectors = new Supervectors(background, relevance, adaptWeights, meanSquare > 0 ? 1 / Math.Sqrt(meanSquare) : 1);
        return (supervectors, new TrainingSet([.. set.Examples.Select(supervectors.Of)], set.Labels, set.Groups, set.ClassCount));
    }

    /// <summary>The row of an utterance, shape [1 x components features], or [1 x components (features + 1)] with weights.</summary>
    /// <param name="example">Shape [frames x features], at least one frame.</param>
    public MatrixView Of(MatrixView example)
    {
        var sums = (GaussianSums)MixtureTraining.Expect([.. FrameBlock.Cut(example)], Background);
        var (gaussians, features) = (Background.Gaussians, Background.Gaussians.FeatureCount);
        var weights = Background.Weights;
        var row = new float[gaussians.Count * (adaptWeights ? features + 1 : features)];
        for (var k = 0; k < gaussians.Count; k++)
        {
            // alpha (first / held - mean) with alpha = held / (held + relevance): no division by a component that holds nothing.
            var held = sums.Occupations[k];
            for (var place = k * features; place < (k + 1) * features; place++)
                row[place] = (float)(Scale * Math.Sqrt(weights[k] / gaussians.Variances[place]) * (sums.Firsts[place] - held * gaussians.Means[place]) / (held + relevance));
            var adapted = (held * held / example.Rows + relevance * weights[k]) / (held + relevance);
            if (adaptWeights) row[gaussians.Count * features + k] = (float)(Scale * 2 * (Math.Sqrt(adapted) - Math.Sqrt(weights[k])));
        }

        return MatrixView.OfRow(row);
    }
}
