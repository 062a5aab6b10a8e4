using System.Buffers.Binary;

namespace SerLab.Audio;

/// <summary>The contents of a fmt chunk. Immutable.</summary>
/// <param name="Tag">The format tag; an extensible format gives its subformat's.</param>
/// <param name="Encoding">How samples are stored, or null when this is not ours to decode.</param>
/// <param name="ChannelCount">Number of channels, 1 to 65535.</param>
/// <param name="BitsPerSample">Bits of a sample as stated.</param>
/// <param name="BytesPerSample">Bytes that a sample takes, padding included.</param>
/// <param name="SampleRateHz">Samples per second, as stated: not checked yet.</param>
internal sealed record WavFormatChunk(int Tag, WavEncoding? Encoding, int ChannelCount, int BitsPerSample, int BytesPerSample, long SampleRateHz)
{
    private const int Extensible = 0xFFFE;

    /// <summary>Bytes that one sample of every channel takes.</summary>
    public int BytesPerFrame => ChannelCount * BytesPerSample;

    /// <summary>Reads the chunk's first 16 to 40 bytes (Microsoft, "Multiple channel audio data and WAVE files", 2007).</summary>
    /// <param name="chunk">At least 16 bytes.</param>
    public static WavFormatChunk Parse(ReadOnlySpan<byte> chunk)
    {
        int tag = Word(chunk, 0), channels = Word(chunk, 2), blockBytes = Word(chunk, 12), bits = Word(chunk, 14);
        if (tag == Extensible && chunk.Length >= 40 && IsWaveSubformat(chunk.Slice(26, 14))) tag = Word(chunk, 24);

        // A sample may take more bytes than its bits need; what the block size says wins where it is possible at all.
        var bytes = (bits + 7) / 8;
        if (channels > 0 && blockBytes % channels == 0 && blockBytes / channels > bytes) bytes = blockBytes / channels;
        WavEncoding? encoding = (tag, bytes) switch
        {
            _ when channels == 0 || bits == 0 => null,
            (1, >= 1 and <= 4) => WavEncoding.Pcm,
            (3, 4 or 8) when bits == 8 * bytes => WavEncoding.Float,
            (6, 1) => WavEncoding.ALaw,
            (7, 1) => WavEncoding.MuLaw,
            _ => null,
        };
        return new WavFormatChunk(tag, encoding, channels, bits, bytes, BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]));
    }

    // The tag is followed by the fixed rest of KSDATAFORMAT_SUBTYPE_*, or of the Ambisonic B-format's.
    private static bool IsWaveSubformat(ReadOnlySpan<byte> rest) =>
        rest.SequenceEqual<byte>([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71])
        || rest.SequenceEqual<byte>([0, 0, 0x21, 0x07, 0xD3, 0x11, 0x86, 0x44, 0xC8, 0xC1, 0xCA, 0, 0, 0]);

    private static int Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
}
