namespace SerLab.Models;

/// <summary>Which states may follow which.</summary>
public enum HmmTopology
{
    /// <summary>A state is followed by itself, the next one or one a few further on; every sequence starts in the first (R. Bakis, 1976).</summary>
    LeftToRight,

    /// <summary>Any state may follow any, and any may be the first.</summary>
    Ergodic,

    /// <summary>The arcs and first states that the settings list.</summary>
    Custom,
}

/// <summary>What training makes likely.</summary>
public enum HmmTraining
{
    /// <summary>The frames, summed over all paths of states (Baum and others, 1970).</summary>
    BaumWelch,

    /// <summary>The frames together with their best path (Juang and Rabiner, 1990): much the same where states are far apart.</summary>
    Viterbi,
}

/// <summary>Which components of one model share their variances: fewer numbers to learn from few frames.</summary>
public enum HmmVariances
{
    /// <summary>None: each component has its own.</summary>
    PerComponent,

    /// <summary>The components of a state.</summary>
    PerState,

    /// <summary>All components of the model.</summary>
    PerModel,
}
