using System.Collections;

namespace SerLab.Audio;

/// <summary>A recording or a part of one as stretches, in order; each is read when its turn comes, so that hours of sound need little memory. Immutable.</summary>
/// <remarks>
/// Up to a minute is one stretch. Longer sound has stretches of a minute with 4 s around them, whatever it comes from, so that a file and the same sound in memory give
/// the same features. WAV files are read stretch by stretch; other formats are decoded whole first.
/// </remarks>
public sealed class Sound : IEnumerable<Stretch>
{
    /// <summary>Length of a stretch, seconds.</summary>
    public const int StretchSeconds = 60;

    /// <summary>What surrounds a stretch on both sides, seconds: longer than anything that trackers and filters remember.</summary>
    public const int ContextSeconds = 4;

    private readonly Func<double, double, Clip> read;

    private Sound(int sampleRateHz, double durationSeconds, Func<double, double, Clip> read) =>
        (SampleRateHz, DurationSeconds, this.read) = (sampleRateHz, durationSeconds, read);

    /// <summary>Samples per second.</summary>
    public int SampleRateHz { get; }

    /// <summary>Length, seconds.</summary>
    public double DurationSeconds { get; }

    /// <summary>A clip's stretches.</summary>
    public static Sound Of(Clip clip) => new(clip.SampleRateHz, clip.DurationSeconds, (start, end) => clip.Slice(start, end));

    /// <summary>A recording's stretches.</summary>
    /// <param name="recording">Where the sound is.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <param name="startSeconds">Where the sound begins, seconds into the recording.</param>
    /// <param name="endSeconds">Where it ends, seconds; null is the recording's end.</param>
    /// <exception cref="Options.BadInputException">The recording cannot be read.</exception>
    public static Sound Of(IRecording recording, ChannelMix mix, double startSeconds = 0, double? endSeconds = null)
    {
        if (recording is FileRecording file && file.InfoForParts() is { } info)
        {
            var end = Math.Min(info.DurationSeconds, endSeconds ?? info.DurationSeconds);
            if (end - startSeconds > StretchSeconds)
                return new Sound(info.SampleRateHz, end - startSeconds, (from, to) => file.ReadPart(mix, startSeconds + from, Math.Min(end, startSeconds + to))!);
            if (startSeconds > 0 || end < info.DurationSeconds) return Of(file.ReadPart(mix, startSeconds, end)!);
        }

        var clip = recording.Read(mix);
        return Of(startSeconds == 0 && endSeconds is null ? clip : clip.Slice(startSeconds, endSeconds));
    }

    /// <inheritdoc/>
    public IEnumerator<Stretch> GetEnumerator()
    {
        if (DurationSeconds <= StretchSeconds)
        {
            yield return new Stretch(read(0, DurationSeconds), 0, null);
            yield break;
        }

        for (var start = 0; start < DurationSeconds; start += StretchSeconds)
        {
            var lead = Math.Min(start, ContextSeconds);
            var isLast = start + StretchSeconds >= DurationSeconds;
            var clip = read(start - lead, isLast ? DurationSeconds : start + StretchSeconds + ContextSeconds);
            yield return new Stretch(clip, lead, isLast ? null : StretchSeconds);
        }
    }

    /// <summary>All of it in one piece; hours need gigabytes.</summary>
    public Clip ToClip() => read(0, DurationSeconds);

    /// <summary>The sound after something was done to its clips.</summary>
    /// <param name="change">What is done to a clip; may change the rate.</param>
    /// <param name="inStretches">True when it may be done to each stretch and leaves the length as it is; false when the whole is needed in one piece.</param>
    public IEnumerable<Stretch> Through(Func<Clip, Clip> change, bool inStretches) =>
        inStretches ? this.Select(stretch => stretch with { Clip = change(stretch.Clip) }) : Of(change(ToClip()));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
