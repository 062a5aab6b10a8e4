using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Enhancement.Quality;

/// <summary>STOI: short-time objective intelligibility of noisy or cleaned speech, given the clean speech. Holds what the clean clip gives. Immutable.</summary>
/// <remarks>
/// <para>C. H. Taal, R. C. Hendriks, R. Heusdens, J. Jensen, "An algorithm for intelligibility prediction of time-frequency weighted noisy speech", IEEE TASL 19(7), 2011;
/// equation numbers are theirs. At 10 kHz; frames of 256 samples under a Hann window, half overlapped, zero-padded to 512; 15 third-octave bands from 150 Hz;
/// segments of 30 frames (384 ms); clipping at a signal-to-distortion ratio of -15 dB; frames of the clean speech more than 40 dB below its loudest frame are taken out first.</para>
/// <para>The envelopes are kept band after band, so that a segment is a contiguous stretch.</para>
/// </remarks>
public sealed class ShortTimeIntelligibility
{
    /// <summary>The rate at which STOI is defined, Hz.</summary>
    public const int RateHz = 10_000;

    private const int FrameLength = 256;
    private const int Hop = FrameLength / 2;
    private const int TransformLength = 512;
    private const int BandCount = 15;
    private const double FirstCentreHz = 150;
    private const int SegmentFrames = 30;
    private const double SilenceDb = 40;

    // 1 + 10^(-beta / 20), beta = -15 dB (eq. 3).
    private const double ClipFactor = 6.623413251903491;

    private static readonly float[] Window = Hann();
    private static readonly int[] BandEdges = Edges();

    private readonly int sampleCount;
    private readonly int sampleRateHz;
    private readonly Resampler resampler;
    private readonly RealFft transform = new(TransformLength);
    private readonly int[] loudFrames;
    private readonly float[] cleanBands;

    /// <param name="clean">The clean speech; only read.</param>
    public ShortTimeIntelligibility(Clip clean)
    {
        (sampleCount, sampleRateHz) = (clean.Samples.Length, clean.SampleRateHz);
        resampler = new Resampler(sampleRateHz, RateHz);
        var samples = resampler.Resample(clean).Samples.Span;
        loudFrames = LoudFrames(samples);
        cleanBands = Bands(samples);
    }

    // Envelope frames: frames of the signal that the loud frames make when they are added up again, each half a frame after the one before.
    private int FrameCount => loudFrames.Length;

    /// <summary>STOI, at most 1, higher is more intelligible; NaN when fewer than 30 frames (0.4 s) are speech, for which it is not defined.</summary>
    /// <param name="processed">Noisy or cleaned speech, sample by sample the clean clip's; only read.</param>
    /// <exception cref="ArgumentException">Another rate or length than the clean clip's.</exception>
    public double Of(Clip processed)
    {
        if (processed.SampleRateHz != sampleRateHz || processed.Samples.Length != sampleCount)
            throw new ArgumentException($"The clip has {processed.Samples.Length} samples at {processed.SampleRateHz} Hz, the clean one {sampleCount} at {sampleRateHz} Hz; give clips that match sample by sample.", nameof(processed));
        if (FrameCount < SegmentFrames) return double.NaN;
        var bands = Bands(resampler.Resample(processed).Samples.Span);
        var sum = 0.0;
        var segmentCount = FrameCount - SegmentFrames + 1;
        for (var band = 0; band < BandCount; band++)
            for (var start = 0; start < segmentCount; start++)
                sum += SegmentCorrelation(cleanBands.AsSpan(band * FrameCount + start, SegmentFrames), bands.AsSpan(band * FrameCount + start, SegmentFrames));
        return sum / (BandCount * segmentCount);
    }

    // Eqs. 2, 3 and 5: the processed envelope, brought to the clean one's energy and clipped, correlated with it.
    private static double SegmentCorrelation(ReadOnlySpan<float> clean, ReadOnlySpan<float> processed)
    {
        double cleanEnergy = 0, processedEnergy = 0;
        for (var n = 0; n < SegmentFrames; n++)
        {
            cleanEnergy += (double)clean[n] * clean[n];
            processedEnergy += (double)processed[n] * processed[n];
        }

        if (cleanEnergy == 0 || processedEnergy == 0) return 0; // Nothing in this band: nothing of it can be understood.
        var scale = Math.Sqrt(cleanEnergy / processedEnergy);
        double sumX = 0, sumY = 0, sumXX = 0, sumYY = 0, sumXY = 0;
        for (var n = 0; n < SegmentFrames; n++)
        {
            double x = clean[n], y = Math.Min(scale * processed[n], ClipFactor * x);
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumYY += y * y;
            sumXY += x * y;
        }

        var spread = Math.Sqrt(Math.Max(0, sumXX - sumX * sumX / SegmentFrames)) * Math.Sqrt(Math.Max(0, sumYY - sumY * sumY / SegmentFrames));
        return spread > 0 ? (sumXY - sumX * sumY / SegmentFrames) / spread : 0;
    }

    // First samples of the frames that are within 40 dB of the loudest.
    private static int[] LoudFrames(ReadOnlySpan<float> samples)
    {
        var energies = new double[samples.Length < FrameLength ? 0 : 1 + (samples.Length - FrameLength) / Hop];
        for (var t = 0; t < energies.Length; t++)
            for (var i = 0; i < FrameLength; i++) energies[t] += Math.Pow((double)Window[i] * samples[t * Hop + i], 2);
        var least = energies.DefaultIfEmpty().Max() * Math.Pow(10, -SilenceDb / 10);
        return [.. Enumerable.Range(0, energies.Length).Where(t => energies[t] > least).Select(t => t * Hop)];
    }

    // Eq. 1: the envelope of each band, shape [bands x frames], of the signal without its silent frames.
    private float[] Bands(ReadOnlySpan<float> samples)
    {
        var loud = WithoutSilence(samples);
        var bands = new float[BandCount * FrameCount];
        float[] frame = new float[TransformLength], real = new float[transform.BinCount], imaginary = new float[transform.BinCount], scratch = new float[transform.ScratchLength];
        for (var t = 0; t < FrameCount; t++)
        {
            for (var i = 0; i < FrameLength; i++) frame[i] = Window[i] * loud[t * Hop + i];
            transform.Forward(frame, real, imaginary, scratch);
            for (var band = 0; band < BandCount; band++)
            {
                var energy = 0.0;
                for (var k = BandEdges[band]; k < BandEdges[band + 1]; k++) energy += (double)real[k] * real[k] + (double)imaginary[k] * imaginary[k];
                bands[band * FrameCount + t] = (float)Math.Sqrt(energy);
            }
        }

        return bands;
    }

    // The loud frames under the window, added up half a frame apart.
    private float[] WithoutSilence(ReadOnlySpan<float> samples)
    {
        var loud = new float[FrameCount == 0 ? 0 : (FrameCount - 1) * Hop + FrameLength];
        for (var t = 0; t < FrameCount; t++)
            for (var i = 0; i < FrameLength; i++) loud[t * Hop + i] += Window[i] * samples[loudFrames[t] + i];
        return loud;
    }

    // Without its zeros at the ends.
    private static float[] Hann()
    {
        var window = new float[FrameLength];
        for (var i = 0; i < FrameLength; i++) window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 1) / (FrameLength + 1)));
        return window;
    }

    // Band j reaches from the bin nearest 150 Hz 2^((2 j - 1) / 6) to the one before the bin nearest 150 Hz 2^((2 j + 1) / 6), where the next begins.
    private static int[] Edges() =>
        [.. Enumerable.Range(0, BandCount + 1).Select(j => (int)Math.Round(FirstCentreHz * Math.Pow(2, (2 * j - 1) / 6.0) * TransformLength / RateHz))];
}
