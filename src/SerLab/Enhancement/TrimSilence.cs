using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Settings of <see cref="TrimSilenceEnhancer"/>.</summary>
/// <param name="MarginSeconds">What stays before the first and after the last speech, beside the detector's lead and hangover, seconds, 0 to 10.</param>
/// <param name="Detector">Settings of the voice activity detector; null takes its defaults.</param>
[Kind("trim-silence", "cuts off what comes before the first speech and after the last, by a voice activity detector")]
public sealed record TrimSilenceOptions(double MarginSeconds = 0.05, VoiceActivityOptions? Detector = null) : EnhancerOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems.Unless(MarginSeconds is >= 0 and <= 10, $"MarginSeconds is {MarginSeconds}; use 0 to 10.");
        Detector?.Check(problems);
    }

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new TrimSilenceEnhancer(this, sampleRateHz);
    }
}

/// <summary>Cuts off what comes before the first speech and after the last; pauses between stay. A clip in which no speech is found stays whole. Immutable.</summary>
public sealed class TrimSilenceEnhancer : IEnhancer
{
    private readonly VoiceActivityDetector detector;
    private readonly double marginSeconds;

    internal TrimSilenceEnhancer(TrimSilenceOptions options, int sampleRateHz) =>
        (detector, marginSeconds) = (new VoiceActivityDetector(options.Detector ?? new VoiceActivityOptions(), sampleRateHz), options.MarginSeconds);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        var activity = detector.Detect(clip);
        return activity is { StartSeconds: { } start, EndSeconds: { } end } ? clip.Slice(start - marginSeconds, end + marginSeconds) : clip;
    }
}
