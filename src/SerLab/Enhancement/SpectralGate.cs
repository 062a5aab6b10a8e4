using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>A denoiser that opens for the bins that rise over the noise by a threshold and closes slowly behind them.</summary>
/// <remarks>
/// The noise gate of recording studios in every bin (J. Moorer and M. Berger, "Linear-phase bandsplitting: theory and applications", JAES 34(3), 1986), its opening smoothed over
/// time and frequency. The noise is tracked by <see cref="GerkmannHendriksTracker"/>.
/// </remarks>
/// <param name="Mode">How much of the clip may be looked at; in two passes the gate also opens ahead of a rise.</param>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="MaxAttenuationDb">How far a closed bin is turned down, dB, 1 to 100.</param>
/// <param name="ThresholdDb">Level over the noise at which a bin is half open, dB, 0 to 40.</param>
/// <param name="KneeDb">From shut to open, dB, 0.1 to 40.</param>
/// <param name="SmoothingHz">The opening is averaged this far to both sides, Hz, 0 to 1000.</param>
/// <param name="ReleaseSeconds">Time in which the opening falls to 1/e, seconds, 0.001 to 1.</param>
[Kind("spectral-gate", "reduces noise: a gate in every frequency bin, smoothed over time and frequency")]
public sealed record SpectralGateOptions(
    DenoiserMode Mode = DenoiserMode.TwoPass, double FrameSeconds = 0.032, double MaxAttenuationDb = 15, double ThresholdDb = 6, double KneeDb = 8,
    double SmoothingHz = 60, double ReleaseSeconds = 0.03)
    : DenoiserOptions(Mode, FrameSeconds, MaxAttenuationDb)
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        base.Check(problems);
        problems
            .Unless(ThresholdDb is >= 0 and <= 40, $"ThresholdDb is {ThresholdDb}; use 0 to 40.")
            .Unless(KneeDb is >= 0.1 and <= 40, $"KneeDb is {KneeDb}; use 0.1 to 40.")
            .Unless(SmoothingHz is >= 0 and <= 1000, $"SmoothingHz is {SmoothingHz}; use 0 to 1000.")
            .Unless(ReleaseSeconds is >= 0.001 and <= 1, $"ReleaseSeconds is {ReleaseSeconds}; use 0.001 to 1.");
    }

    internal override INoiseTracker NewTracker(SpectrumGrid grid) => new GerkmannHendriksTracker(grid);

    internal override IGainRule NewRule(SpectrumGrid grid) => new GateRule(this, grid);
}

/// <summary>A gate in every bin. Belongs to one stream of frames.</summary>
internal sealed class GateRule : IGainRule
{
    private readonly SpectralGateOptions options;
    private readonly FrequencyMean mean;
    private readonly float release;
    private readonly float[] opening;
    private readonly float[] target;

    public GateRule(SpectralGateOptions options, SpectrumGrid grid)
    {
        (this.options, mean) = (options, new FrequencyMean((int)Math.Round(options.SmoothingHz / grid.BinHz)));
        release = (float)Math.Exp(-grid.HopSeconds / options.ReleaseSeconds);
        (opening, target) = (new float[grid.BinCount], new float[grid.BinCount]);
    }

    /// <inheritdoc/>
    public void Weigh(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, Span<float> gains)
    {
        var minGain = options.MinGain;

        // 0 at the threshold less half the knee, 1 half the knee above it, a line in dB between.
        TensorPrimitives.Divide(power, noise, gains);
        TensorPrimitives.Max(gains, SpectralPower.Least, gains);
        TensorPrimitives.Log10(gains, gains);
        TensorPrimitives.Multiply(gains, (float)(10 / options.KneeDb), gains);
        TensorPrimitives.Add(gains, (float)(0.5 - options.ThresholdDb / options.KneeDb), gains);
        TensorPrimitives.Max(gains, 0f, gains);
        TensorPrimitives.Min(gains, 1f, gains);
        mean.Smooth(gains, target);
        TensorPrimitives.Multiply(opening, release, opening);
        TensorPrimitives.Max(opening, target, opening);
        TensorPrimitives.Multiply(opening, 1 - minGain, gains);
        TensorPrimitives.Add(gains, minGain, gains);
    }
}
