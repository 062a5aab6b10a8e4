using SerLab.Models;
using SerLab.Models.Markov;
using SerLab.Models.Mixtures;

namespace SerLab.Tests.Models.Markov;

/// <summary>A tiny hidden Markov model asked by writing down every path of states: the definition itself, in plain arithmetic.</summary>
internal sealed class PathEnumeration(HiddenMarkovModel model, MatrixView sequence)
{
    private readonly int states = model.StateCount;
    private readonly int frames = sequence.Rows;

    /// <summary>Every path with its joint probability with the frames.</summary>
    public IEnumerable<(int[] Path, double Probability)> Paths()
    {
        for (var number = 0; number < (int)Math.Pow(states, frames); number++)
        {
            var path = new int[frames];
            for (int t = 0, rest = number; t < frames; t++, rest /= states) path[t] = rest % states;
            var probability = model.Initial[path[0]];
            for (var t = 0; t < frames; t++)
            {
                if (t > 0) probability *= model.Transition[path[t - 1] * states + path[t]];
                probability *= Density(t, path[t]);
            }

            yield return (path, probability);
        }
    }

    public double Density(int t, int state) => Enumerable.Range(0, model.MixtureCount).Sum(m => ComponentDensity(t, state, m));

    /// <summary>P(component | state) times the component's density.</summary>
    public double ComponentDensity(int t, int state, int m)
    {
        var component = state * model.MixtureCount + m;
        var density = model.Shares[component];
        for (var d = 0; d < sequence.Columns; d++)
        {
            var (mean, variance) = (model.Gaussians.Means[component * sequence.Columns + d], model.Gaussians.Variances[component * sequence.Columns + d]);
            density *= Math.Exp(-0.5 * Math.Pow(sequence.Row(t)[d] - mean, 2) / variance) / Math.Sqrt(2 * Math.PI * variance);
        }

        return density;
    }
}
