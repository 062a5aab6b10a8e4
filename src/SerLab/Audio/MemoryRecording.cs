namespace SerLab.Audio;

/// <summary>A recording that is already a clip in memory. Immutable.</summary>
public sealed class MemoryRecording : IRecording
{
    private readonly Func<Clip> make;

    /// <param name="location">A word for what made it, for messages.</param>
    /// <param name="make">Makes the clip; the same clip each time, from any thread.</param>
    public MemoryRecording(string location, Func<Clip> make) => (Location, this.make) = (location, make);

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public Clip Read(ChannelMix mix) => make();
}
