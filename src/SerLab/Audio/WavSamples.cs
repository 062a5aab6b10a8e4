using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SerLab.Audio;

/// <summary>Stored samples as numbers: full scale is 1, whatever they are stored as.</summary>
internal static class WavSamples
{
    /// <summary>destination[i] = sample i.</summary>
    /// <param name="bytes">Shape [samples x bytesPerSample], little-endian; only read.</param>
    /// <param name="encoding">How samples are stored.</param>
    /// <param name="bytesPerSample">1 to 4 for PCM, 4 or 8 for float, 1 for A-law and mu-law.</param>
    /// <param name="destination">Shape [samples].</param>
    public static void Decode(ReadOnlySpan<byte> bytes, WavEncoding encoding, int bytesPerSample, Span<float> destination)
    {
        switch (encoding, bytesPerSample)
        {
            case (WavEncoding.Pcm, 1):
                for (var i = 0; i < destination.Length; i++) destination[i] = (bytes[i] - 128) / 128f;
                break;
            case (WavEncoding.Pcm, 2):
                for (var i = 0; i < destination.Length; i++) destination[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
                break;
            case (WavEncoding.Pcm, 3):
                for (var i = 0; i < destination.Length; i++) destination[i] = (bytes[3 * i] | bytes[3 * i + 1] << 8 | (sbyte)bytes[3 * i + 2] << 16) / 8388608f;
                break;
            case (WavEncoding.Pcm, _):
                for (var i = 0; i < destination.Length; i++) destination[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) / 2147483648f;
                break;
            case (WavEncoding.Float, 4):
                for (var i = 0; i < destination.Length; i++) destination[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
            case (WavEncoding.Float, _):
                for (var i = 0; i < destination.Length; i++) destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                break;
            case (WavEncoding.ALaw, _):
                for (var i = 0; i < destination.Length; i++) destination[i] = ExpandALaw(bytes[i]) / 32768f;
                break;
            default:
                for (var i = 0; i < destination.Length; i++) destination[i] = ExpandMuLaw(bytes[i]) / 32768f;
                break;
        }
    }

    /// <summary>destination[i] = one value for the channels of frame i.</summary>
    /// <param name="frames">Shape [frames x channels]; only read.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <param name="mix">How the channels become one.</param>
    /// <param name="destination">Shape [frames].</param>
    public static void Mix(ReadOnlySpan<float> frames, int channelCount, ChannelMix mix, Span<float> destination)
    {
        if (channelCount == 1)
        {
            frames.CopyTo(destination);
        }
        else if (mix == ChannelMix.Mean)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                var sum = 0.0;
                foreach (var sample in frames.Slice(i * channelCount, channelCount)) sum += sample;
                destination[i] = (float)(sum / channelCount);
            }
        }
        else
        {
            for (int i = 0, at = mix == ChannelMix.Left ? 0 : 1; i < destination.Length; i++, at += channelCount) destination[i] = frames[at];
        }
    }

    /// <summary>Index of the first NaN or infinity, or -1.</summary>
    public static int FirstNotFinite(ReadOnlySpan<float> samples)
    {
        // All exponent bits set: integer comparison, so that a NaN cannot slip through.
        var bits = MemoryMarshal.Cast<float, int>(samples);
        for (var i = 0; i < bits.Length; i++)
            if ((bits[i] & 0x7F80_0000) == 0x7F80_0000) return i;
        return -1;
    }

    // ITU-T G.711, table 1a: 13 bits, here with 3 bits of zero below; even bits are stored inverted.
    private static int ExpandALaw(byte stored)
    {
        var code = stored ^ 0x55;
        int segment = code >> 4 & 7, step = (code & 15) << 4;
        var magnitude = segment == 0 ? step + 8 : step + 0x108 << segment - 1;
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }

    // ITU-T G.711, table 2a: 14 bits, here with 2 bits of zero below; all bits are stored inverted.
    private static int ExpandMuLaw(byte stored)
    {
        var code = (byte)~stored;
        var magnitude = (((code & 15) << 3) + 0x84 << (code >> 4 & 7)) - 0x84;
        return (code & 0x80) != 0 ? -magnitude : magnitude;
    }
}
