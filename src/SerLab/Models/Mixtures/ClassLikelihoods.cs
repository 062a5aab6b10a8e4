using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>A density over the frames of an utterance: what a class sounds like.</summary>
internal interface IClassDensity
{
    /// <summary>log p(frames).</summary>
    /// <param name="example">Shape [frames x features]; only read.</param>
    double LogLikelihood(MatrixView example);

    /// <summary>The arrays that make this density again.</summary>
    /// <param name="prefix">What their names begin with.</param>
    IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix);
}

/// <summary>One density or several per class and Bayes's rule: log prior + effective frames x mean log-likelihood per frame, normalised. Immutable.</summary>
/// <remarks>
/// Frames 10 ms apart are far from independent: the plain product over some hundred frames would be sure of itself always. The mean per frame, times the number of frames
/// that count as independent, leaves the predicted class as it is and the posterior believable. Of several densities of a class that is what each says, and their
/// <see cref="Ensemble.Mean"/> is what the class says.
/// </remarks>
internal sealed class ClassLikelihoods : IClassifier
{
    private readonly IReadOnlyList<IReadOnlyList<IClassDensity>> densities;
    private readonly int featureCount;
    private readonly double effectiveFrames;
    private readonly double[] logPrior;

    /// <param name="densities">Shape [classes][members], as many members in every class.</param>
    /// <param name="featureCount">Number of features of an example.</param>
    /// <param name="effectiveFrames">How many independent frames an utterance counts for, above 0.</param>
    /// <param name="logPrior">Log prior of each class, shape [classes].</param>
    public ClassLikelihoods(IReadOnlyList<IReadOnlyList<IClassDensity>> densities, int featureCount, double effectiveFrames, double[] logPrior)
    {
        (this.densities, this.featureCount, this.effectiveFrames, this.logPrior) = (densities, featureCount, effectiveFrames, logPrior);
        Weights = new Weights([.. densities.SelectMany((ofClass, c) => ofClass.SelectMany((density, m) => density.Save(Ensemble.Prefix(c, m)))), new("log_prior", new Tensor([logPrior.Length], logPrior))]);
    }

    public Weights Weights { get; }

    /// <summary>Adds a problem unless the number of independent frames can work.</summary>
    public static Problems CheckEffectiveFrames(double effectiveFrames, Problems problems) =>
        problems.Unless(effectiveFrames > 0 && double.IsFinite(effectiveFrames), $"EffectiveFrames is {effectiveFrames}; use a number above 0, such as 2.");

    public void Score(MatrixView example, Span<double> logPosterior)
    {
        ScoreArguments.Check(example, featureCount, logPosterior, densities.Count);
        Span<double> ofMembers = stackalloc double[densities[0].Count];
        for (var c = 0; c < densities.Count; c++)
        {
            for (var m = 0; m < ofMembers.Length; m++) ofMembers[m] = effectiveFrames * densities[c][m].LogLikelihood(example) / example.Rows;
            logPosterior[c] = logPrior[c] + Ensemble.Mean(ofMembers);
        }

        LogMath.Normalise(logPosterior);
    }
}
