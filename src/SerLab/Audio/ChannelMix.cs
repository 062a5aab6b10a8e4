namespace SerLab.Audio;

/// <summary>How several channels become one.</summary>
public enum ChannelMix
{
    /// <summary>The mean of all channels.</summary>
    Mean,

    /// <summary>The first channel.</summary>
    Left,

    /// <summary>The second channel; a mono recording gives its only one.</summary>
    Right,
}
