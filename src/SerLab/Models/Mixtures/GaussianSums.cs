using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>What the M-step needs of all frames. Scratch of one thread.</summary>
internal abstract class MixtureSums
{
    /// <summary>Below this share of one frame a mean is made of rounding noise; the component keeps what it had.</summary>
    protected const double LeastOccupation = 1e-8;

    /// <summary>Frames that each component holds, as sums of responsibilities, shape [components].</summary>
    public abstract ReadOnlySpan<double> Occupations { get; }

    /// <summary>Forgets everything.</summary>
    public abstract void Clear();

    /// <summary>Adds a block's frames, each shared out among the components.</summary>
    /// <param name="block">Frames.</param>
    /// <param name="responsibilities">Shape [components x stride], 0 past the frame count.</param>
    public abstract void Add(FrameBlock block, ReadOnlySpan<double> responsibilities);

    /// <summary>Adds the sums over other frames.</summary>
    /// <param name="others">Sums of the same kind and shape; only read.</param>
    public abstract void Add(MixtureSums others);

    /// <summary>The Gaussians that make the frames likeliest given their shares, among those with no variance below its floor.</summary>
    /// <param name="previous">What a component without frames keeps.</param>
    /// <param name="floor">Least variance of each feature, shape [features].</param>
    public abstract Gaussians Estimate(Gaussians previous, ReadOnlySpan<double> floor);

    /// <summary>Sums for a form of covariance.</summary>
    public static MixtureSums For(Covariance covariance, int componentCount, int featureCount) => covariance is Covariance.Diagonal or Covariance.Spherical
        ? new GaussianSums(componentCount, featureCount, covariance)
        : new ScatterSums(componentCount, featureCount, covariance);

    /// <summary>target[i] += source[i].</summary>
    protected static void AddTo(double[] target, double[] source)
    {
        for (var i = 0; i < target.Length; i++) target[i] += source[i];
    }
}

/// <summary>How much each component holds, and first and second moments of each feature: for diagonal and spherical covariances. Scratch of one thread.</summary>
internal sealed class GaussianSums : MixtureSums
{
    private readonly int featureCount;
    private readonly Covariance covariance;
    private readonly double[] occupations;
    private readonly double[] firsts;
    private readonly double[] seconds;

    /// <param name="componentCount">Number of components.</param>
    /// <param name="featureCount">Number of features.</param>
    /// <param name="covariance">Diagonal or spherical.</param>
    public GaussianSums(int componentCount, int featureCount, Covariance covariance = Covariance.Diagonal)
    {
        (this.featureCount, this.covariance) = (featureCount, covariance);
        (occupations, firsts, seconds) = (new double[componentCount], new double[componentCount * featureCount], new double[componentCount * featureCount]);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Occupations => occupations;

    /// <summary>sum_t share[k, t] x[d, t], shape [components x features].</summary>
    public ReadOnlySpan<double> Firsts => firsts;

    /// <summary>sum_t share[k, t] x[d, t]^2, shape [components x features].</summary>
    public ReadOnlySpan<double> Seconds => seconds;

    /// <inheritdoc/>
    public override void Clear()
    {
        Array.Clear(occupations);
        Array.Clear(firsts);
        Array.Clear(seconds);
    }

    /// <inheritdoc/>
    public override void Add(FrameBlock block, ReadOnlySpan<double> responsibilities) =>
        GaussianKernels.AddMoments(block.Values, block.Stride, responsibilities, occupations, firsts, seconds);

    /// <inheritdoc/>
    public override void Add(MixtureSums others)
    {
        var sums = (GaussianSums)others;
        AddTo(occupations, sums.occupations);
        AddTo(firsts, sums.firsts);
        AddTo(seconds, sums.seconds);
    }

    /// <inheritdoc/>
    public override Gaussians Estimate(Gaussians previous, ReadOnlySpan<double> floor) => Estimate((DiagonalGaussians)previous, floor);

    /// <summary>As the general form.</summary>
    /// <remarks>Given the mean, the likelihood rises up to the free variance and falls after it, so the floored variance is the best allowed: EM stays monotone.</remarks>
    public DiagonalGaussians Estimate(DiagonalGaussians previous, ReadOnlySpan<double> floor)
    {
        var (means, variances) = (previous.Means.ToArray(), previous.Variances.ToArray());
        for (var k = 0; k < occupations.Length; k++)
        {
            if (occupations[k] < LeastOccupation) continue;
            var sum = 0.0;
            for (var d = 0; d < featureCount; d++)
            {
                var place = k * featureCount + d;
                means[place] = firsts[place] / occupations[k];
                var free = seconds[place] / occupations[k] - means[place] * means[place];
                variances[place] = Math.Max(floor[d], free);
                sum += free;
            }

            if (covariance == Covariance.Spherical) variances.AsSpan(k * featureCount, featureCount).Fill(Math.Max(MeanOf(floor), sum / featureCount));
        }

        return new DiagonalGaussians(means, variances, featureCount, covariance);
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
