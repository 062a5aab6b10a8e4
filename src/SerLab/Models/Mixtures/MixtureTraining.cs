using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>A fitted mixture and how it got there.</summary>
/// <param name="Mixture">The fitted mixture.</param>
/// <param name="LogLikelihoods">Mean log-likelihood per frame before each iteration and after the last; never falls but for rounding.</param>
internal sealed record MixtureFit(GaussianMixture Mixture, IReadOnlyList<double> LogLikelihoods);

/// <summary>Maximum likelihood for a mixture of diagonal Gaussians.</summary>
/// <remarks>
/// A. Dempster, N. Laird, D. Rubin, JRSS B 39, 1977. Starts: D. Arthur and S. Vassilvitskii, "k-means++", SODA 2007, then Lloyd's iterations, with distances
/// in units of the frames' overall deviations, so that a feature of large numbers does not decide alone.
/// </remarks>
internal static class MixtureTraining
{
    private const int ClusterIterations = 10;

    /// <summary>Expectation and maximisation until the gain is small.</summary>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="start">Where to start; its variances are at least the floor.</param>
    /// <param name="floor">Least variance, shape [features].</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Stops when an iteration gains less log-likelihood per frame.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    public static MixtureFit Train(IReadOnlyList<FrameBlock> blocks, GaussianMixture start, double[] floor, int iterations, double tolerance, CancellationToken cancel)
    {
        var count = start.Gaussians.Count;
        var stride = blocks.Max(block => block.Stride);
        double frames = blocks.Sum(block => (long)block.Count);
        var (responsibilities, logDensities) = (new double[count * stride], new double[stride]);
        var sums = new GaussianSums(count, start.Gaussians.FeatureCount);
        var (mixture, history) = (start, new List<double>());
        for (var iteration = 0; ; iteration++)
        {
            cancel.ThrowIfCancellationRequested();
            sums.Clear();
            var total = 0.0;
            foreach (var block in blocks)
            {
                total += mixture.ShareOut(block, responsibilities, logDensities);
                if (iteration < iterations) sums.Add(block, responsibilities);
            }

            history.Add(total / frames);
            if (iteration >= iterations || iteration > 0 && history[^1] - history[^2] < tolerance) return new MixtureFit(mixture, history);
            mixture = Estimate(sums, mixture.Gaussians, floor);
        }
    }

    /// <summary>A start for EM: k-means++, Lloyd's iterations, then the clusters' shares, means and variances.</summary>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="componentCount">Number of clusters, at least 1.</param>
    /// <param name="overallVariance">Unit of distance, shape [features], above 0.</param>
    /// <param name="floor">Least variance, shape [features].</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    public static GaussianMixture Start(
        IReadOnlyList<FrameBlock> blocks, int componentCount, double[] overallVariance, double[] floor, RandomSource random, CancellationToken cancel)
    {
        var features = overallVariance.Length;
        var centres = PickCentres(blocks, componentCount, overallVariance, random.For("k-means++").Open());
        var spread = Enumerable.Range(0, componentCount).SelectMany(_ => overallVariance).ToArray();
        var clusters = new DiagonalGaussians(centres, spread, features);
        var stride = blocks.Max(block => block.Stride);
        var (nearest, alike) = (new double[componentCount * stride], new double[componentCount]);
        var sums = new GaussianSums(componentCount, features);
        for (var iteration = 0; ; iteration++)
        {
            cancel.ThrowIfCancellationRequested();
            sums.Clear();
            foreach (var block in blocks)
            {
                clusters.LogDensities(block, alike, nearest);
                KeepLargest(block, componentCount, nearest);
                sums.Add(block, nearest);
            }

            if (iteration == ClusterIterations) return Estimate(sums, clusters, floor);
            clusters = new DiagonalGaussians(sums.Estimate(clusters, floor).Means.ToArray(), spread, features);
        }
    }

    private static GaussianMixture Estimate(GaussianSums sums, DiagonalGaussians previous, double[] floor)
    {
        var shares = sums.Occupations.ToArray();
        var total = shares.Sum();
        for (var k = 0; k < shares.Length; k++) shares[k] /= total;
        return new GaussianMixture(shares, sums.Estimate(previous, floor));
    }

    // Each next centre is a frame drawn with probability in proportion to its squared distance from the centres so far.
    private static double[] PickCentres(IReadOnlyList<FrameBlock> blocks, int componentCount, double[] overallVariance, RandomStream random)
    {
        var features = overallVariance.Length;
        var scale = Array.ConvertAll(overallVariance, variance => 1 / Math.Sqrt(variance));
        var squares = blocks.Select(block => Enumerable.Repeat(double.PositiveInfinity, block.Stride).ToArray()).ToArray();
        var centres = new double[componentCount * features];
        var (shift, distances) = (new double[features], new double[blocks.Max(block => block.Stride)]);
        for (var k = 0; k < componentCount; k++)
        {
            var (b, t) = k == 0 ? PickFrame(blocks, random) : PickFar(blocks, squares, random);
            for (var d = 0; d < features; d++) shift[d] = (centres[k * features + d] = blocks[b].Feature(d)[t]) * scale[d];
            for (var i = 0; i < blocks.Count; i++)
            {
                DiagonalGaussians.HalfSquares(blocks[i], scale, shift, 0, distances);
                for (var s = 0; s < blocks[i].Count; s++) squares[i][s] = Math.Min(squares[i][s], -2 * distances[s]);
            }
        }

        return centres;
    }

    private static (int Block, int Frame) PickFrame(IReadOnlyList<FrameBlock> blocks, RandomStream random)
    {
        var place = random.NextInt(blocks.Sum(block => block.Count));
        var b = 0;
        while (place >= blocks[b].Count) place -= blocks[b++].Count;
        return (b, place);
    }

    private static (int Block, int Frame) PickFar(IReadOnlyList<FrameBlock> blocks, double[][] squares, RandomStream random)
    {
        var total = 0.0;
        for (var b = 0; b < blocks.Count; b++)
            for (var t = 0; t < blocks[b].Count; t++) total += squares[b][t];
        var left = random.NextDouble() * total;
        for (var b = 0; b < blocks.Count; b++)
            for (var t = 0; t < blocks[b].Count; t++)
                if ((left -= squares[b][t]) < 0) return (b, t);
        return PickFrame(blocks, random); // All frames lie on centres already: any will do.
    }

    // 1 for the nearest cluster of each frame, the first of equals, 0 for the others and past the frame count.
    private static void KeepLargest(FrameBlock block, int count, Span<double> values)
    {
        for (var t = 0; t < block.Stride; t++)
        {
            var best = 0;
            for (var k = 1; k < count; k++)
                if (values[k * block.Stride + t] > values[best * block.Stride + t]) best = k;
            for (var k = 0; k < count; k++) values[k * block.Stride + t] = k == best && t < block.Count ? 1 : 0;
        }
    }
}
