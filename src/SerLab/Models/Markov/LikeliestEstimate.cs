using SerLab.Models.Mixtures;

namespace SerLab.Models.Markov;

/// <summary>Maximum likelihood, with variances that some components may share.</summary>
/// <remarks>Equations 40a to 40c, 52 and 53 of Rabiner 1989. A shared variance is the mean of the free ones, weighted by the frames that each component holds.</remarks>
internal sealed class LikeliestEstimate : IHiddenMarkovEstimate
{
    private readonly HmmVariances variances;
    private readonly double[] floor;

    /// <param name="variances">Which components share their variances.</param>
    /// <param name="floor">Least variance, shape [features].</param>
    public LikeliestEstimate(HmmVariances variances, double[] floor) => (this.variances, this.floor) = (variances, floor);

    /// <inheritdoc/>
    public HiddenMarkovModel Of(HiddenMarkovSums sums, HiddenMarkovModel previous)
    {
        var (states, mixtures) = (previous.StateCount, previous.MixtureCount);
        var (initial, transition, shares) = (sums.Firsts.ToArray(), sums.Arcs.ToArray(), sums.Gaussians.Occupations.ToArray());
        Normalise(initial, previous.Initial);
        for (var s = 0; s < states; s++)
        {
            Normalise(transition.AsSpan(s * states, states), previous.Transition.Slice(s * states, states));
            Normalise(shares.AsSpan(s * mixtures, mixtures), previous.Shares.Slice(s * mixtures, mixtures));
        }

        return new HiddenMarkovModel(initial, transition, shares, Gaussians(sums.Gaussians, previous));
    }

    /// <inheritdoc/>
    public double LogPrior(HiddenMarkovModel model) => 0;

    /// <summary>A model whose components share variances as asked, each weighted by its share: where training starts.</summary>
    public HiddenMarkovModel Tie(HiddenMarkovModel model) => variances == HmmVariances.PerComponent ? model : new HiddenMarkovModel(
        model.Initial.ToArray(), model.Transition.ToArray(), model.Shares.ToArray(), Tie(model.Gaussians.Means.ToArray(), model.Gaussians.Variances.ToArray(), model.Shares, model.MixtureCount));

    private DiagonalGaussians Gaussians(GaussianSums sums, HiddenMarkovModel previous)
    {
        if (variances == HmmVariances.PerComponent) return sums.Estimate(previous.Gaussians, floor);
        var free = sums.Estimate(previous.Gaussians, new double[floor.Length]); // The floor is for what is shared, not for its parts.
        return Tie(free.Means.ToArray(), free.Variances.ToArray(), sums.Occupations, previous.MixtureCount);
    }

    private DiagonalGaussians Tie(double[] means, double[] values, ReadOnlySpan<double> weights, int mixtures)
    {
        var features = floor.Length;
        var group = variances == HmmVariances.PerState ? mixtures : weights.Length;
        for (var first = 0; first < weights.Length; first += group)
            for (var d = 0; d < features; d++)
            {
                var (sum, held) = (0.0, 0.0);
                for (var k = first; k < first + group; k++)
                {
                    sum += weights[k] * values[k * features + d];
                    held += weights[k];
                }

                if (held <= 0) continue; // A state that no frame visits keeps what it had.
                var shared = Math.Max(floor[d], sum / held);
                for (var k = first; k < first + group; k++) values[k * features + d] = shared;
            }

        return new DiagonalGaussians(means, values, features);
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
