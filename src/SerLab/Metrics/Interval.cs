namespace SerLab.Metrics;

/// <summary>What is drawn, or swapped, as one piece because its utterances depend on each other.</summary>
public enum ResamplingUnit
{
    /// <summary>All utterances of a speaker together.</summary>
    Speakers,

    /// <summary>Each utterance by itself: dependence within a speaker is ignored, so intervals are too narrow and p-values too small.</summary>
    Utterances,
}

/// <summary>A confidence interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Interval(double Low, double High)
{
    /// <summary>What was resampled to find it.</summary>
    public ResamplingUnit Unit { get; init; }

    /// <summary>True when a value lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
