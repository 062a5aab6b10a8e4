using SerLab.Metrics;

namespace SerLab.Runs;

/// <summary>What a bench of denoisers found. The same spec gives the same result, bit for bit, on any number of threads. Immutable.</summary>
public sealed record EnhanceBenchResult
{
    /// <summary>What was asked, every default written out.</summary>
    public required EnhanceBenchSpec Spec { get; init; }

    /// <summary>Version of SerLab.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>The corpus's name.</summary>
    public required string Corpus { get; init; }

    /// <summary>True when no human spoke.</summary>
    public required bool IsSynthetic { get; init; }

    /// <summary>Utterances of the corpus; recognition takes all of them.</summary>
    public required int UtteranceCount { get; init; }

    /// <summary>Speakers of the corpus; one is held out at a time.</summary>
    public required int SpeakerCount { get; init; }

    /// <summary>Classes that recognition tells apart.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The noises and how their clips were divided.</summary>
    public required IReadOnlyList<BenchNoise> Noises { get; init; }

    /// <summary>What a reader must know to read the tables.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>One row per denoiser, noise and SNR; empty when it was not asked for.</summary>
    public required IReadOnlyList<SignalRow> Signal { get; init; }

    /// <summary>One row per denoiser, training, normalisation, noise and SNR; empty when it was not asked for.</summary>
    public required IReadOnlyList<RecognitionRow> Recognition { get; init; }
}

/// <summary>A noise of a bench.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRecorded">True for a noise of the folder, false for white, pink and babble.</param>
/// <param name="TestClips">The recordings that test mixes are made with; empty for a noise that is not recorded.</param>
/// <param name="TrainingClips">The recordings that multi-condition training is made with: others, unless there is only one.</param>
public sealed record BenchNoise(string Name, bool IsRecorded, IReadOnlyList<string> TestClips, IReadOnlyList<string> TrainingClips);

/// <summary>A mean over utterances and what it gained.</summary>
/// <param name="Mean">The mean over utterances.</param>
/// <param name="Interval">Its 95 % interval, bootstrap over speakers.</param>
/// <param name="Gain">The mean difference to the noisy input on the same utterances; null for clean speech.</param>
/// <param name="GainInterval">The gain's 95 % interval; null for clean speech.</param>
public sealed record MeasureSummary(double Mean, Interval Interval, double? Gain, Interval? GainInterval);

/// <summary>Signal measures of one denoiser in one condition; a measure that no utterance has is null.</summary>
/// <param name="Denoiser">The denoiser.</param>
/// <param name="Noise">The noise, "clean", or "recorded noises" and "all noises": means over several.</param>
/// <param name="SnrDb">Speech power over noise power, dB; null for clean speech.</param>
/// <param name="UtteranceCount">Utterances measured.</param>
/// <param name="SiSdrDb">Scale-invariant signal-to-distortion ratio, dB, cut to -100 ... 100.</param>
/// <param name="SegmentalSnrDb">Segmental SNR, dB.</param>
/// <param name="LogSpectralDistanceDb">Log-spectral distance, dB; lower is better, so a gain is below 0.</param>
/// <param name="Stoi">Short-time objective intelligibility.</param>
public sealed record SignalRow(
    string Denoiser, string Noise, double? SnrDb, int UtteranceCount,
    MeasureSummary? SiSdrDb, MeasureSummary? SegmentalSnrDb, MeasureSummary? LogSpectralDistanceDb, MeasureSummary? Stoi);

/// <summary>Recognition with one denoiser in one condition.</summary>
/// <param name="Denoiser">The denoiser; it cleans the training speech too.</param>
/// <param name="Training">"clean" or "multi-condition".</param>
/// <param name="Normalisation">The normalisation's kind.</param>
/// <param name="IsTransductive">True when the normalisation used the test speaker's unlabelled recordings of the condition.</param>
/// <param name="Noise">The noise, "clean", or "recorded noises" and "all noises": predictions of several together.</param>
/// <param name="SnrDb">Speech power over noise power of the test speech, dB; null for clean speech.</param>
/// <param name="MacroAccuracy">Unweighted average recall, 0 to 1.</param>
/// <param name="Interval">Its 95 % interval, bootstrap over speakers.</param>
/// <param name="Gain">MacroAccuracy less that of "none" in the same row; null for "none".</param>
/// <param name="GainInterval">The gain's 95 % interval, paired bootstrap over speakers; null for "none".</param>
public sealed record RecognitionRow(
    string Denoiser, string Training, string Normalisation, bool IsTransductive, string Noise, double? SnrDb,
    double MacroAccuracy, Interval Interval, double? Gain, Interval? GainInterval);
