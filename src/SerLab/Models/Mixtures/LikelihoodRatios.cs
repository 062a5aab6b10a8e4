using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>Mixtures of classes, adapted from one background model: log prior + effective frames x mean log-likelihood ratio per frame, normalised. Immutable.</summary>
/// <remarks>
/// A component of a class stands near the one it was adapted from. So of each frame only the components that are best in the background model are looked at again in the
/// classes' mixtures (Reynolds, Quatieri and Dunn 2000, section 3.6), which saves most of the work with many components and classes.
/// </remarks>
internal sealed class LikelihoodRatios : IClassifier
{
    private readonly GaussianMixture background;
    private readonly IReadOnlyList<GaussianMixture> classes;
    private readonly int bestCount;
    private readonly double effectiveFrames;
    private readonly double[] logPrior;

    /// <param name="background">Diagonal Gaussians.</param>
    /// <param name="classes">Adapted mixtures, one per class, component by component.</param>
    /// <param name="bestCount">Components looked at per frame; more than there are is all.</param>
    /// <param name="effectiveFrames">How many independent frames an utterance counts for, above 0.</param>
    /// <param name="logPrior">Log prior of each class, shape [classes].</param>
    public LikelihoodRatios(GaussianMixture background, IReadOnlyList<GaussianMixture> classes, int bestCount, double effectiveFrames, double[] logPrior)
    {
        (this.background, this.classes, this.effectiveFrames, this.logPrior) = (background, classes, effectiveFrames, logPrior);
        this.bestCount = Math.Min(bestCount, background.Gaussians.Count);
        Weights = new Weights([.. background.Save("background"), .. classes.SelectMany((mixture, c) => mixture.Save($"class{c}")), new("log_prior", new Tensor([logPrior.Length], logPrior))]);
    }

    public Weights Weights { get; }

    /// <summary>Reads the arrays that <see cref="Weights"/> gave.</summary>
    /// <exception cref="BadInputException">They are missing or do not belong together.</exception>
    public static LikelihoodRatios Restore(Weights weights, int bestCount, double effectiveFrames)
    {
        var logPrior = ClassPriors.Of(weights);
        var features = weights.Get("background.means", -1, -1).Shape[1];
        var background = GaussianMixture.Restore(weights, "background", features);
        GaussianMixture[] classes = [.. logPrior.Select((_, c) => GaussianMixture.Restore(weights, $"class{c}", features))];
        if (classes.Any(mixture => mixture.Gaussians.Count != background.Gaussians.Count))
            throw new BadInputException("weights", "background.means", "a class has another number of components; the model file is damaged, so train it again.");
        return new LikelihoodRatios(background, classes, bestCount, effectiveFrames, logPrior);
    }

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.Check(example, background.Gaussians.FeatureCount, logPosterior, classes.Count);
        Span<double> ratios = stackalloc double[classes.Count];
        ratios.Clear();
        foreach (var block in FrameBlock.Cut(example)) AddRatios(block, ratios);
        for (var c = 0; c < classes.Count; c++) logPosterior[c] = logPrior[c] + effectiveFrames * ratios[c] / example.Rows;
        LogMath.Normalise(logPosterior);
    }

    // ratios[c] += sum over frames of log p(frame | class c) - log p(frame | background), both over the best components alone.
    private void AddRatios(FrameBlock block, Span<double> ratios)
    {
        var densities = new double[background.Gaussians.Count * block.Stride];
        background.Gaussians.LogDensities(block, background.LogWeights, densities);
        var (best, values, frame) = (new int[bestCount], new double[bestCount], new double[block.FeatureCount]);
        for (var t = 0; t < block.Count; t++)
        {
            for (var d = 0; d < frame.Length; d++) frame[d] = block.Values[d * block.Stride + t];
            PickBest(densities, block.Stride, t, best);
            for (var b = 0; b < best.Length; b++) values[b] = densities[best[b] * block.Stride + t];
            var ofBackground = LogMath.LogSumExp(values);
            for (var c = 0; c < classes.Count; c++)
            {
                var gaussians = classes[c].Gaussians;
                for (var b = 0; b < best.Length; b++) values[b] = classes[c].LogWeights[best[b]] + gaussians.LogDensity(best[b], frame);
                ratios[c] += LogMath.LogSumExp(values) - ofBackground;
            }
        }
    }

    // The components of highest density at a frame, highest first, the first of equals before the others.
    private static void PickBest(double[] densities, int stride, int frame, int[] best)
    {
        var found = 0;
        for (var k = 0; k * stride < densities.Length; k++)
        {
            var value = densities[k * stride + frame];
            if (found == best.Length && value <= densities[best[^1] * stride + frame]) continue;
            var place = found < best.Length ? found++ : found - 1;
            for (; place > 0 && densities[best[place - 1] * stride + frame] < value; place--) best[place] = best[place - 1];
            best[place] = k;
        }
    }
}
