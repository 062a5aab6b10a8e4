using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Estimates the power of the noise in every frame and bin while somebody speaks over it. All times as filter constants per hop.</summary>
/// <remarks>
/// T. Gerkmann and R. C. Hendriks, "Unbiased MMSE-based noise power estimation with low complexity and low tracking delay", IEEE TASL 20(4), 2012; equation numbers
/// are theirs.
/// Deviations, which a whole recording allows: the start value is a low quantile over all of its frames rather than its first frames (emotional recordings often begin
/// with speech), and the tracker runs forwards and backwards, so that a rise of the noise is met from both of its sides; the two estimates are averaged as levels in dB.
/// </remarks>
internal static class NoiseTracker
{
    // Section IV: the prior SNR under speech is fixed, 15 dB, which makes "no speech" and "speech" decidable whatever was there before.
    private const double SpeechSnr = 31.622776601683793;

    // The paper's constants hold for its hop of 16 ms; Pow brings them to ours.
    private const double PaperHopSeconds = 0.016;
    private const double PresenceSmoothing = 0.9;
    private const double PowerSmoothing = 0.8;

    // Below -100 dB of the recording's mean power nothing can be heard; digital silence would give noise of zero power.
    private const double FloorShare = 1e-10;

    // Means of 5 frames that overlap by 3/4 spread like a gamma variable of shape 3; its 0.2-quantile lies at 0.512 of its mean.
    private const int QuantileFrames = 5;
    private const double Quantile = 0.2;
    private const double QuantileShareOfMean = 0.512;

    /// <summary>The noise power.</summary>
    /// <param name="power">Power spectra of the frames, shape [frames x bins]; only read.</param>
    /// <param name="binCount">Number of bins, at least 1.</param>
    /// <param name="hopSeconds">Time from frame to frame, seconds.</param>
    /// <param name="noise">Noise power, above 0 unless all power is 0, shape [frames x bins].</param>
    public static void Track(ReadOnlySpan<float> power, int binCount, double hopSeconds, Span<float> noise)
    {
        var frameCount = power.Length / binCount;
        if (frameCount == 0) return;
        var floor = FloorShare * TensorPrimitives.Sum(power) / power.Length;
        if (!(floor > 0))
        {
            noise.Clear();
            return;
        }

        var state = new State(binCount, hopSeconds, floor);
        StartValue(power, binCount, state.Noise);

        // Each pass starts where the one before ended, which is the best that is known of the noise there; the first only finds that start.
        for (var t = 0; t < frameCount; t++) state.Follow(power.Slice(t * binCount, binCount));
        for (var t = frameCount - 1; t >= 0; t--)
        {
            state.Follow(power.Slice(t * binCount, binCount));
            for (var k = 0; k < binCount; k++) noise[t * binCount + k] = (float)state.Noise[k];
        }

        for (var t = 0; t < frameCount; t++)
        {
            state.Follow(power.Slice(t * binCount, binCount));
            for (var k = 0; k < binCount; k++) noise[t * binCount + k] = (float)Math.Sqrt(noise[t * binCount + k] * state.Noise[k]);
        }
    }

    // Per bin a low quantile over time of the power averaged over 5 frames, brought to the mean of noise that has such a quantile.
    private static void StartValue(ReadOnlySpan<float> power, int binCount, Span<double> noise)
    {
        var frameCount = power.Length / binCount;

        // The frames that reach over the clip's ends hold less than their share, unless there are no others.
        var edge = frameCount > 16 ? 3 : 0;
        var span = Math.Min(QuantileFrames, frameCount);
        var means = new double[frameCount - 2 * edge - span + 1];
        for (var k = 0; k < binCount; k++)
        {
            for (var t = 0; t < means.Length; t++)
            {
                var sum = 0.0;
                for (var i = 0; i < span; i++) sum += power[(edge + t + i) * binCount + k];
                means[t] = sum / span;
            }

            Array.Sort(means);
            noise[k] = means[(int)(Quantile * (means.Length - 1))] / QuantileShareOfMean;
        }
    }

    private sealed class State
    {
        private readonly double presenceSmoothing;
        private readonly double powerSmoothing;
        private readonly double floor;
        private readonly double[] presence;

        public State(int binCount, double hopSeconds, double floor)
        {
            (presenceSmoothing, powerSmoothing) = (Math.Pow(PresenceSmoothing, hopSeconds / PaperHopSeconds), Math.Pow(PowerSmoothing, hopSeconds / PaperHopSeconds));
            (this.floor, Noise, presence) = (floor, new double[binCount], new double[binCount]);
            Array.Fill(presence, 0.5);
        }

        /// <summary>The estimate after the last frame, shape [bins].</summary>
        public double[] Noise { get; }

        /// <summary>Takes in the next frame.</summary>
        /// <param name="power">Shape [bins]; only read.</param>
        public void Follow(ReadOnlySpan<float> power)
        {
            for (var k = 0; k < power.Length; k++)
            {
                var noise = Math.Max(Noise[k], floor);

                // Eq. 18: posterior probability of speech for equal priors.
                var present = 1 / (1 + (1 + SpeechSnr) * Math.Exp(-power[k] / noise * SpeechSnr / (1 + SpeechSnr)));

                // Eqs. 23 and 24: a bin that has seemed to speak for long leaves a door open, or a jump of the noise would lock it.
                presence[k] = presenceSmoothing * presence[k] + (1 - presenceSmoothing) * present;
                if (presence[k] > 0.99) present = Math.Min(present, 0.99);

                // Eqs. 22 and 8: the expected noise power of this frame, smoothed over time.
                Noise[k] = Math.Max(floor, powerSmoothing * noise + (1 - powerSmoothing) * (present * noise + (1 - present) * power[k]));
            }
        }
    }
}
