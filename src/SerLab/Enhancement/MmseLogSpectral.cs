using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>A denoiser whose gains let the logarithm of the speech amplitude have the least mean-square error; the defaults suit speech.</summary>
/// <remarks><see cref="LogSpectralGain"/> with a decision-directed prior SNR (<see cref="DecisionDirectedSnr"/>) over noise tracked by <see cref="GerkmannHendriksTracker"/>.</remarks>
/// <param name="Mode">How much of the clip may be looked at.</param>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="MaxAttenuationDb">Most that any bin is turned down, dB, 1 to 100.</param>
/// <param name="PriorSnrSmoothing">Weight of the past speech in the prior SNR, per 8 ms, 0 to 0.999; alpha in the paper. More means fewer musical tones and duller onsets.</param>
/// <param name="MinPriorSnrDb">Lowest prior SNR, dB, -60 to 0: how far a bin of pure noise is turned down.</param>
[Kind("mmse-lsa", "reduces noise: minimum mean-square error log-spectral amplitude (Ephraim and Malah 1985)")]
public sealed record MmseLogSpectralOptions(
    DenoiserMode Mode = DenoiserMode.TwoPass, double FrameSeconds = 0.032, double MaxAttenuationDb = 30, double PriorSnrSmoothing = 0.97, double MinPriorSnrDb = -25)
    : DenoiserOptions(Mode, FrameSeconds, MaxAttenuationDb)
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        base.Check(problems);
        DecisionDirectedRule.Check(problems, PriorSnrSmoothing, MinPriorSnrDb);
    }

    internal override INoiseTracker NewTracker(SpectrumGrid grid) => new GerkmannHendriksTracker(grid);

    internal override IGainRule NewRule(SpectrumGrid grid) => new DecisionDirectedRule(new DecisionDirectedSnr(grid, PriorSnrSmoothing, MinPriorSnrDb), LogSpectralGain.Of);
}
