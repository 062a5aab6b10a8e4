using System.Buffers.Binary;
using SerLab.Audio;

namespace SerLab.Reports;

/// <summary>A clip as a WAV file in memory: one channel, 16-bit PCM, which every browser plays.</summary>
internal static class WavBytes
{
    private const int HeaderLength = 44;

    /// <summary>Length as base64 text.</summary>
    public static long EncodedLength(Clip clip) => (HeaderLength + 2L * clip.Samples.Length + 2) / 3 * 4;

    /// <summary>The file; samples beyond full scale are clipped.</summary>
    public static byte[] Of(Clip clip)
    {
        var samples = clip.Samples.Span;
        var bytes = new byte[HeaderLength + 2 * samples.Length];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), clip.SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 2 * clip.SampleRateHz);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderLength + 2 * i), (short)Math.Clamp(MathF.Round(samples[i] * 32768), short.MinValue, short.MaxValue));
        return bytes;
    }
}
