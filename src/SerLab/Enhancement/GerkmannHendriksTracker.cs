using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Follows noise by the probability that speech is present in a bin. Belongs to one stream of frames.</summary>
/// <remarks>
/// T. Gerkmann and R. C. Hendriks, "Unbiased MMSE-based noise power estimation with low complexity and low tracking delay", IEEE TASL 20(4), 2012; equation numbers
/// are theirs. A rise of the noise by up to 5 dB is followed at once; from a higher one the estimate frees itself by the constraint of eqs. 23 and 24.
/// </remarks>
internal sealed class GerkmannHendriksTracker : INoiseTracker
{
    // Section IV: the prior SNR under speech is fixed, 15 dB, which makes "no speech" and "speech" decidable whatever was there before.
    private const float SpeechSnr = 31.622776601683793f;

    // The paper's constants hold for its hop of 16 ms.
    private const double PaperHopSeconds = 0.016;
    private const double PresenceSmoothing = 0.9;
    private const double PowerSmoothing = 0.8;
    private const float MaxPresence = 0.99f;

    // exp(-60) no longer changes 1 + x.
    private const float MaxPosteriorSnr = 60;

    private readonly float presenceSmoothing;
    private readonly float powerSmoothing;
    private readonly float[] noise;
    private readonly float[] presence;
    private readonly float[] present;

    public GerkmannHendriksTracker(SpectrumGrid grid)
    {
        (presenceSmoothing, powerSmoothing) = (grid.Smoothing(PresenceSmoothing, PaperHopSeconds), grid.Smoothing(PowerSmoothing, PaperHopSeconds));
        (noise, presence, present) = (new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount]);
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<float> noise)
    {
        TensorPrimitives.Max(noise, SpectralPower.Least, this.noise);
        presence.AsSpan().Fill(0.5f);
    }

    /// <inheritdoc/>
    public void Follow(ReadOnlySpan<float> power, Span<float> noise)
    {
        // Eq. 18: posterior probability of speech for equal priors, 1 / (1 + (1 + xi) exp(-gamma xi / (1 + xi))); the reciprocal is taken below.
        TensorPrimitives.Divide(power, this.noise, present);
        TensorPrimitives.Min(present, MaxPosteriorSnr, present);
        TensorPrimitives.Multiply(present, -SpeechSnr / (1 + SpeechSnr), present);
        TensorPrimitives.Exp(present, present);
        for (var k = 0; k < power.Length; k++)
        {
            var speech = 1 / (1 + (1 + SpeechSnr) * present[k]);

            // Eqs. 23 and 24: a bin that has seemed to speak for long leaves a door open, or a jump of the noise would lock it.
            presence[k] = presenceSmoothing * presence[k] + (1 - presenceSmoothing) * speech;
            if (presence[k] > MaxPresence) speech = Math.Min(speech, MaxPresence);

            // Eqs. 22 and 8: the expected noise power of this frame, smoothed over time.
            var old = this.noise[k];
            this.noise[k] = Math.Max(SpectralPower.Least, old + (1 - powerSmoothing) * (1 - speech) * (power[k] - old));
        }

        this.noise.CopyTo(noise);
    }
}
