using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Markov;

/// <summary>Turns frames so that features are uncorrelated within the classes: what a diagonal Gaussian takes for granted. Immutable.</summary>
/// <remarks>
/// The axes are the eigenvectors of the pooled within-class covariance of the training frames. A rotation alone: diagonal Gaussians do not mind the scale. What it leaves are
/// correlations that one component has and the average has not (M. Gales, "Semi-tied covariance matrices for hidden Markov models", IEEE Trans. Speech and Audio Processing 7(3), 1999).
/// </remarks>
internal sealed class FrameRotation
{
    private const string Name = "rotation";
    private readonly double[] axes;
    private readonly int size;

    private FrameRotation(double[] axes, int size) => (this.axes, this.size) = (axes, size);

    /// <summary>The rotation for some training examples.</summary>
    /// <param name="set">Examples with labels; only read.</param>
    public static FrameRotation Of(TrainingSet set)
    {
        var size = set.FeatureCount;
        var (means, frames) = (new double[set.ClassCount * size], new long[set.ClassCount]);
        for (var i = 0; i < set.Examples.Count; i++)
        {
            frames[set.Labels[i]] += set.Examples[i].Rows;
            for (var t = 0; t < set.Examples[i].Rows; t++)
            {
                var frame = set.Examples[i].Row(t);
                for (var d = 0; d < size; d++) means[set.Labels[i] * size + d] += frame[d];
            }
        }

        for (var p = 0; p < means.Length; p++) means[p] /= frames[p / size];
        var covariance = new double[size * size];
        var centred = new double[size];
        for (var i = 0; i < set.Examples.Count; i++)
            for (var t = 0; t < set.Examples[i].Rows; t++)
            {
                var frame = set.Examples[i].Row(t);
                for (var d = 0; d < size; d++) centred[d] = frame[d] - means[set.Labels[i] * size + d];
                for (var d = 0; d < size; d++)
                    for (var e = 0; e <= d; e++) covariance[d * size + e] += centred[d] * centred[e];
            }

        for (var d = 0; d < size; d++)
            for (var e = 0; e < d; e++) covariance[e * size + d] = covariance[d * size + e];
        return new FrameRotation(JacobiRotations.Eigenvectors(covariance, size), size);
    }

    /// <summary>Reads what <see cref="Save"/> gave.</summary>
    /// <exception cref="BadInputException">It is missing or has another shape.</exception>
    public static FrameRotation Restore(Weights weights, int featureCount) => new(weights.Get(Name, featureCount, featureCount).Values, featureCount);

    /// <summary>The array that makes this again.</summary>
    public KeyValuePair<string, Tensor> Save() => new(Name, new Tensor([size, size], axes));

    /// <summary>Every frame along the new axes, shape [frames x features].</summary>
    /// <param name="example">Shape [frames x features]; only read.</param>
    public MatrixView Turn(MatrixView example)
    {
        var turned = new float[example.Rows * size];
        for (var t = 0; t < example.Rows; t++)
        {
            var frame = example.Row(t);
            for (var axis = 0; axis < size; axis++)
            {
                var sum = 0.0;
                for (var d = 0; d < size; d++) sum += axes[axis * size + d] * frame[d];
                turned[t * size + axis] = (float)sum;
            }
        }

        return new MatrixView(turned, example.Rows, size);
    }

    /// <summary>The set with its examples turned.</summary>
    public TrainingSet Turn(TrainingSet set) => new([.. set.Examples.Select(Turn)], set.Labels, set.Groups, set.ClassCount);
}
