namespace SerLab.Audio;

/// <summary>One channel of sound: samples in [-1, 1] and the rate they were taken at. Immutable.</summary>
public sealed class Clip
{
    /// <summary>Lowest sample rate a clip can have, Hz.</summary>
    public const int MinSampleRateHz = 1000;

    /// <summary>Highest sample rate a clip can have, Hz.</summary>
    public const int MaxSampleRateHz = 768_000;

    /// <param name="samples">Samples, shape [samples]; full scale is 1. Not copied: the caller gives it away.</param>
    /// <param name="sampleRateHz">Samples per second, 1000 to 768000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    public Clip(ReadOnlyMemory<float> samples, int sampleRateHz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRateHz, MinSampleRateHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRateHz, MaxSampleRateHz);
        (Samples, SampleRateHz) = (samples, sampleRateHz);
    }

    /// <summary>Samples, shape [samples]; full scale is 1.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>Samples per second.</summary>
    public int SampleRateHz { get; }

    /// <summary>Length in seconds.</summary>
    public double DurationSeconds => (double)Samples.Length / SampleRateHz;

    /// <summary>The stretch between two times, clamped to the clip.</summary>
    /// <param name="startSeconds">Start, seconds from the clip's start.</param>
    /// <param name="endSeconds">End, seconds; null reaches to the clip's end.</param>
    public Clip Slice(double startSeconds, double? endSeconds)
    {
        var start = (int)Math.Clamp(Math.Round(startSeconds * SampleRateHz), 0, Samples.Length);
        var end = endSeconds is null ? Samples.Length : (int)Math.Clamp(Math.Round(endSeconds.Value * SampleRateHz), start, Samples.Length);
        return new Clip(Samples[start..end], SampleRateHz);
    }
}
