using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>A fitted mixture and how it got there.</summary>
/// <param name="Mixture">The fitted mixture.</param>
/// <param name="LogLikelihoods">Mean log-likelihood per frame before each iteration and after the last; never falls but for rounding.</param>
internal sealed record MixtureFit(GaussianMixture Mixture, IReadOnlyList<double> LogLikelihoods);

/// <summary>Maximum likelihood for a mixture of Gaussians: expectation and maximisation.</summary>
/// <remarks>A. Dempster, N. Laird, D. Rubin, JRSS B 39, 1977. Starts: <see cref="MixtureStarts"/>. Speed beside scikit-learn and beside the machine's limit: study gmm-speed.</remarks>
internal static class MixtureTraining
{
    // The frames are dealt to this many parts whatever the number of threads, and the parts' sums added in their order: one thread gives the bits of many.
    private const int MostParts = 16;

    /// <summary>Expectation and maximisation until the gain is small.</summary>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="start">Where to start; its variances are at least the floor.</param>
    /// <param name="floor">Least variance, shape [features].</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Stops when an iteration gains less log-likelihood per frame.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    /// <param name="threads">Most threads; any number gives the same bits.</param>
    public static MixtureFit Train(
        IReadOnlyList<FrameBlock> blocks, GaussianMixture start, double[] floor, int iterations, double tolerance, CancellationToken cancel, int threads = 1)
    {
        var frames = blocks.Sum(block => block.Weight * block.Count);
        var parts = Parts(blocks, start.Components);
        var (mixture, history) = (start, new List<double>());
        for (var iteration = 0; ; iteration++)
        {
            var (current, isLast) = (mixture, iteration >= iterations);
            Workers.ForEach(parts.Length, threads, p => parts[p].Expect(current, !isLast), cancel);
            history.Add(parts.Sum(part => part.LogLikelihood) / frames);
            if (isLast || iteration > 0 && history[^1] - history[^2] < tolerance) return new MixtureFit(mixture, history);
            for (var p = 1; p < parts.Length; p++) parts[0].Sums.Add(parts[p].Sums);
            mixture = Estimate(parts[0].Sums, mixture.Components, floor);
        }
    }

    /// <summary>One E-step without an M-step: how the frames share out among a mixture's components.</summary>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="mixture">The mixture.</param>
    public static MixtureSums Expect(IReadOnlyList<FrameBlock> blocks, GaussianMixture mixture)
    {
        var parts = Parts(blocks, mixture.Components);
        foreach (var part in parts) part.Expect(mixture, true);
        for (var p = 1; p < parts.Length; p++) parts[0].Sums.Add(parts[p].Sums);
        return parts[0].Sums;
    }

    /// <inheritdoc cref="MixtureStarts.KMeans"/>
    public static GaussianMixture Start(
        IReadOnlyList<FrameBlock> blocks, int componentCount, double[] overallVariance, double[] floor, RandomSource random, CancellationToken cancel) =>
        MixtureStarts.KMeans(blocks, componentCount, Covariance.Diagonal, new FrameSpread(overallVariance, floor), random, cancel);

    /// <summary>The M-step.</summary>
    /// <param name="sums">What the E-step gave.</param>
    /// <param name="previous">What a component without frames keeps.</param>
    /// <param name="floor">Least variance, shape [features].</param>
    public static GaussianMixture Estimate(MixtureSums sums, Gaussians previous, double[] floor)
    {
        var shares = sums.Occupations.ToArray();
        var total = shares.Sum();
        for (var k = 0; k < shares.Length; k++) shares[k] /= total;
        return new GaussianMixture(shares, sums.Estimate(previous, floor));
    }

    private static Part[] Parts(IReadOnlyList<FrameBlock> blocks, Gaussians gaussians)
    {
        var count = Math.Min(MostParts, blocks.Count);
        return [.. Enumerable.Range(0, count).Select(p => new Part([.. blocks.Skip(p * blocks.Count / count).Take((p + 1) * blocks.Count / count - p * blocks.Count / count)], gaussians))];
    }

    /// <summary>Some of the frames, with room for an E-step over them.</summary>
    private sealed class Part
    {
        private readonly FrameBlock[] blocks;
        private readonly double[] responsibilities;
        private readonly double[] logDensities;

        public Part(FrameBlock[] blocks, Gaussians gaussians)
        {
            this.blocks = blocks;
            var stride = blocks.Max(block => block.Stride);
            (responsibilities, logDensities) = (new double[gaussians.Count * stride], new double[stride]);
            Sums = MixtureSums.For(gaussians.Covariance, gaussians.Count, gaussians.FeatureCount);
        }

        public MixtureSums Sums { get; }

        public double LogLikelihood { get; private set; }

        public void Expect(GaussianMixture mixture, bool isForEstimate)
        {
            Sums.Clear();
            LogLikelihood = 0;
            foreach (var block in blocks)
            {
                LogLikelihood += block.Weight * mixture.ShareOut(block, responsibilities, logDensities);
                if (!isForEstimate) continue;
                if (block.Weight != 1) TensorPrimitives.Multiply(responsibilities, block.Weight, responsibilities);
                Sums.Add(block, responsibilities);
            }
        }
    }
}
