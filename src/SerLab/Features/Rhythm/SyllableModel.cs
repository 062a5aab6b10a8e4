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
    public static SyllableModel Default { get; } = new(1.0399, 0.25492,
    [
        1.698, 0.07855, 0.9863, 1.682,
        0.0538, 0.07846, -0.0003535, 0.04, 0.02406,
        5.515, 2.614, -0.4364,
        -0.1232, -0.2221, 0.03663, 0.03677, -3.979, -0.01594,
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
