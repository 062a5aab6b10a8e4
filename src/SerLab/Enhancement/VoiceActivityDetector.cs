using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Settings of <see cref="VoiceActivityDetector"/>; the defaults were set on 48 EMO-DB recordings, clean and in noise of 5 to 20 dB.</summary>
/// <param name="MinLogRatio">Mean over frequency of the log likelihood ratio from which a frame is speech, nats, 0.05 to 10; more means fewer false alarms.</param>
/// <param name="RangeDb">How far below the loud frames (95 % quantile) a frame may lie, dB, 10 to 100: breath and room tone of a clean recording lie lower.</param>
/// <param name="MinSpeechSeconds">Speech that is shorter is taken for a click, seconds, 0 to 1.</param>
/// <param name="LeadSeconds">Time before each stretch that counts as speech too, seconds, 0 to 1: soft onsets.</param>
/// <param name="HangoverSeconds">Time after each stretch that counts as speech too, seconds, 0 to 2: soft endings and short pauses.</param>
public sealed record VoiceActivityOptions(
    double MinLogRatio = 0.3, double RangeDb = 40, double MinSpeechSeconds = 0.05, double LeadSeconds = 0.05, double HangoverSeconds = 0.15)
{
    /// <summary>Adds every setting that cannot work to the problems.</summary>
    public void Check(Problems problems) => problems
        .Unless(MinLogRatio is >= 0.05 and <= 10, $"MinLogRatio is {MinLogRatio}; use 0.05 to 10.")
        .Unless(RangeDb is >= 10 and <= 100, $"RangeDb is {RangeDb}; use 10 to 100.")
        .Unless(MinSpeechSeconds is >= 0 and <= 1, $"MinSpeechSeconds is {MinSpeechSeconds}; use 0 to 1.")
        .Unless(LeadSeconds is >= 0 and <= 1, $"LeadSeconds is {LeadSeconds}; use 0 to 1.")
        .Unless(HangoverSeconds is >= 0 and <= 2, $"HangoverSeconds is {HangoverSeconds}; use 0 to 2.");
}

/// <summary>Tells speech from everything else, 100 times a second, by a likelihood ratio against tracked noise. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// J. Sohn, N. S. Kim and W. Sung, "A statistical model-based voice activity detection", IEEE Signal Processing Letters 6(1), 1999: per bin
/// log L = gamma xi / (1 + xi) - log(1 + xi), averaged over the bins, with decision-directed xi. Deviations: the noise is tracked by <see cref="GerkmannHendriksTracker"/> from both sides, only
/// the bins from 100 to 4000 Hz count, a second condition on the level keeps digital silence from making every whisper speech, and the hangover is a plain time.
/// </remarks>
public sealed class VoiceActivityDetector
{
    private const double FrameSeconds = 0.032;
    private const double MinHz = 100;
    private const double MaxHz = 4000;
    private const double PriorSnrSmoothing = 0.98;
    private const double MinPriorSnr = 0.0031622776601683794;
    private const double MaxPosteriorSnr = 1e3;

    private readonly VoiceActivityOptions options;
    private readonly int sampleRateHz;
    private readonly RealFft transform;
    private readonly float[] window;
    private readonly int firstBin;
    private readonly int binCount;

    /// <param name="options">Settings.</param>
    /// <param name="sampleRateHz">Samples per second of the clips to come, 1000 to 768000.</param>
    /// <exception cref="OptionsException">A setting is out of its range.</exception>
    public VoiceActivityDetector(VoiceActivityOptions options, int sampleRateHz)
    {
        var problems = new Problems(nameof(VoiceActivityOptions));
        options.Check(problems);
        problems.ThrowIfAny();
        (this.options, this.sampleRateHz) = (options, sampleRateHz);
        transform = new RealFft(1 << (int)Math.Round(Math.Log2(FrameSeconds * sampleRateHz)));
        window = new float[transform.Length];
        for (var i = 0; i < window.Length; i++) window[i] = (float)Math.Sin(Math.PI * (i + 0.5) / window.Length);
        var binHz = (double)sampleRateHz / transform.Length;
        firstBin = (int)Math.Ceiling(MinHz / binHz);
        binCount = Math.Min((int)(MaxHz / binHz), transform.BinCount - 1) - firstBin + 1;
    }

    /// <summary>Speech or not, for every 10 ms of the clip.</summary>
    /// <param name="clip">A clip of the prepared rate, also an empty one; only read.</param>
    /// <exception cref="ArgumentException">The clip has another rate than the detector was made for.</exception>
    public VoiceActivity Detect(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        var power = PowerSpectra(clip.Samples.Span);
        var noise = new float[power.Length];
        LookAhead.Track(power, binCount, new GerkmannHendriksTracker(new SpectrumGrid(binCount, (double)sampleRateHz / transform.Length, VoiceActivity.HopSeconds)), noise);
        var isSpeech = Decide(LogRatios(power, noise), Levels(power));
        DropShort(isSpeech, FrameCount(options.MinSpeechSeconds));
        return new VoiceActivity(Extend(isSpeech, FrameCount(options.LeadSeconds), FrameCount(options.HangoverSeconds)));
    }

    private static int FrameCount(double seconds) => (int)Math.Round(seconds / VoiceActivity.HopSeconds);

    // Shape [frames x bins], frame i centred in its 10 ms.
    private float[] PowerSpectra(ReadOnlySpan<float> samples)
    {
        var hop = VoiceActivity.HopSeconds * sampleRateHz;
        var frameCount = (int)Math.Ceiling(samples.Length / hop);
        var power = new float[frameCount * binCount];
        var frame = new float[transform.Length];
        var real = new float[transform.BinCount];
        var imaginary = new float[transform.BinCount];
        var scratch = new float[transform.ScratchLength];
        for (var t = 0; t < frameCount; t++)
        {
            var start = (int)((t + 0.5) * hop) - frame.Length / 2;
            for (var i = 0; i < frame.Length; i++) frame[i] = (uint)(start + i) < (uint)samples.Length ? window[i] * samples[start + i] : 0;
            transform.Forward(frame, real, imaginary, scratch);
            for (var k = 0; k < binCount; k++)
            {
                float re = real[firstBin + k], im = imaginary[firstBin + k];
                power[t * binCount + k] = re * re + im * im;
            }
        }

        return power;
    }

    private double[] LogRatios(ReadOnlySpan<float> power, ReadOnlySpan<float> noise)
    {
        var ratios = new double[power.Length / binCount];
        var speechPower = new double[binCount];
        for (var t = 0; t < ratios.Length; t++)
            for (var k = 0; k < binCount; k++)
            {
                double now = power[t * binCount + k], background = noise[t * binCount + k];
                if (!(background > 0)) continue;
                var posteriorSnr = Math.Min(now / background, MaxPosteriorSnr);
                var lastSnr = Math.Min(speechPower[k] / background, MaxPosteriorSnr);
                var priorSnr = Math.Max(MinPriorSnr, PriorSnrSmoothing * lastSnr + (1 - PriorSnrSmoothing) * Math.Max(posteriorSnr - 1, 0));
                var wiener = priorSnr / (1 + priorSnr);
                ratios[t] += (posteriorSnr * wiener - Math.Log(1 + priorSnr)) / binCount;
                speechPower[k] = wiener * wiener * now;
            }

        return ratios;
    }

    private double[] Levels(ReadOnlySpan<float> power)
    {
        var levels = new double[power.Length / binCount];
        for (var t = 0; t < levels.Length; t++)
            foreach (var value in power.Slice(t * binCount, binCount)) levels[t] += value;
        return levels;
    }

    private bool[] Decide(double[] logRatios, double[] levels)
    {
        var sorted = levels.Order().ToArray();
        var minLevel = sorted.Length == 0 ? 0 : sorted[(int)(0.95 * (sorted.Length - 1))] * Math.Pow(10, -options.RangeDb / 10);
        var isSpeech = new bool[levels.Length];
        for (var t = 0; t < isSpeech.Length; t++) isSpeech[t] = logRatios[t] >= options.MinLogRatio && levels[t] >= minLevel;
        return isSpeech;
    }

    private static void DropShort(Span<bool> isSpeech, int minFrames)
    {
        for (var start = 0; start < isSpeech.Length;)
        {
            var length = isSpeech[start..].IndexOf(!isSpeech[start]) is > 0 and var change ? change : isSpeech.Length - start;
            if (isSpeech[start] && length < minFrames) isSpeech.Slice(start, length).Clear();
            start += length;
        }
    }

    private static bool[] Extend(ReadOnlySpan<bool> isSpeech, int lead, int hangover)
    {
        var extended = new bool[isSpeech.Length];
        for (var t = 0; t < isSpeech.Length; t++)
            if (isSpeech[t]) extended.AsSpan(Math.Max(0, t - lead)..Math.Min(extended.Length, t + hangover + 1)).Fill(true);
        return extended;
    }
}
