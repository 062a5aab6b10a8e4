using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>Gaussian densities of one form of covariance: the components of a mixture. Immutable.</summary>
internal abstract class Gaussians
{
    private readonly double[] means;
    private readonly double[] variances;

    /// <param name="means">Shape [components x features]; kept, not copied.</param>
    /// <param name="variances">Shape [components x features], above 0; kept, not copied.</param>
    /// <param name="featureCount">Number of features.</param>
    protected Gaussians(double[] means, double[] variances, int featureCount) =>
        (this.means, this.variances, FeatureCount, Count) = (means, variances, featureCount, means.Length / featureCount);

    /// <summary>Number of components.</summary>
    public int Count { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Means, shape [components x features].</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>Variance of each feature in each component, the diagonals of the covariances, shape [components x features].</summary>
    public ReadOnlySpan<double> Variances => variances;

    /// <summary>Form of the covariances.</summary>
    public abstract Covariance Covariance { get; }

    /// <summary>Free numbers of means and covariances, which the Bayesian information criterion counts.</summary>
    public int ParameterCount => Count * FeatureCount + Covariance switch
    {
        Covariance.Diagonal => Count * FeatureCount,
        Covariance.Full => Count * FeatureCount * (FeatureCount + 1) / 2,
        Covariance.Tied => FeatureCount * (FeatureCount + 1) / 2,
        _ => Count,
    };

    /// <summary>destination[k, t] = offset[k] + log N(frame t; mean k, covariance k).</summary>
    /// <param name="block">Frames.</param>
    /// <param name="offset">Added to each component, such as its log weight, shape [components].</param>
    /// <param name="destination">Shape [components x stride]; what stands past the frame count means nothing.</param>
    public abstract void LogDensities(FrameBlock block, ReadOnlySpan<double> offset, Span<double> destination);

    /// <summary>Components of the same form at other places.</summary>
    /// <param name="newMeans">Shape [new components x features]; kept, not copied.</param>
    /// <param name="origins">The component that each new one has its covariance from, shape [new components].</param>
    public abstract Gaussians Moved(double[] newMeans, IReadOnlyList<int> origins);

    /// <summary>The arrays that make these Gaussians again.</summary>
    /// <param name="prefix">What their names begin with.</param>
    public virtual IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix) =>
    [
        new($"{prefix}.means", new Tensor([Count, FeatureCount], Means.ToArray())),
        new($"{prefix}.variances", new Tensor([Count, FeatureCount], Variances.ToArray())),
    ];

    /// <summary>Gaussians without correlation between features.</summary>
    /// <param name="covariance">Form; a tied one takes the mean of the components' variances, a spherical one that of the features'.</param>
    /// <param name="means">Shape [components x features]; kept, not copied.</param>
    /// <param name="variances">Shape [components x features].</param>
    /// <param name="featureCount">Number of features.</param>
    public static Gaussians Uncorrelated(Covariance covariance, double[] means, double[] variances, int featureCount)
    {
        if (covariance == Covariance.Diagonal) return new DiagonalGaussians(means, variances, featureCount);
        if (covariance == Covariance.Spherical) return new DiagonalGaussians(means, DiagonalGaussians.Rounded(variances, featureCount), featureCount, covariance);
        var count = covariance == Covariance.Tied ? 1 : means.Length / featureCount;
        var matrices = new double[count * featureCount * featureCount];
        for (var place = 0; place < variances.Length; place++)
            matrices[(place / featureCount % count * featureCount + place % featureCount) * featureCount + place % featureCount] += variances[place] * count * featureCount / variances.Length;
        return covariance == Covariance.Tied ? new TiedGaussians(means, matrices, featureCount) : new FullGaussians(means, matrices, featureCount);
    }

    /// <summary>Reads the arrays that <see cref="Save"/> gave.</summary>
    /// <exception cref="BadInputException">They are missing or make no densities.</exception>
    public static Gaussians Restore(Weights weights, string prefix, Covariance covariance, int count, int featureCount)
    {
        var means = weights.Get($"{prefix}.means", count, featureCount).Values;
        if (covariance is Covariance.Diagonal or Covariance.Spherical)
        {
            var variances = weights.Get($"{prefix}.variances", count, featureCount).Values;
            if (variances.Any(variance => variance <= 0)) throw Damaged($"{prefix}.variances", "a variance is not above 0");
            return new DiagonalGaussians(means, variances, featureCount, covariance);
        }

        var matrices = weights.Get($"{prefix}.covariances", covariance == Covariance.Tied ? 1 : count, featureCount, featureCount).Values;
        var lower = new double[featureCount * featureCount];
        for (var first = 0; first < matrices.Length; first += lower.Length)
            if (!SymmetricMatrix.Cholesky(matrices.AsSpan(first, lower.Length), featureCount, lower)) throw Damaged($"{prefix}.covariances", "a covariance is not positive definite");
        return covariance == Covariance.Tied ? new TiedGaussians(means, matrices, featureCount) : new FullGaussians(means, matrices, featureCount);
    }

    /// <summary>Some rows of a matrix, one after another.</summary>
    protected static double[] Rows(double[] values, int width, IEnumerable<int> rows) => [.. rows.SelectMany(row => values.AsSpan(row * width, width).ToArray())];

    private static BadInputException Damaged(string name, string what) => new("weights", name, $"{what}; the model file is damaged, so train it again.");
}
