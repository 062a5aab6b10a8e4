using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>A weighted sum of diagonal Gaussians. Immutable.</summary>
internal sealed class GaussianMixture : IClassDensity
{
    private readonly double[] weights;
    private readonly double[] logWeights;

    /// <param name="weights">Shape [components], summing to one; kept, not copied.</param>
    /// <param name="gaussians">The components.</param>
    public GaussianMixture(double[] weights, DiagonalGaussians gaussians)
    {
        (this.weights, Gaussians) = (weights, gaussians);
        logWeights = Array.ConvertAll(weights, Math.Log);
    }

    /// <summary>Shape [components], summing to one.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The components.</summary>
    public DiagonalGaussians Gaussians { get; }

    /// <summary>Reads the arrays that <see cref="Save"/> gave.</summary>
    /// <exception cref="BadInputException">They are missing or make no mixture.</exception>
    public static GaussianMixture Restore(Weights weights, string prefix, int featureCount)
    {
        var shares = weights.Get($"{prefix}.weights", -1).Values;
        var means = weights.Get($"{prefix}.means", shares.Length, featureCount).Values;
        var variances = weights.Get($"{prefix}.variances", shares.Length, featureCount).Values;
        if (means.Length == 0 || shares.Any(share => share < 0) || Math.Abs(shares.Sum() - 1) > 1e-6 || variances.Any(variance => variance <= 0))
            throw new BadInputException("weights", prefix, "there are no components or features, the shares do not sum to one or a variance is not above 0; the model file is damaged, so train it again.");
        return new GaussianMixture(shares, new DiagonalGaussians(means, variances, featureCount));
    }

    /// <summary>The arrays that make this mixture again.</summary>
    /// <param name="prefix">What their names begin with.</param>
    public IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix) =>
    [
        new($"{prefix}.means", new Tensor([Gaussians.Count, Gaussians.FeatureCount], Gaussians.Means.ToArray())),
        new($"{prefix}.variances", new Tensor([Gaussians.Count, Gaussians.FeatureCount], Gaussians.Variances.ToArray())),
        new($"{prefix}.weights", new Tensor([Gaussians.Count], weights)),
    ];

    /// <summary>The E-step: shares each frame out among the components.</summary>
    /// <param name="block">Frames.</param>
    /// <param name="responsibilities">P(component | frame), 0 past the frame count, shape [components x stride].</param>
    /// <param name="logDensities">log p(frame), shape [stride]; what stands past the frame count means nothing.</param>
    /// <returns>Sum of log p over the block's frames.</returns>
    public double ShareOut(FrameBlock block, Span<double> responsibilities, Span<double> logDensities)
    {
        var shares = responsibilities[..(Gaussians.Count * block.Stride)];
        Gaussians.LogDensities(block, logWeights, shares);
        LogMath.SoftMaxColumns(shares, Gaussians.Count, block.Stride, logDensities[..block.Stride]);
        for (var k = 0; k < Gaussians.Count; k++) shares[(k * block.Stride + block.Count)..((k + 1) * block.Stride)].Clear();
        var sum = 0.0;
        foreach (var value in logDensities[..block.Count]) sum += value;
        return sum;
    }

    /// <inheritdoc/>
    public double LogLikelihood(MatrixView example)
    {
        FrameBlock[] blocks = [.. FrameBlock.Cut(example)];
        var stride = blocks.Max(block => block.Stride);
        var (responsibilities, logDensities) = (new double[Gaussians.Count * stride], new double[stride]);
        return blocks.Sum(block => ShareOut(block, responsibilities, logDensities));
    }
}
