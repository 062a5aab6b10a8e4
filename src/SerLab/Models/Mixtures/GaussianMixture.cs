using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>A weighted sum of Gaussians. Immutable.</summary>
internal sealed class GaussianMixture : IClassDensity
{
    private readonly double[] weights;
    private readonly double[] logWeights;

    /// <param name="weights">Shape [components], summing to one; kept, not copied.</param>
    /// <param name="components">The components.</param>
    public GaussianMixture(double[] weights, Gaussians components)
    {
        (this.weights, Components) = (weights, components);
        logWeights = Array.ConvertAll(weights, Math.Log);
    }

    /// <summary>Shape [components], summing to one.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Logarithms of the weights, shape [components].</summary>
    public ReadOnlySpan<double> LogWeights => logWeights;

    /// <summary>The components.</summary>
    public Gaussians Components { get; }

    /// <summary>The components of a mixture whose covariances are diagonal or spherical.</summary>
    public DiagonalGaussians Gaussians => (DiagonalGaussians)Components;

    /// <summary>Free numbers, which the Bayesian information criterion counts.</summary>
    public int ParameterCount => weights.Length - 1 + Components.ParameterCount;

    /// <summary>Reads the arrays that <see cref="Save"/> gave.</summary>
    /// <exception cref="BadInputException">They are missing or make no mixture.</exception>
    public static GaussianMixture Restore(Weights weights, string prefix, int featureCount, Covariance covariance = Covariance.Diagonal)
    {
        var shares = weights.Get($"{prefix}.weights", -1).Values;
        if (shares.Length == 0 || featureCount == 0 || shares.Any(share => share < 0) || Math.Abs(shares.Sum() - 1) > 1e-6)
            throw new BadInputException("weights", prefix, "there are no components or features, or the shares do not sum to one; the model file is damaged, so train it again.");
        return new GaussianMixture(shares, Mixtures.Gaussians.Restore(weights, prefix, covariance, shares.Length, featureCount));
    }

    /// <summary>The arrays that make this mixture again.</summary>
    /// <param name="prefix">What their names begin with.</param>
    public IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix) => [.. Components.Save(prefix), new($"{prefix}.weights", new Tensor([Components.Count], weights))];

    /// <summary>The E-step: shares each frame out among the components.</summary>
    /// <param name="block">Frames.</param>
    /// <param name="responsibilities">P(component | frame), 0 past the frame count, shape [components x stride].</param>
    /// <param name="logDensities">log p(frame), shape [stride]; what stands past the frame count means nothing.</param>
    /// <returns>Sum of log p over the block's frames.</returns>
    public double ShareOut(FrameBlock block, Span<double> responsibilities, Span<double> logDensities)
    {
        var shares = responsibilities[..(Components.Count * block.Stride)];
        Components.LogDensities(block, logWeights, shares);
        LogMath.SoftMaxColumns(shares, Components.Count, block.Stride, logDensities[..block.Stride]);
        for (var k = 0; k < Components.Count; k++) shares[(k * block.Stride + block.Count)..((k + 1) * block.Stride)].Clear();
        var sum = 0.0;
        foreach (var value in logDensities[..block.Count]) sum += value;
        return sum;
    }

    /// <inheritdoc/>
    public double LogLikelihood(MatrixView example)
    {
        FrameBlock[] blocks = [.. FrameBlock.Cut(example)];
        var stride = blocks.Max(block => block.Stride);
        var (responsibilities, logDensities) = (new double[Components.Count * stride], new double[stride]);
        return blocks.Sum(block => ShareOut(block, responsibilities, logDensities));
    }
}
