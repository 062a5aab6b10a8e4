namespace SerLab.Models;

/// <summary>Where the estimation of a mixture starts.</summary>
public enum MixtureStart
{
    /// <summary>k-means++ and Lloyd's iterations.</summary>
    KMeans,

    /// <summary>Frames drawn at random, each with the variance of all.</summary>
    RandomFrames,

    /// <summary>One component, split at 0.2 deviations and re-estimated until there are enough; nothing random.</summary>
    Splitting,
}

/// <summary>What decides on the number of components.</summary>
public enum MixtureSize
{
    /// <summary>The setting.</summary>
    Fixed,

    /// <summary>The Bayesian information criterion on each class's own training frames, among 1, 2, 4, ... up to the setting (G. Schwarz, Annals of Statistics 6(2), 1978).</summary>
    Bic,
}
