using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Follows noise by averaging over time where speech is improbable, which the minima of the smoothed power tell. Belongs to one stream of frames.</summary>
/// <remarks>
/// I. Cohen, "Noise spectrum estimation in adverse environments: improved minima controlled recursive averaging", IEEE TSAP 11(5), 2003; equation numbers and constants
/// (table I, for hops of 8 ms) are his. After a rise both minima have to forget, one after the other: the estimate needs about twice the second over
/// which they are searched. A fall is followed at once.
/// </remarks>
internal sealed class ImcraTracker : INoiseTracker
{
    private const double PaperHopSeconds = 0.008;
    private const double SpectrumSmoothing = 0.9;
    private const double NoiseSmoothing = 0.85;
    private const double PriorSnrSmoothing = 0.92;
    private const double MinPriorSnrDb = -25;

    // Eqs. 18 and 21: the minimum's bias and the thresholds over it; eq. 29: where speech becomes certain; eq. 12: the bias of averaging over what is not speech.
    private const float MinimumBias = 1.66f;
    private const float MaxPowerRatio = 4.6f;
    private const float MaxSmoothRatio = 1.67f;
    private const float SpeechRatio = 3;
    private const float NoiseBias = 1.47f;

    private static readonly FrequencyMean Mean = new(1);

    private readonly float spectrumSmoothing;
    private readonly float noiseSmoothing;
    private readonly DecisionDirectedSnr snr;
    private readonly RunningMinimum roughMinimum;
    private readonly RunningMinimum minimum;
    private readonly float[] rough;
    private readonly float[] smooth;
    private readonly float[] average;
    private readonly float[] noise;
    private readonly float[] absence;
    private readonly float[] presence;
    private readonly float[] gathered;

    public ImcraTracker(SpectrumGrid grid)
    {
        (spectrumSmoothing, noiseSmoothing) = (grid.Smoothing(SpectrumSmoothing, PaperHopSeconds), grid.Smoothing(NoiseSmoothing, PaperHopSeconds));
        snr = new DecisionDirectedSnr(grid, PriorSnrSmoothing, MinPriorSnrDb);
        (roughMinimum, minimum) = (new RunningMinimum(grid), new RunningMinimum(grid));
        (rough, smooth, average, noise) = (new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount]);
        (absence, presence, gathered) = (new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount]);
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<float> noise)
    {
        TensorPrimitives.Max(noise, SpectralPower.Least, this.noise);
        this.noise.CopyTo(rough, 0);
        this.noise.CopyTo(smooth, 0);
        TensorPrimitives.Divide(this.noise, NoiseBias, average);
        TensorPrimitives.Divide(this.noise, MinimumBias, gathered);
        roughMinimum.Begin(gathered);
        minimum.Begin(gathered);
        snr.Forget();
    }

    /// <inheritdoc/>
    public void Follow(ReadOnlySpan<float> power, Span<float> noise)
    {
        SearchMinima(power);
        snr.Next(power, this.noise);
        SetAbsence(power);
        SpeechPresence.Of(absence, snr.Prior, snr.Posterior, presence);
        LogSpectralGain.Of(snr.Prior, snr.Posterior, gathered);
        snr.Heard(power, gathered);

        // Eqs. 9 to 12: the less speech there is, the more of this frame goes into the average.
        TensorPrimitives.Subtract(power, average, gathered);
        TensorPrimitives.Subtract(1f, presence, presence);
        TensorPrimitives.Multiply(gathered, presence, gathered);
        TensorPrimitives.MultiplyAdd(gathered, 1 - noiseSmoothing, average, average);
        TensorPrimitives.Multiply(average, NoiseBias, this.noise);
        TensorPrimitives.Max(this.noise, SpectralPower.Least, this.noise);
        this.noise.CopyTo(noise);
    }

    // Eqs. 14 to 17 find where speech is, roughly; eqs. 26 and 27 smooth again over what is not.
    private void SearchMinima(ReadOnlySpan<float> power)
    {
        Mean.Smooth(power, gathered);
        Average(gathered, rough);
        roughMinimum.Next(rough);
        var minima = roughMinimum.Values;
        for (var k = 0; k < power.Length; k++)
            presence[k] = power[k] < MaxPowerRatio * MinimumBias * minima[k] && rough[k] < MaxSmoothRatio * MinimumBias * minima[k] ? 1 : 0;
        TensorPrimitives.Multiply(power, presence, absence);
        Mean.Smooth(absence, gathered);
        Mean.Smooth(presence, absence);
        for (var k = 0; k < power.Length; k++) gathered[k] = absence[k] > 0 ? gathered[k] / absence[k] : smooth[k];
        Average(gathered, smooth);
        minimum.Next(smooth);
    }

    // Eqs. 28 and 29.
    private void SetAbsence(ReadOnlySpan<float> power)
    {
        var minima = minimum.Values;
        TensorPrimitives.Divide(power, minima, absence);
        TensorPrimitives.Multiply(absence, -1 / (MinimumBias * (SpeechRatio - 1)), absence);
        TensorPrimitives.Add(absence, SpeechRatio / (SpeechRatio - 1), absence);
        TensorPrimitives.Max(absence, 0f, absence);
        TensorPrimitives.Min(absence, 1f, absence);
        for (var k = 0; k < absence.Length; k++)
            if (rough[k] >= MaxSmoothRatio * MinimumBias * minima[k]) absence[k] = 0;
    }

    // average = alpha average + (1 - alpha) values
    private void Average(ReadOnlySpan<float> values, Span<float> average)
    {
        TensorPrimitives.Multiply(average, spectrumSmoothing, average);
        TensorPrimitives.MultiplyAdd(values, 1 - spectrumSmoothing, average, average);
    }
}
