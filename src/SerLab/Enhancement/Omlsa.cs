using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>A denoiser that weighs the log-spectral gain by the probability that speech is present at all.</summary>
/// <remarks>
/// I. Cohen and B. Berdugo, "Speech enhancement for non-stationary noise environments", Signal Processing 81(11), 2001: the optimally modified log-spectral amplitude,
/// G = G_H1^p G_min^(1 - p), over noise tracked by <see cref="ImcraTracker"/>.
/// </remarks>
/// <param name="Mode">How much of the clip may be looked at.</param>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="MaxAttenuationDb">How far a bin without speech is turned down, dB, 1 to 100; G_min in the paper.</param>
/// <param name="PriorSnrSmoothing">Weight of the past speech in the prior SNR, per 8 ms, 0 to 0.999; alpha in the paper.</param>
/// <param name="MinPriorSnrDb">Lowest prior SNR, dB, -60 to 0.</param>
[Kind("omlsa", "reduces noise: log-spectral amplitude under speech presence uncertainty, noise by minima controlled averaging (Cohen 2001, 2003)")]
public sealed record OmlsaOptions(
    DenoiserMode Mode = DenoiserMode.TwoPass, double FrameSeconds = 0.032, double MaxAttenuationDb = 25, double PriorSnrSmoothing = 0.92, double MinPriorSnrDb = -25)
    : DenoiserOptions(Mode, FrameSeconds, MaxAttenuationDb)
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        base.Check(problems);
        DecisionDirectedRule.Check(problems, PriorSnrSmoothing, MinPriorSnrDb);
    }

    internal override INoiseTracker NewTracker(SpectrumGrid grid) => new ImcraTracker(grid);

    internal override IGainRule NewRule(SpectrumGrid grid) => new OmlsaRule(new DecisionDirectedSnr(grid, PriorSnrSmoothing, MinPriorSnrDb), new SpeechAbsence(grid), MinGain, grid.BinCount);
}

/// <summary>The optimally modified log-spectral amplitude. Belongs to one stream of frames.</summary>
internal sealed class OmlsaRule : IGainRule
{
    private readonly DecisionDirectedSnr snr;
    private readonly SpeechAbsence absence;
    private readonly float logMinGain;
    private readonly float[] presence;

    public OmlsaRule(DecisionDirectedSnr snr, SpeechAbsence absence, float minGain, int binCount) =>
        (this.snr, this.absence, logMinGain, presence) = (snr, absence, MathF.Log(minGain), new float[binCount]);

    /// <inheritdoc/>
    public void Weigh(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, Span<float> gains)
    {
        snr.Next(power, noise);
        absence.Next(snr.Prior, gains);
        SpeechPresence.Of(gains, snr.Prior, snr.Posterior, presence);
        LogSpectralGain.Of(snr.Prior, snr.Posterior, gains);

        // The prior SNR goes by the gain under speech (2001, eq. 22), or a bin once taken for noise would hardly open again.
        snr.Heard(power, gains);

        // log G = log G_min + p (log G_H1 - log G_min): eq. 15.
        TensorPrimitives.Log(gains, gains);
        TensorPrimitives.Subtract(gains, logMinGain, gains);
        TensorPrimitives.Multiply(gains, presence, gains);
        TensorPrimitives.Add(gains, logMinGain, gains);
        TensorPrimitives.Exp(gains, gains);
    }
}
