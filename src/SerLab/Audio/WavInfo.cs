namespace SerLab.Audio;

/// <summary>How a WAV file stores its samples.</summary>
public enum WavEncoding
{
    /// <summary>Integers, left-justified in whole bytes; 8 bits and fewer are unsigned.</summary>
    Pcm,

    /// <summary>IEEE 754 numbers of 32 or 64 bits; full scale is 1.</summary>
    Float,

    /// <summary>ITU-T G.711 A-law, 8 bits.</summary>
    ALaw,

    /// <summary>ITU-T G.711 mu-law, 8 bits.</summary>
    MuLaw,
}

/// <summary>What a WAV file's header states and what is really there. Immutable.</summary>
/// <param name="Encoding">How samples are stored.</param>
/// <param name="ChannelCount">Number of channels, at least 1.</param>
/// <param name="BitsPerSample">Bits of a sample, without the padding to whole bytes.</param>
/// <param name="SampleRateHz">Samples per second and channel.</param>
/// <param name="StatedFrames">Samples per channel that the header announces; null when it leaves the length open, as recorders and pipes do.</param>
/// <param name="PresentFrames">Whole samples per channel that can be read.</param>
public sealed record WavInfo(WavEncoding Encoding, int ChannelCount, int BitsPerSample, int SampleRateHz, long? StatedFrames, long PresentFrames)
{
    /// <summary>True when the file ends before the samples that its header announces.</summary>
    public bool IsTruncated => StatedFrames > PresentFrames;

    /// <summary>Length of what can be read, seconds.</summary>
    public double DurationSeconds => (double)PresentFrames / SampleRateHz;
}
