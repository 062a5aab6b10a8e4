namespace SerLab.Features;

/// <summary>The one time axis of all descriptors: a frame every 10 ms, frame i centred at (i + 1/2) hops, whatever the length of a descriptor's window.</summary>
/// <remarks>Descriptors therefore join by frame without shifting. Windows that reach over the ends of the clip see silence there (zeros).</remarks>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="SampleCount">Samples in the clip.</param>
public sealed record FrameGrid(int SampleRateHz, int SampleCount)
{
    /// <summary>Frames per second; whole, so that frame times are exact at every sample rate.</summary>
    public const int FramesPerSecond = 100;

    /// <summary>Time between frames, seconds.</summary>
    public const double HopSeconds = 1.0 / FramesPerSecond;

    /// <summary>Number of whole hops in the clip, at least 1.</summary>
    public int Count => (int)Math.Max(1, (long)SampleCount * FramesPerSecond / SampleRateHz);

    /// <summary>Time of a frame's centre, seconds from the clip's start.</summary>
    public static double CentreSeconds(int frameIndex) => (frameIndex + 0.5) * HopSeconds;

    /// <summary>First sample of a window centred on a frame; negative before the clip's start.</summary>
    /// <param name="frameIndex">The frame.</param>
    /// <param name="windowLength">Samples in the window.</param>
    public int FirstSample(int frameIndex, int windowLength) => (int)((2L * frameIndex + 1) * SampleRateHz / (2 * FramesPerSecond)) - windowLength / 2;
}
