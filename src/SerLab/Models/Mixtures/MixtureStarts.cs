using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>Where expectation and maximisation start.</summary>
/// <remarks>
/// D. Arthur and S. Vassilvitskii, "k-means++", SODA 2007, then Lloyd's iterations, with distances in units of the frames' overall deviations, so that a feature of
/// large numbers does not decide alone. Splitting: S. Young et al., The HTK Book, 3.4, section 10.6 (components are moved apart by 0.2 deviations).
/// </remarks>
internal static class MixtureStarts
{
    private const int ClusterIterations = 10;
    private const int IterationsPerSplit = 4;
    private const double SplitDeviations = 0.2;

    /// <summary>The start that settings ask for.</summary>
    /// <param name="start">Which.</param>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="componentCount">Number of components, at least 1.</param>
    /// <param name="covariance">Form of the covariances.</param>
    /// <param name="spread">Unit of distance and floor.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    public static GaussianMixture Of(
        MixtureStart start, IReadOnlyList<FrameBlock> blocks, int componentCount, Covariance covariance, FrameSpread spread, RandomSource random, CancellationToken cancel) => start switch
        {
            MixtureStart.RandomFrames => RandomFrames(blocks, componentCount, covariance, spread, random),
            MixtureStart.Splitting => Splitting(blocks, componentCount, covariance, spread, cancel),
            _ => KMeans(blocks, componentCount, covariance, spread, random, cancel),
        };

    /// <summary>k-means++, Lloyd's iterations, then the clusters' shares, means and variances.</summary>
    public static GaussianMixture KMeans(
        IReadOnlyList<FrameBlock> blocks, int componentCount, Covariance covariance, FrameSpread spread, RandomSource random, CancellationToken cancel)
    {
        var features = spread.Variance.Length;
        var clusters = new DiagonalGaussians(PickCentres(blocks, componentCount, spread.Variance, random.For("k-means++").Open()), Repeated(spread.Variance, componentCount), features);
        var stride = blocks.Max(block => block.Stride);
        var (nearest, alike) = (new double[componentCount * stride], new double[componentCount]);
        var sums = new GaussianSums(componentCount, features);
        for (var iteration = 0; iteration < ClusterIterations; iteration++)
        {
            cancel.ThrowIfCancellationRequested();
            Assign(sums, clusters);
            clusters = new DiagonalGaussians(sums.Estimate(clusters, spread.Floor).Means.ToArray(), Repeated(spread.Variance, componentCount), features);
        }

        var last = MixtureSums.For(covariance, componentCount, features);
        Assign(last, clusters);
        return MixtureTraining.Estimate(last, Gaussians.Uncorrelated(covariance, clusters.Means.ToArray(), clusters.Variances.ToArray(), features), spread.Floor);

        void Assign(MixtureSums into, DiagonalGaussians centres)
        {
            into.Clear();
            foreach (var block in blocks)
            {
                centres.LogDensities(block, alike, nearest);
                KeepLargest(block, componentCount, nearest);
                into.Add(block, nearest);
            }
        }
    }

    private static GaussianMixture RandomFrames(IReadOnlyList<FrameBlock> blocks, int componentCount, Covariance covariance, FrameSpread spread, RandomSource random)
    {
        var (features, stream) = (spread.Variance.Length, random.For("frames").Open());
        var means = new double[componentCount * features];
        for (var k = 0; k < componentCount; k++)
        {
            var (b, t) = PickFrame(blocks, stream);
            for (var d = 0; d < features; d++) means[k * features + d] = blocks[b].Feature(d)[t];
        }

        return new GaussianMixture(Even(componentCount), Gaussians.Uncorrelated(covariance, means, Repeated(spread.Variance, componentCount), features));
    }

    // From one component: the heaviest are split until there are enough, at most all at once, with a few iterations in between.
    private static GaussianMixture Splitting(IReadOnlyList<FrameBlock> blocks, int componentCount, Covariance covariance, FrameSpread spread, CancellationToken cancel)
    {
        var features = spread.Variance.Length;
        var one = new GaussianMixture(Even(1), Gaussians.Uncorrelated(covariance, new double[features], [.. spread.Variance], features));
        var mixture = MixtureTraining.Train(blocks, one, spread.Floor, 1, 0, cancel).Mixture;
        while (mixture.Components.Count < componentCount)
        {
            var next = Split(mixture, Math.Min(mixture.Components.Count, componentCount - mixture.Components.Count));
            mixture = MixtureTraining.Train(blocks, next, spread.Floor, IterationsPerSplit, 0, cancel).Mixture;
        }

        return mixture;
    }

    private static GaussianMixture Split(GaussianMixture mixture, int count)
    {
        var (features, before) = (mixture.Components.FeatureCount, mixture.Components.Count);
        var (weights, shares) = (mixture.Weights.ToArray(), mixture.Weights.ToArray());
        int[] heaviest = [.. Enumerable.Range(0, before).OrderByDescending(k => weights[k]).Take(count)];
        double[] means = [.. mixture.Components.Means, .. new double[count * features]];
        for (var c = 0; c < count; c++)
        {
            var k = heaviest[c];
            shares[k] /= 2;
            for (var d = 0; d < features; d++)
            {
                var step = SplitDeviations * Math.Sqrt(mixture.Components.Variances[k * features + d]);
                means[(before + c) * features + d] = means[k * features + d] + step;
                means[k * features + d] -= step;
            }
        }

        return new GaussianMixture([.. shares, .. heaviest.Select(k => shares[k])], mixture.Components.Moved(means, [.. Enumerable.Range(0, before), .. heaviest]));
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
            for (var d = 0; d < features; d++) shift[d] = -(centres[k * features + d] = blocks[b].Feature(d)[t]) * scale[d];
            for (var i = 0; i < blocks.Count; i++)
            {
                GaussianKernels.HalfSquares(blocks[i].Values, blocks[i].Stride, scale, shift, [0], distances);
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

    private static double[] Even(int count) => [.. Enumerable.Repeat(1.0 / count, count)];

    private static double[] Repeated(double[] values, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => values)];
}
