using System.Buffers.Binary;
using SerLab.Options;

namespace SerLab.Audio;

/// <summary>How <see cref="WavWriter"/> stores samples.</summary>
public enum WavFormat
{
    /// <summary>16 bits: rounded to the nearest of 65536 steps (ties to even), saturated at full scale.</summary>
    Pcm16,

    /// <summary>32-bit floating point: every sample as it is, also beyond full scale.</summary>
    Float32,
}

/// <summary>Writes clips as WAV files with one channel.</summary>
public static class WavWriter
{
    private const int BlockSamples = 1 << 14;

    /// <summary>Writes a file that is there whole or not at all: under a temporary name in the same folder, renamed when complete. An old file is replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="clip">Samples that are finite numbers, fewer than 2^30; only read.</param>
    /// <param name="format">How samples are stored.</param>
    /// <exception cref="BadInputException">The file cannot be written: no such folder, no permission, a full disk.</exception>
    /// <exception cref="ArgumentException">A sample is no finite number, or there are too many for a WAV file.</exception>
    public static void Write(string path, Clip clip, WavFormat format) => WholeFile.Write(path, stream => Write(stream, clip, format));

    /// <summary>Writes to a stream, front to back; it need not be seekable.</summary>
    /// <param name="stream">Writable; stays open.</param>
    /// <param name="clip">Samples that are finite numbers, fewer than 2^30; only read.</param>
    /// <param name="format">How samples are stored.</param>
    /// <exception cref="ArgumentException">A sample is no finite number, or there are too many for a WAV file.</exception>
    public static void Write(Stream stream, Clip clip, WavFormat format) => Write(stream, [clip.Samples], clip.Samples.Length, clip.SampleRateHz, format);

    /// <summary>Writes samples that come in parts to a stream, front to back; it need not be seekable.</summary>
    /// <param name="stream">Writable; stays open.</param>
    /// <param name="parts">Samples that are finite numbers, in order; read once.</param>
    /// <param name="sampleCount">How many they are altogether, fewer than 2^30.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="format">How samples are stored.</param>
    /// <exception cref="ArgumentException">A sample is no finite number, there are too many for a WAV file, or not as many as stated.</exception>
    public static void Write(Stream stream, IEnumerable<ReadOnlyMemory<float>> parts, long sampleCount, int sampleRateHz, WavFormat format)
    {
        if (sampleCount >= WavReader.MaxFrames)
            throw new ArgumentException($"There are {sampleCount} samples; a WAV file takes fewer than {WavReader.MaxFrames}: write it in parts.", nameof(sampleCount));
        var bytesPerSample = format == WavFormat.Pcm16 ? 2 : 4;
        stream.Write(Header((int)sampleCount, sampleRateHz, format, bytesPerSample));
        var block = new byte[BlockSamples * bytesPerSample];
        var written = 0L;
        foreach (var part in parts)
        {
            if (WavSamples.FirstNotFinite(part.Span) is >= 0 and var index) throw new ArgumentException($"Sample {written + index} is {part.Span[index]}, not a finite number.", nameof(parts));
            for (var rest = part.Span; rest.Length > 0; rest = rest[Math.Min(BlockSamples, rest.Length)..])
            {
                var some = rest[..Math.Min(BlockSamples, rest.Length)];
                if (format == WavFormat.Pcm16) EncodePcm16(some, block);
                else EncodeFloat32(some, block);
                stream.Write(block, 0, some.Length * bytesPerSample);
            }

            written += part.Length;
        }

        if (written != sampleCount) throw new ArgumentException($"{written} samples came, {sampleCount} were stated.", nameof(sampleCount));
    }

    // RIFF with a fmt chunk; formats other than PCM also have an (empty) extension and a fact chunk with the number of samples.
    private static byte[] Header(int sampleCount, int sampleRateHz, WavFormat format, int bytesPerSample)
    {
        var isPcm = format == WavFormat.Pcm16;
        var header = new byte[isPcm ? 44 : 58];
        var dataBytes = (uint)sampleCount * (uint)bytesPerSample;
        var rest = header.AsSpan();
        Chunk(ref rest, "RIFF"u8, (uint)header.Length - 8 + dataBytes);
        Name(ref rest, "WAVE"u8);
        Chunk(ref rest, "fmt "u8, isPcm ? 16u : 18u);
        Word(ref rest, isPcm ? 1 : 3);
        Word(ref rest, 1);
        Number(ref rest, (uint)sampleRateHz);
        Number(ref rest, (uint)(sampleRateHz * bytesPerSample));
        Word(ref rest, bytesPerSample);
        Word(ref rest, 8 * bytesPerSample);
        if (!isPcm)
        {
            Word(ref rest, 0);
            Chunk(ref rest, "fact"u8, 4);
            Number(ref rest, (uint)sampleCount);
        }

        Chunk(ref rest, "data"u8, dataBytes);
        return header;
    }

    private static void EncodePcm16(ReadOnlySpan<float> samples, Span<byte> destination)
    {
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(destination[(2 * i)..], (short)Math.Clamp(MathF.Round(samples[i] * 32768f), short.MinValue, short.MaxValue));
    }

    private static void EncodeFloat32(ReadOnlySpan<float> samples, Span<byte> destination)
    {
        for (var i = 0; i < samples.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(destination[(4 * i)..], samples[i]);
    }

    private static void Chunk(ref Span<byte> rest, ReadOnlySpan<byte> name, uint size)
    {
        Name(ref rest, name);
        Number(ref rest, size);
    }

    private static void Name(ref Span<byte> rest, ReadOnlySpan<byte> name)
    {
        name.CopyTo(rest);
        rest = rest[4..];
    }

    private static void Number(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
        rest = rest[4..];
    }

    private static void Word(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)value);
        rest = rest[2..];
    }
}
