using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>Quality of a voice in one utterance. Immutable.</summary>
/// <param name="OpenQuotient">Share of the glottal cycle in which the folds are open, 0.3 to 0.9.</param>
/// <param name="TiltDb">Loss at 3 kHz, dB, at least 0.</param>
/// <param name="JitterPercent">Standard deviation of a period, percent.</param>
/// <param name="ShimmerDb">Standard deviation of a pulse's strength, dB.</param>
internal sealed record DemoPhonation(double OpenQuotient, double TiltDb, double JitterPercent, double ShimmerDb)
{
    private const double NeutralJitterPercent = 0.4;
    private const double NeutralShimmerDb = 0.25;

    /// <summary>The quality of a speaker's voice in one utterance, kept within what a larynx can do.</summary>
    public static DemoPhonation Of(DemoVoice voice, DemoCorrelates manner) => new(
        Math.Clamp(voice.OpenQuotient + manner.OpenQuotient, 0.3, 0.9),
        Math.Clamp(voice.TiltDb + manner.TiltDb, 0, 30),
        Math.Clamp(NeutralJitterPercent + manner.JitterPercent, 0.1, 3),
        Math.Clamp(NeutralShimmerDb + manner.ShimmerDb, 0.1, 2));
}

/// <summary>The voice source: the derivative of the flow through the glottis, with the noise of the air.</summary>
/// <remarks>
/// Pulses are the KLGLOTT88 model (D. and L. Klatt, JASA 87(2), 1990, section III.A): flow t^2 - t^3 while the folds are open, zero else. The step at closure falls between samples
/// and is rounded by the integral of a two-sample triangle (V. Välimäki and A. Huovilainen, IEEE Signal Processing Magazine 24(2), 2007), so that high voices do not alias.
/// </remarks>
internal static class DemoSource
{
    private const double TiltHz = 3000;
    private const double NoiseReferenceHz = 16000;
    private const float ClosedNoiseShare = 0.5f;

    /// <summary>Makes the excitation of the vocal tract.</summary>
    /// <param name="tracks">Pitch, strength and breath per frame.</param>
    /// <param name="phonation">Quality of the voice.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="chance">Jitter and shimmer, one stream.</param>
    /// <param name="breath">White noise of variance 1, shape [samples]; only read.</param>
    /// <param name="destination">Shape [samples].</param>
    public static void Excite(DemoTracks tracks, DemoPhonation phonation, int sampleRateHz, RandomStream chance, ReadOnlySpan<float> breath, Span<float> destination)
    {
        var tilt = TiltPole(phonation.TiltDb, TiltHz / sampleRateHz);
        var airScale = (float)Math.Sqrt(sampleRateHz / NoiseReferenceHz); // The same power per hertz at every rate.
        float voice = 0, strength = 0, lastStrength = 0;
        double closure = 0, lastClosure = 0, openSamples = 0;
        for (var frameIndex = 0; frameIndex < tracks.FrameCount; frameIndex++)
        {
            var nextFrame = Math.Min(frameIndex + 1, tracks.FrameCount - 1);
            float gain = tracks.Voice[frameIndex], gainStep = (tracks.Voice[nextFrame] - gain) / tracks.HopSamples;
            float air = airScale * tracks.Breath[frameIndex], airStep = (airScale * tracks.Breath[nextFrame] - air) / tracks.HopSamples;
            var firstSample = frameIndex * tracks.HopSamples;
            for (var n = firstSample; n < firstSample + tracks.HopSamples; n++)
            {
                if (n >= closure)
                {
                    // A cycle runs from closure to closure, where the ear and Praat count periods: first closed, then open. It keeps the pitch it began with.
                    var periodSamples = sampleRateHz / tracks.PitchHz[frameIndex] * Math.Max(0.7, 1 + phonation.JitterPercent / 100 * chance.NextGaussian());
                    (lastClosure, lastStrength) = (closure, strength);
                    strength = (float)Math.Pow(10, phonation.ShimmerDb / 20 * chance.NextGaussian());
                    openSamples = periodSamples * phonation.OpenQuotient;
                    closure += periodSamples;
                }

                var openShare = 1 - (float)((closure - n) / openSamples);
                var isOpen = openShare > 0;
                var pulse = isOpen ? strength * FlowSlope(openShare) : 0;
                if (closure - n < 1) pulse += strength * RoundedStep((float)(n - closure));
                if (n - lastClosure < 1) pulse += lastStrength * RoundedStep((float)(n - lastClosure));
                voice = tilt * voice + (1 - tilt) * pulse;
                destination[n] = gain * voice + air * (isOpen ? 1 : ClosedNoiseShare) * breath[n];
                gain += gainStep;
                air += airStep;
            }
        }
    }

    /// <summary>Pole of the one-pole low-pass filter with gain 1 at 0 Hz and a given loss at one frequency.</summary>
    /// <param name="lossDb">Loss, dB, at least 0.</param>
    /// <param name="frequency">Where, as a share of the sample rate.</param>
    /// <remarks>Solves (1 - a)^2 = q (1 - 2 a cos w + a^2) with q = 10^(-loss / 10) for the a inside the unit circle.</remarks>
    internal static float TiltPole(double lossDb, double frequency)
    {
        if (lossDb <= 0) return 0;
        var q = Math.Pow(10, -lossDb / 10);
        var m = (1 - q * Math.Cos(2 * Math.PI * Math.Min(frequency, 0.5))) / (1 - q);
        return (float)(m - Math.Sqrt(m * m - 1));
    }

    // Derivative of t^2 - t^3 at a share x of the open phase; -1 at closure.
    private static float FlowSlope(float x) => x * (2 - 3 * x);

    // What turns a step from -1 to 0 at time 0 into one that takes two samples.
    private static float RoundedStep(float samplesAfter) =>
        samplesAfter < 0 ? 0.5f * (samplesAfter + 1) * (samplesAfter + 1) : -0.5f * (1 - samplesAfter) * (1 - samplesAfter);
}
