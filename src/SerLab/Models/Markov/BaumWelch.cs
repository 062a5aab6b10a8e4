using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>A fitted model and how it got there.</summary>
/// <param name="Model">The fitted model.</param>
/// <param name="LogLikelihoods">Log-likelihood per frame before each iteration and after the last; never falls but for rounding.</param>
internal sealed record HiddenMarkovFit(HiddenMarkovModel Model, IReadOnlyList<double> LogLikelihoods);

/// <summary>Maximum likelihood for a hidden Markov model whose states are mixtures of diagonal Gaussians, over many sequences.</summary>
/// <remarks>L. Baum, T. Petrie, G. Soules, N. Weiss, Annals of Mathematical Statistics 41, 1970; equation numbers are those of Rabiner, Proc. IEEE 77(2), 1989.</remarks>
internal static class BaumWelch
{
    /// <summary>Expectation and maximisation until the gain is small.</summary>
    /// <param name="sequences">Whole sequences, at least one.</param>
    /// <param name="start">Where to start; what is 0 in its initial and transition probabilities stays 0.</param>
    /// <param name="floor">Least variance, shape [features].</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Stops when an iteration gains less log-likelihood per frame.</param>
    /// <param name="cancel">Looked at in every iteration.</param>
    public static HiddenMarkovFit Train(
        IReadOnlyList<FrameBlock> sequences, HiddenMarkovModel start, double[] floor, int iterations, double tolerance, CancellationToken cancel)
    {
        double frames = sequences.Sum(sequence => (long)sequence.Count);
        var counts = new Counts(start, sequences.Max(sequence => sequence.Stride));
        var (model, history) = (start, new List<double>());
        for (var iteration = 0; ; iteration++)
        {
            cancel.ThrowIfCancellationRequested();
            counts.Clear();
            var total = 0.0;
            foreach (var sequence in sequences) total += counts.Add(sequence, model);
            history.Add(total / frames);
            if (iteration >= iterations || iteration > 0 && history[^1] - history[^2] < tolerance) return new HiddenMarkovFit(model, history);
            model = counts.Estimate(model, floor);
        }
    }

    /// <summary>Expected counts of first states, arcs and components. Scratch of one thread.</summary>
    private sealed class Counts
    {
        private readonly double[] firsts;
        private readonly double[] arcs;
        private readonly GaussianSums sums;
        private readonly double[] responsibilities;
        private readonly double[] logEmission;
        private readonly double[] logForward;
        private readonly double[] logBackward;

        public Counts(HiddenMarkovModel model, int longest)
        {
            var states = model.StateCount;
            (firsts, arcs) = (new double[states], new double[states * states]);
            sums = new GaussianSums(model.Gaussians.Count, model.Gaussians.FeatureCount);
            responsibilities = new double[model.Gaussians.Count * longest];
            (logEmission, logForward, logBackward) = (new double[longest * states], new double[longest * states], new double[longest * states]);
        }

        public void Clear()
        {
            Array.Clear(firsts);
            Array.Clear(arcs);
            sums.Clear();
        }

        // The E-step for one sequence; returns its log-likelihood.
        public double Add(FrameBlock sequence, HiddenMarkovModel model)
        {
            var (states, length) = (model.StateCount, sequence.Count * model.StateCount);
            var shares = responsibilities.AsSpan(0, model.Gaussians.Count * sequence.Stride);
            model.Emit(sequence, shares, logEmission.AsSpan(0, length));
            var logLikelihood = ForwardBackward.Forward(model.LogInitial, model.LogTransition, logEmission.AsSpan(0, length), states, logForward);
            ForwardBackward.Backward(model.LogTransition, logEmission.AsSpan(0, length), states, logBackward);
            AddArcs(model, length, logLikelihood);

            // Equation 27, then 54: the state's share of the frame is handed on to its components.
            for (var s = 0; s < states; s++)
                for (var t = 0; t < sequence.Stride; t++)
                {
                    var occupied = t < sequence.Count ? Math.Exp(logForward[t * states + s] + logBackward[t * states + s] - logLikelihood) : 0;
                    if (t == 0) firsts[s] += occupied;
                    for (var m = 0; m < model.MixtureCount; m++) shares[(s * model.MixtureCount + m) * sequence.Stride + t] *= occupied;
                }

            sums.Add(sequence, shares);
            return logLikelihood;
        }

        // Equations 40a to 40c, 52 and 53; a state that is never left keeps its arcs, one that is never visited its shares.
        public HiddenMarkovModel Estimate(HiddenMarkovModel previous, double[] floor)
        {
            var (states, mixtures) = (previous.StateCount, previous.MixtureCount);
            var (initial, transition, shares) = (firsts.ToArray(), arcs.ToArray(), sums.Occupations.ToArray());
            Normalise(initial, previous.Initial);
            for (var s = 0; s < states; s++)
            {
                Normalise(transition.AsSpan(s * states, states), previous.Transition.Slice(s * states, states));
                Normalise(shares.AsSpan(s * mixtures, mixtures), previous.Shares.Slice(s * mixtures, mixtures));
            }

            return new HiddenMarkovModel(initial, transition, shares, sums.Estimate(previous.Gaussians, floor));
        }

        // Equation 37, summed over the sequence; an arc that does not exist stays at 0.
        private void AddArcs(HiddenMarkovModel model, int length, double logLikelihood)
        {
            var states = model.StateCount;
            for (var place = 0; place + states < length; place += states)
                for (var next = 0; next < states; next++)
                {
                    var after = logEmission[place + states + next] + logBackward[place + states + next] - logLikelihood;
                    for (var s = 0; s < states; s++)
                    {
                        var exponent = logForward[place + s] + model.LogTransition[s * states + next] + after;
                        if (exponent > -50) arcs[s * states + next] += Math.Exp(exponent); // Less than 2e-22 of one arc changes no sum.
                    }
                }
        }

        private static void Normalise(Span<double> values, ReadOnlySpan<double> otherwise)
        {
            var sum = 0.0;
            foreach (var value in values) sum += value;
            if (sum <= 0) otherwise.CopyTo(values);
            else
                for (var i = 0; i < values.Length; i++) values[i] /= sum;
        }
    }
}
