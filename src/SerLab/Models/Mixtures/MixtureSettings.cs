using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>How one mixture is fitted to frames: what every kind with mixtures shares.</summary>
/// <param name="Components">Most components.</param>
/// <param name="Size">What decides on their number.</param>
/// <param name="Covariance">Form of the covariances.</param>
/// <param name="Start">Where the estimation starts.</param>
/// <param name="Iterations">Most iterations of EM.</param>
/// <param name="Tolerance">EM stops when an iteration gains less log-likelihood per frame.</param>
internal sealed record MixtureSettings(int Components, MixtureSize Size, Covariance Covariance, MixtureStart Start, int Iterations, double Tolerance)
{
    /// <summary>Frames that a component needs at least.</summary>
    public const int FramesPerComponent = 10;

    /// <summary>Adds what cannot work.</summary>
    /// <param name="problems">Where to.</param>
    /// <param name="varianceFloor">Least variance as a share.</param>
    public void Check(Problems problems, double varianceFloor) => problems
        .Unless(Components is >= 1 and <= 4096, $"Components is {Components}; use 1 to 4096, such as 16.")
        .Unless(Iterations >= 1, $"Iterations is {Iterations}; use at least 1, such as 30.")
        .Unless(Tolerance >= 0, $"Tolerance is {Tolerance}; use at least 0, such as 0.001.")
        .Unless(varianceFloor is > 0 and <= 1, $"VarianceFloor is {varianceFloor}; use a share above 0 and up to 1, such as 0.01.");

    /// <summary>Fits.</summary>
    /// <param name="blocks">Frames, at least one block.</param>
    /// <param name="spread">Unit of distance and floor.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    /// <param name="classCount">Classes that share the frames; each needs its own for every component.</param>
    public GaussianMixture Fit(IReadOnlyList<FrameBlock> blocks, FrameSpread spread, RandomSource random, CancellationToken cancel, int classCount = 1)
    {
        // A matrix takes as many frames as it has rows before it is more than its floor.
        var needed = classCount * (Covariance == Covariance.Full ? Math.Max(FramesPerComponent, spread.Floor.Length) : FramesPerComponent);
        var most = (int)Math.Clamp(blocks.Sum(block => (long)block.Count) / needed, 1, Components);
        if (Size == MixtureSize.Fixed) return FitSize(most).Mixture;
        return Sizes(most).Select(FitSize).MinBy(fit => Criterion(fit, blocks.Sum(block => (double)block.Count)))!.Mixture;

        MixtureFit FitSize(int components)
        {
            var start = MixtureStarts.Of(Start, blocks, components, Covariance, spread, random.For("size", components), cancel);
            return MixtureTraining.Train(blocks, start, spread.Floor, Iterations, Tolerance, cancel);
        }
    }

    /// <summary>-2 log-likelihood + free numbers times log frames.</summary>
    private static double Criterion(MixtureFit fit, double frames) => -2 * frames * fit.LogLikelihoods[^1] + fit.Mixture.ParameterCount * Math.Log(frames);

    private static IEnumerable<int> Sizes(int most)
    {
        for (var size = 1; size < most; size *= 2) yield return size;
        yield return most;
    }
}
