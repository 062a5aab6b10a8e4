namespace SerLab.Features.Rhythm;

/// <summary>The probability that a peak of sonority is a syllable's nucleus: logistic in the cues. Immutable.</summary>
internal sealed class SyllableModel
{
    private readonly double syllablesPerNucleus;
    private readonly double intercept;
    private readonly double[] weights;

    /// <param name="syllablesPerNucleus">Syllables that a nucleus stands for: a little over 1, since a syllable that is swallowed leaves no peak.</param>
    /// <param name="intercept">Log odds when all cues are 0.</param>
    /// <param name="weights">Log odds per unit of a cue, in the order of <see cref="SyllableCues.Names"/>.</param>
    public SyllableModel(double syllablesPerNucleus, double intercept, double[] weights) =>
        (this.syllablesPerNucleus, this.intercept, this.weights) = (syllablesPerNucleus, intercept, weights);

    /// <summary>Trained on the syllable labels of all ten speakers of EMO-DB, clean and in white noise at 20 dB, by <c>study rate-truth</c>, which prints these numbers and how well
    /// models of the same form do on speakers and on sentences that they were not trained on.</summary>
    public static SyllableModel Default { get; } = new(1.0423, 0.98014,
    [
        1.676, 0.09891, 1.939, 0.3873,
        0.09124, 0.07674, 0.004923, 0.0423, 0.03546,
        6.046, 3.842, -0.434,
        -0.1417, -0.22, 0.02296, 0.03512, -5.216, -0.2914,
    ]);

    /// <summary>Syllables of a clip, on average, given the probabilities of its peaks.</summary>
    public double ExpectedCount(double[] probabilities) => syllablesPerNucleus * probabilities.Sum();

    /// <summary>Probabilities of all peaks.</summary>
    /// <param name="cues">The peaks.</param>
    public double[] Probabilities(SyllableCues cues)
    {
        var probabilities = new double[cues.Frames.Length];
        for (var i = 0; i < probabilities.Length; i++)
        {
            var logOdds = intercept;
            for (var cue = 0; cue < weights.Length; cue++) logOdds += weights[cue] * cues.Values[i * weights.Length + cue];
            probabilities[i] = 1 / (1 + Math.Exp(-logOdds));
        }

        return probabilities;
    }
}
