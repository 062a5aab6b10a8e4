using SerLab.Audio;

namespace SerLab.Enhancement;

/// <summary>Holds clips against the rate that something was prepared for.</summary>
internal static class ClipRate
{
    /// <exception cref="ArgumentException">The clip has another rate.</exception>
    public static void MustBe(int sampleRateHz, Clip clip)
    {
        if (clip.SampleRateHz != sampleRateHz) throw new ArgumentException($"The clip has {clip.SampleRateHz} Hz, this was prepared for {sampleRateHz} Hz.", nameof(clip));
    }
}
