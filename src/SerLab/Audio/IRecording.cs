namespace SerLab.Audio;

/// <summary>Something that sound can be read from: a file, or a clip that was made in memory.</summary>
public interface IRecording
{
    /// <summary>Where it is: a path, or a word for what made it.</summary>
    string Location { get; }

    /// <summary>Reads the whole recording as one channel.</summary>
    /// <param name="mix">How several channels become one; always stated, never assumed.</param>
    /// <exception cref="Options.BadInputException">The recording cannot be read; the message says where and what helps.</exception>
    Clip Read(ChannelMix mix);
}
