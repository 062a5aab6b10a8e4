using SerLab.Models.Mixtures;

namespace SerLab.Models.Markov;

/// <summary>A fitted model and how it got there.</summary>
/// <param name="Model">The fitted model.</param>
/// <param name="Scores">What training raises, per frame, before each iteration and after the last; never falls but for rounding.</param>
internal sealed record HiddenMarkovFit(HiddenMarkovModel Model, IReadOnlyList<double> Scores);

/// <summary>When training stops.</summary>
/// <param name="Iterations">Most iterations.</param>
/// <param name="Tolerance">Least gain per frame that is worth another.</param>
internal readonly record struct TrainingEnd(int Iterations, double Tolerance);

/// <summary>Expectation and maximisation for a hidden Markov model over many sequences.</summary>
/// <remarks>
/// Over all paths this is Baum-Welch (L. Baum, T. Petrie, G. Soules, N. Weiss, Annals of Mathematical Statistics 41, 1970), over best paths Viterbi training. What rises
/// is the log-likelihood of the frames, in the second case that of frames and paths; with a prior its logarithm is added.
/// </remarks>
internal static class HiddenMarkovTraining
{
    /// <summary>Iterates until the gain is small.</summary>
    /// <param name="sequences">Whole sequences, at least one.</param>
    /// <param name="start">Where to start; what is 0 in its initial and transition probabilities stays 0.</param>
    /// <param name="paths">Which paths count.</param>
    /// <param name="estimate">Makes a model of the counts.</param>
    /// <param name="end">When to stop.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    public static HiddenMarkovFit Train(
        IReadOnlyList<FrameBlock> sequences, HiddenMarkovModel start, IPathCounter paths, IHiddenMarkovEstimate estimate, TrainingEnd end, CancellationToken cancel)
    {
        double frames = sequences.Sum(sequence => (long)sequence.Count);
        var sums = new HiddenMarkovSums(start);
        var (model, scores) = (start, new List<double>());
        for (var iteration = 0; ; iteration++)
        {
            cancel.ThrowIfCancellationRequested();
            sums.Clear();
            var total = estimate.LogPrior(model);
            foreach (var sequence in sequences) total += paths.Count(sequence, model, sums);
            scores.Add(total / frames);
            if (iteration >= end.Iterations || iteration > 0 && scores[^1] - scores[^2] < end.Tolerance) return new HiddenMarkovFit(model, scores);
            model = estimate.Of(sums, model);
        }
    }

    /// <summary>The counter of a kind of training, with scratch for any of some sequences.</summary>
    /// <param name="training">What training makes likely.</param>
    /// <param name="model">A model of the size that is trained.</param>
    /// <param name="sequences">The sequences.</param>
    public static IPathCounter CounterFor(HmmTraining training, HiddenMarkovModel model, IEnumerable<FrameBlock> sequences)
    {
        var longest = sequences.Max(sequence => sequence.Stride);
        return training == HmmTraining.Viterbi ? new BestPaths(model, longest) : new AllPaths(model, longest);
    }
}

/// <summary>The expectation: how often states, arcs and components are used in a sequence.</summary>
internal interface IPathCounter
{
    /// <summary>Counts one sequence.</summary>
    /// <param name="sequence">The frames.</param>
    /// <param name="model">The model as it is.</param>
    /// <param name="sums">Where the counts are added.</param>
    /// <returns>What training raises: a log-likelihood.</returns>
    double Count(FrameBlock sequence, HiddenMarkovModel model, HiddenMarkovSums sums);
}

/// <summary>The maximisation: makes a model of what was counted.</summary>
internal interface IHiddenMarkovEstimate
{
    /// <summary>The model that makes the counted frames, and the prior, likeliest.</summary>
    /// <param name="sums">What was counted.</param>
    /// <param name="previous">The model that counted; what was never used keeps its values.</param>
    HiddenMarkovModel Of(HiddenMarkovSums sums, HiddenMarkovModel previous);

    /// <summary>log of the prior density of a model up to a constant; 0 without a prior.</summary>
    double LogPrior(HiddenMarkovModel model);
}
