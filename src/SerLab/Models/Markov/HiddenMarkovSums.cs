using SerLab.Models.Mixtures;

namespace SerLab.Models.Markov;

/// <summary>What the maximisation needs of all sequences: how often each state came first, each arc was taken and what each component held. Scratch of one thread.</summary>
internal sealed class HiddenMarkovSums
{
    private readonly double[] firsts;
    private readonly double[] arcs;

    /// <param name="model">A model of the size that is trained.</param>
    public HiddenMarkovSums(HiddenMarkovModel model)
    {
        (firsts, arcs) = (new double[model.StateCount], new double[model.StateCount * model.StateCount]);
        Gaussians = new GaussianSums(model.Gaussians.Count, model.Gaussians.FeatureCount);
    }

    /// <summary>Expected sequences that start in a state, shape [states].</summary>
    public Span<double> Firsts => firsts;

    /// <summary>Expected times that an arc is taken, shape [states x states].</summary>
    public Span<double> Arcs => arcs;

    /// <summary>Expected frames of each component and their moments.</summary>
    public GaussianSums Gaussians { get; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(firsts);
        Array.Clear(arcs);
        Gaussians.Clear();
    }
}
