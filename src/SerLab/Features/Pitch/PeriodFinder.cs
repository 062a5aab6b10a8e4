using System.Numerics;
using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Numerics;

namespace SerLab.Features.Pitch;

/// <summary>Finds the candidate periods of every frame by correlation. Immutable.</summary>
/// <remarks>
/// All clips are brought to one rate, so that the tracker is the same at every rate. The correlation is half that of the signal under 1.5 kHz, half that of all of it with
/// its spectrum compressed to the square root of its power, which flattens formants (T. Tolonen and M. Karjalainen, IEEE TSAP 8(6), 2000, eq. 3). Both come from one spectrum,
/// and being sums of cosines they need one inverse transform. Before that, a denoiser takes steady background out of noisy clips: its own periods would be followed, and its power lowers every peak.
/// </remarks>
internal sealed class PeriodFinder
{
    /// <summary>The rate everything is worked out at, Hz.</summary>
    public const int RateHz = 8000;

    // Lags between samples: the spectrum is filled up with zeros to this multiple of its length.
    private const int Finer = 2;

    // A clip whose peak is 200 dB under full scale is silence; above it, frames are scaled to the clip's peak, so that level does not matter.
    private const float SilentPeak = 1e-10f;

    // Power of a frame relative to the clip's peak: under this, rounding is all there is.
    private const float LeastPower = 1e-10f;

    // Between the quiet and the loud tenth of the frames: from the first on a clip counts as without noise, up to the second as full of it.
    private const float CleanDb = 26;
    private const float NoisyDb = 22;

    // Sound whose level hardly moves, as a tone, has no pauses to judge a background by; a glide through 300 to 400 Hz, which counts for two bands, moves by 3 dB.
    private const float SteadyDb = 4;

    // Short frames hold on to a voice's quick changes; what is left of the noise is no louder than 15 dB under it, so that nothing is cut to bits.
    private static readonly MmseLogSpectralOptions Quieter = new(FrameSeconds: 0.016, MaxAttenuationDb: 15, PriorSnrSmoothing: 0.9);

    // Lower peaks of the correlation are no candidates.
    private const float LeastHeight = 0.2f;
    private readonly double minHz;
    private readonly double maxHz;
    private readonly Resampler resampler;
    private readonly Denoiser denoiser;
    private readonly int windowLength;
    private readonly int minLag;
    private readonly int maxLag;
    private readonly RealFft fft;
    private readonly RealFft inverse;
    private readonly float[] window;
    private readonly float[] low;
    private readonly float[] full;

    // By lag: one over the correlation of the window, and of the mixture that a tone gives.
    private readonly float[] perWindow;
    private readonly float[] perMixture;

    public PeriodFinder(double minHz, double maxHz, int sampleRateHz)
    {
        (this.minHz, this.maxHz) = (minHz, maxHz);
        resampler = new Resampler(sampleRateHz, RateHz, new ResamplerOptions(StopBandDb: 60, PassBandShare: 0.9));
        denoiser = Quieter.Prepare(RateHz);
        // Two of the longest periods: creak keeps its separate pulses, and quick glides stay sharp.
        windowLength = (int)Math.Round(2 / minHz * RateHz);
        minLag = Math.Max(2, (int)(Finer * RateHz / maxHz));
        maxLag = (int)Math.Ceiling(Finer * RateHz / minHz);
        // The correlation must not wrap round below the longest lag.
        fft = new RealFft((int)BitOperations.RoundUpToPowerOf2((uint)(windowLength + maxLag / Finer + 2)));
        inverse = new RealFft(Finer * fft.Length);
        window = [.. Enumerable.Range(0, windowLength).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (n + 0.5) / windowLength)))];
        TensorPrimitives.Multiply(window, 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(window)), window);
        low = [.. Enumerable.Range(0, fft.BinCount).Select(bin => Pass(bin, 1500, 300))];
        full = [.. Enumerable.Range(0, fft.BinCount).Select(bin => Pass(bin, 3500, 200))];
        (perWindow, perMixture) = WindowCorrelations();
    }

    /// <summary>Middle of a frame, samples at <see cref="RateHz"/>.</summary>
    public static int Centre(int frame) => (int)((2L * frame + 1) * RateHz / (2 * FrameGrid.FramesPerSecond));

    /// <summary>A clip at <see cref="RateHz"/>; in noise, with less of its background.</summary>
    public NarrowSound Narrow(FramedSamples samples)
    {
        var narrow = samples.AtRateOf(resampler, 2.0 * windowLength / RateHz);
        var noisiness = Noisiness(narrow, samples.Grid.Count);
        if (noisiness == 0) return new NarrowSound(narrow, narrow, 0);
        // The denoiser shifts nothing, so that a share of it is a denoiser that turns down less: clips a little noisier differ a little.
        var quiet = denoiser.Enhance(new Clip(narrow.Samples.ToArray(), RateHz)).Samples.ToArray();
        TensorPrimitives.Subtract(quiet, narrow.Samples, quiet);
        TensorPrimitives.MultiplyAdd(quiet, noisiness, narrow.Samples, quiet);
        return new NarrowSound(narrow, new FramedSamples(new Clip(quiet, RateHz), 2.0 * windowLength / RateHz), noisiness);
    }

    /// <summary>The candidates of a clip's frames.</summary>
    /// <param name="narrow">What <see cref="Narrow"/> gave.</param>
    /// <param name="frameCount">Frames of the clip.</param>
    public PitchCandidates Find(FramedSamples narrow, int frameCount)
    {
        var candidates = new PitchCandidates(frameCount);
        var peak = Peak(narrow);
        var spectra = new FrameSpectra(fft, inverse);
        for (var frame = 0; frame < candidates.FrameCount; frame++)
        {
            if (peak < SilentPeak)
            {
                candidates.BandDb(frame).Fill(PitchBands.FloorDb);
                continue;
            }

            Analyse(narrow, frame, peak, spectra, candidates.BandDb(frame));
            if (!spectra.Correlate(low, full, LeastPower)) continue;
            AddPeaks(frame, spectra.Correlation, candidates);
            var best = candidates.Best(frame);
            if (best >= 0) candidates.Strength[frame] = Strength(spectra, candidates.Hz(frame)[best]);
        }

        return candidates;
    }

    private static float Peak(FramedSamples narrow) => narrow.Samples.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(narrow.Samples));

    private float Noisiness(FramedSamples narrow, int frameCount)
    {
        var peak = Peak(narrow);
        if (peak < SilentPeak || frameCount == 0) return 0;
        var spectra = new FrameSpectra(fft, inverse);
        Span<float> bandDb = stackalloc float[PitchBands.Count];
        var voiceDb = new float[frameCount];
        for (var frame = 0; frame < frameCount; frame++)
        {
            Analyse(narrow, frame, peak, spectra, bandDb);
            voiceDb[frame] = PitchBands.VoiceDb(bandDb);
        }

        var depthDb = VoicingCues.Quantile(voiceDb, 0.9) - VoicingCues.Quantile(voiceDb, 0.1);
        return Math.Clamp((CleanDb - depthDb) / (CleanDb - NoisyDb), 0, 1) * Math.Clamp(depthDb - SteadyDb, 0, 1);
    }

    private void Analyse(FramedSamples narrow, int frame, float peak, FrameSpectra spectra, Span<float> bandDb)
    {
        TensorPrimitives.Multiply(narrow.From(Centre(frame) - windowLength / 2, windowLength), window, spectra.Samples.AsSpan(0, windowLength));
        spectra.Transform(1 / peak);
        PitchBands.LevelsDb(spectra.Power, (double)RateHz / fft.Length, bandDb);
    }

    private void AddPeaks(int frame, ReadOnlySpan<float> correlation, PitchCandidates candidates)
    {
        for (var lag = minLag; lag <= maxLag; lag++)
        {
            float left = correlation[lag - 1] * perMixture[lag - 1], here = correlation[lag] * perMixture[lag], right = correlation[lag + 1] * perMixture[lag + 1];
            if (here <= left || here < right) continue;
            var bend = 2 * here - left - right;
            var top = here + 0.125f * (right - left) * (right - left) / bend;
            var height = top * perWindow[lag] / perMixture[lag];
            if (height < LeastHeight) continue;
            var hz = Finer * RateHz / (lag + 0.5f * (right - left) / bend);
            if (hz >= minHz && hz <= maxHz) candidates.Add(frame, hz, Math.Min(1, height));
        }
    }

    // Boersma's eq. 9 at one lag, of all that lies under 3.5 kHz.
    private float Strength(FrameSpectra spectra, float hz)
    {
        var place = Finer * RateHz / hz;
        var lag = Math.Min((int)place, maxLag);
        var scale = perWindow[lag] + (place - lag) * (perWindow[lag + 1] - perWindow[lag]);
        return Math.Clamp(scale * spectra.At(2 * MathF.PI * RateHz / hz / fft.Length, full), 0, 1);
    }

    // 1 in the band, 0 outside it and at 0 Hz, with a straight edge.
    private float Pass(int bin, double edgeHz, double widthHz) => bin == 0 ? 0 : (float)Math.Clamp((edgeHz - (double)bin * RateHz / fft.Length) / widthHz + 0.5, 0, 1);

    // The power spectrum of the window transforms to its correlation; its magnitude to what the compressed half gives for a tone.
    private (float[] PerWindow, float[] PerMixture) WindowCorrelations()
    {
        var transform = new RealFft(16 * fft.Length);
        var padded = new float[transform.Length];
        float[] real = new float[transform.BinCount], imaginary = new float[transform.BinCount], scratch = new float[transform.ScratchLength];
        window.CopyTo(padded, 0);
        transform.Forward(padded, real, imaginary, scratch);
        var power = new float[real.Length];
        var magnitude = new float[real.Length];
        for (var bin = 0; bin < real.Length; bin++)
        {
            power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            magnitude[bin] = MathF.Sqrt(power[bin]);
        }

        Array.Clear(imaginary);
        float[] ofPower = new float[padded.Length], ofMagnitude = new float[padded.Length];
        transform.Inverse(power, imaginary, ofPower, scratch);
        transform.Inverse(magnitude, imaginary, ofMagnitude, scratch);
        var perWindow = new float[maxLag + 2];
        var perMixture = new float[maxLag + 2];
        for (var lag = 0; lag < perWindow.Length; lag++)
        {
            float own = Between(ofPower, lag) / ofPower[0], other = Between(ofMagnitude, lag) / ofMagnitude[0];
            (perWindow[lag], perMixture[lag]) = (1 / own, 2 / (own + other));
        }

        return (perWindow, perMixture);
    }

    // Values at every sample, wanted at every 1 / Finer of one.
    private static float Between(float[] values, int lag) => lag % Finer == 0 ? values[lag / Finer] : 0.5f * (values[lag / Finer] + values[lag / Finer + 1]);
}
