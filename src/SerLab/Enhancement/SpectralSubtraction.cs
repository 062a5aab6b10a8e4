using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>A denoiser that takes more than the noise's power off each bin and leaves a floor of noise over which tones of what remains are not heard.</summary>
/// <remarks>
/// M. Berouti, R. Schwartz and J. Makhoul, "Enhancement of speech corrupted by acoustic noise", ICASSP 1979, on powers (gamma = 2): |S|^2 = P - alpha N where that is over beta N,
/// else beta N; alpha falls with the frame's SNR. The noise is tracked by <see cref="GerkmannHendriksTracker"/>.
/// </remarks>
/// <param name="Mode">How much of the clip may be looked at; the rule has no memory, so that only the noise is better known in two passes.</param>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="MaxAttenuationDb">Most that any bin is turned down, dB, 1 to 100.</param>
/// <param name="Oversubtraction">alpha at 0 dB, 1 to 10; the paper takes 3 to 6.</param>
/// <param name="FloorShare">beta, the share of the noise's power that stays, 0 to 1; the paper takes 0.005 to 0.1.</param>
[Kind("spectral-subtraction", "reduces noise: power spectral subtraction with oversubtraction and a floor (Berouti 1979)")]
public sealed record SpectralSubtractionOptions(
    DenoiserMode Mode = DenoiserMode.TwoPass, double FrameSeconds = 0.032, double MaxAttenuationDb = 30, double Oversubtraction = 4, double FloorShare = 0.02)
    : DenoiserOptions(Mode, FrameSeconds, MaxAttenuationDb)
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        base.Check(problems);
        problems
            .Unless(Oversubtraction is >= 1 and <= 10, $"Oversubtraction is {Oversubtraction}; use 1 to 10.")
            .Unless(FloorShare is >= 0 and <= 1, $"FloorShare is {FloorShare}; use 0 to 1.");
    }

    internal override INoiseTracker NewTracker(SpectrumGrid grid) => new GerkmannHendriksTracker(grid);

    internal override IGainRule NewRule(SpectrumGrid grid) => new BeroutiRule((float)Oversubtraction, (float)FloorShare);
}

/// <summary>Berouti's gains: G^2 = max(1 - alpha N / P, beta N / P), at most 1. Without memory.</summary>
internal sealed class BeroutiRule : IGainRule
{
    private readonly float atZeroDb;
    private readonly float floorShare;

    public BeroutiRule(float atZeroDb, float floorShare) => (this.atZeroDb, this.floorShare) = (atZeroDb, floorShare);

    /// <inheritdoc/>
    public void Weigh(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, Span<float> gains)
    {
        var alpha = Oversubtraction(10 * MathF.Log10(Math.Max(TensorPrimitives.Sum(power) / TensorPrimitives.Sum(noise), SpectralPower.Least)), atZeroDb);
        for (var k = 0; k < gains.Length; k++)
        {
            var share = noise[k] / Math.Max(power[k], SpectralPower.Least);
            gains[k] = MathF.Sqrt(Math.Min(1, Math.Max(1 - alpha * share, floorShare * share)));
        }
    }

    /// <summary>alpha of a frame: alpha_0 at 0 dB, 1 from 20 dB on, a straight line between and down to -5 dB, beyond which it grows no more.</summary>
    /// <param name="snrDb">Power of the frame over that of its noise, dB.</param>
    /// <param name="atZeroDb">alpha_0.</param>
    public static float Oversubtraction(float snrDb, float atZeroDb) => atZeroDb - (atZeroDb - 1) / 20 * Math.Clamp(snrDb, -5, 20);
}
