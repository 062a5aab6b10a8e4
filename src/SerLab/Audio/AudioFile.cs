namespace SerLab.Audio;

/// <summary>Sound files of every format.</summary>
public static class AudioFile
{
    /// <summary>Reads a file as one channel.</summary>
    public static Clip Read(string path, ChannelMix mix) => throw new Options.BadInputException(path, null, mix.ToString());
}
