using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Gains of a frame from its prior (xi) and posterior SNR (gamma), all shape [bins].</summary>
internal delegate void SnrGain(ReadOnlySpan<float> priorSnr, ReadOnlySpan<float> posteriorSnr, Span<float> gains);

/// <summary>A gain rule that is a function of decision-directed SNRs. Belongs to one stream of frames.</summary>
internal sealed class DecisionDirectedRule : IGainRule
{
    private readonly DecisionDirectedSnr snr;
    private readonly SnrGain gain;

    public DecisionDirectedRule(DecisionDirectedSnr snr, SnrGain gain) => (this.snr, this.gain) = (snr, gain);

    /// <inheritdoc/>
    public void Weigh(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, Span<float> gains)
    {
        snr.Next(power, noise);
        gain(snr.Prior, snr.Posterior, gains);
        snr.Heard(power, gains);
    }

    /// <summary>Checks the two settings that every kind with such SNRs has.</summary>
    public static void Check(Problems problems, double priorSnrSmoothing, double minPriorSnrDb) => problems
        .Unless(priorSnrSmoothing is >= 0 and <= 0.999, $"PriorSnrSmoothing is {priorSnrSmoothing}; use 0 to 0.999.")
        .Unless(minPriorSnrDb is >= -60 and <= 0, $"MinPriorSnrDb is {minPriorSnrDb}; use -60 to 0.");
}
