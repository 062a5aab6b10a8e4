using System.Numerics.Tensors;
using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>Likelihoods and counts over all paths of a sequence. Holds the scratch of one thread, so that a sequence allocates nothing.</summary>
/// <remarks>
/// Densities of all components of all states are divided by the largest of their frame, so one exponential per component and frame is all that is transcendental. Paths are
/// summed in plain scaled numbers, which takes no exponential per arc; the few sequences in which that could lose a path go through <see cref="ForwardBackward"/>.
/// Equation numbers are those of Rabiner, Proc. IEEE 77(2), 1989.
/// </remarks>
internal sealed class AllPaths : IPathCounter
{
    // TensorPrimitives.Exp is the same for every lane down to here; see LogMath.
    private const double LeastExponent = -700;

    private readonly int width;
    private readonly double[] shares;
    private readonly double[] peaks;
    private readonly double[] emission;
    private readonly double[] forward;
    private readonly double[] backward;
    private readonly double[] scales;
    private readonly double[] taken;

    /// <param name="model">A model of the size that is asked about.</param>
    /// <param name="longest">Longest stride of a sequence.</param>
    public AllPaths(HiddenMarkovModel model, int longest)
    {
        width = ScaledPaths.WidthOf(model.StateCount);
        shares = new double[model.Gaussians.Count * longest];
        (peaks, scales) = (new double[longest], new double[longest]);
        (emission, forward, backward) = (new double[longest * width], new double[longest * width], new double[longest * width]);
        taken = new double[model.StateCount * width];
    }

    /// <summary>log p(sequence), summed over all paths.</summary>
    /// <param name="sequence">The frames.</param>
    /// <param name="model">A model of the size that was promised.</param>
    public double LogLikelihood(FrameBlock sequence, HiddenMarkovModel model) => Scaled(sequence, model) ?? InLogarithms(sequence, model);

    /// <inheritdoc/>
    public double Count(FrameBlock sequence, HiddenMarkovModel model, HiddenMarkovSums sums)
    {
        if (Scaled(sequence, model) is not { } logLikelihood) return CountInLogarithms(sequence, model, sums);
        var states = model.StateCount;
        for (var s = 0; s < states; s++)
        {
            sums.Firsts[s] += forward[s] * backward[s];
            for (var next = 0; next < states; next++) sums.Arcs[s * states + next] += model.Transition[s * states + next] * taken[s * width + next];
        }

        // Equation 27, then 54: what a component holds of a frame is its part of the state's emission times what the state holds.
        var perEmission = scales.AsSpan(0, sequence.Stride);
        for (var s = 0; s < states; s++)
        {
            perEmission[sequence.Count..].Clear();
            for (int t = 0, place = s; t < sequence.Count; t++, place += width) perEmission[t] = forward[place] * backward[place] / emission[place];
            for (var m = 0; m < model.MixtureCount; m++)
            {
                var row = shares.AsSpan((s * model.MixtureCount + m) * sequence.Stride, sequence.Stride);
                TensorPrimitives.Multiply(row, perEmission, row);
            }
        }

        sums.Gaussians.Add(sequence, shares.AsSpan(0, model.Gaussians.Count * sequence.Stride));
        return logLikelihood;
    }

    // The log-likelihood by scaled sums, or null when they cannot be trusted. Leaves component and state densities, forward and backward variables and arcs.
    private double? Scaled(FrameBlock sequence, HiddenMarkovModel model)
    {
        var frames = sequence.Count;
        Densities(sequence, model);
        Span<double> densities = emission.AsSpan(0, frames * width), variables = forward.AsSpan(0, frames * width), factors = scales.AsSpan(0, frames);
        Array.Clear(taken);
        if (!ScaledPaths.Forward(model.PaddedInitial, model.PaddedTransition, densities, variables, factors)) return null;
        if (!ScaledPaths.Backward(model.PaddedTransposed, densities, variables, factors, taken, backward.AsSpan(0, frames * width))) return null;
        var logLikelihood = LogOfProduct(factors);
        foreach (var peak in peaks.AsSpan(0, frames)) logLikelihood += peak;
        return logLikelihood;
    }

    // Each component's density over the frame's largest, and their sums per state.
    private void Densities(FrameBlock sequence, HiddenMarkovModel model)
    {
        var (frames, stride, components) = (sequence.Count, sequence.Stride, model.Gaussians.Count);
        var all = shares.AsSpan(0, components * stride);
        var largest = peaks.AsSpan(0, stride);
        model.Gaussians.LogDensities(sequence, model.LogShares, all);
        all[..stride].CopyTo(largest);
        for (var k = 1; k < components; k++) TensorPrimitives.Max(all.Slice(k * stride, stride), largest, largest);
        emission.AsSpan(0, frames * width).Clear();
        for (var k = 0; k < components; k++)
        {
            var row = all.Slice(k * stride, stride);
            TensorPrimitives.Subtract(row, largest, row);
            TensorPrimitives.Max(row, LeastExponent, row);
            TensorPrimitives.Exp(row, row);
            for (int t = 0, place = k / model.MixtureCount; t < frames; t++, place += width) emission[place] += row[t];
        }
    }

    // sum log(value): factors are multiplied as long as their product is far from the ends of the range, so that few logarithms are taken.
    private static double LogOfProduct(ReadOnlySpan<double> values)
    {
        var (sum, product) = (0.0, 1.0);
        foreach (var value in values)
        {
            product *= value;
            if (product is > 1e-150 and < 1e150) continue;
            sum += Math.Log(product);
            product = 1;
        }

        return sum + Math.Log(product);
    }

    private double InLogarithms(FrameBlock sequence, HiddenMarkovModel model)
    {
        var logEmission = emission.AsSpan(0, sequence.Count * model.StateCount);
        model.Emit(sequence, shares.AsSpan(0, model.Gaussians.Count * sequence.Stride), peaks, logEmission);
        return ForwardBackward.Forward(model.LogInitial, model.LogTransition, logEmission, model.StateCount, forward);
    }

    private double CountInLogarithms(FrameBlock sequence, HiddenMarkovModel model, HiddenMarkovSums sums)
    {
        var logLikelihood = InLogarithms(sequence, model);
        var (states, length) = (model.StateCount, sequence.Count * model.StateCount);
        ForwardBackward.Backward(model.LogTransition, emission.AsSpan(0, length), states, backward);
        for (var place = 0; place + states < length; place += states)
            for (var next = 0; next < states; next++)
            {
                var after = emission[place + states + next] + backward[place + states + next] - logLikelihood;
                for (var s = 0; s < states; s++) sums.Arcs[s * states + next] += Math.Exp(forward[place + s] + model.LogTransition[s * states + next] + after);
            }

        for (var s = 0; s < states; s++)
            for (var t = 0; t < sequence.Stride; t++)
            {
                var occupied = t < sequence.Count ? Math.Exp(forward[t * states + s] + backward[t * states + s] - logLikelihood) : 0;
                if (t == 0) sums.Firsts[s] += occupied;
                for (var m = 0; m < model.MixtureCount; m++) shares[(s * model.MixtureCount + m) * sequence.Stride + t] *= occupied;
            }

        sums.Gaussians.Add(sequence, shares.AsSpan(0, model.Gaussians.Count * sequence.Stride));
        return logLikelihood;
    }
}
