namespace SerLab.Audio;

/// <summary>A recording in a file. Immutable.</summary>
public sealed class FileRecording : IRecording
{
    /// <param name="path">The file, in any format <see cref="AudioFile"/> reads.</param>
    public FileRecording(string path) => Location = path;

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public Clip Read(ChannelMix mix) => AudioFile.Read(Location, mix);
}
