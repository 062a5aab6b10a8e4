using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>A denoiser whose gains are Wiener's: the least mean-square error of the spectrum.</summary>
/// <remarks>
/// P. Scalart and J. Vieira Filho, "Speech enhancement based on a priori signal to noise estimation", ICASSP 1996: G = xi / (1 + xi) with a decision-directed prior SNR
/// (<see cref="DecisionDirectedSnr"/>), here over noise tracked by <see cref="GerkmannHendriksTracker"/>.
/// </remarks>
/// <param name="Mode">How much of the clip may be looked at.</param>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="MaxAttenuationDb">Most that any bin is turned down, dB, 1 to 100.</param>
/// <param name="PriorSnrSmoothing">Weight of the past speech in the prior SNR, per 8 ms, 0 to 0.999.</param>
/// <param name="MinPriorSnrDb">Lowest prior SNR, dB, -60 to 0: how far a bin of pure noise is turned down.</param>
[Kind("wiener", "reduces noise: Wiener's filter with a decision-directed prior SNR (Scalart and Filho 1996)")]
public sealed record WienerOptions(
    DenoiserMode Mode = DenoiserMode.TwoPass, double FrameSeconds = 0.032, double MaxAttenuationDb = 30, double PriorSnrSmoothing = 0.97, double MinPriorSnrDb = -15)
    : DenoiserOptions(Mode, FrameSeconds, MaxAttenuationDb)
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        base.Check(problems);
        DecisionDirectedRule.Check(problems, PriorSnrSmoothing, MinPriorSnrDb);
    }

    internal override INoiseTracker NewTracker(SpectrumGrid grid) => new GerkmannHendriksTracker(grid);

    internal override IGainRule NewRule(SpectrumGrid grid) => new DecisionDirectedRule(new DecisionDirectedSnr(grid, PriorSnrSmoothing, MinPriorSnrDb), Gains);

    // xi / (1 + xi) = 1 - 1 / (1 + xi) would lose small gains to rounding.
    private static void Gains(ReadOnlySpan<float> priorSnr, ReadOnlySpan<float> posteriorSnr, Span<float> gains)
    {
        TensorPrimitives.Add(priorSnr, 1f, gains);
        TensorPrimitives.Divide(priorSnr, gains, gains);
    }
}
