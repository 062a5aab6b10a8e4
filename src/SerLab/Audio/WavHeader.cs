using System.Buffers.Binary;
using System.Text;
using SerLab.Options;

namespace SerLab.Audio;

/// <summary>A WAV file up to its first sample. Immutable.</summary>
/// <param name="Format">How samples are stored.</param>
/// <param name="StatedBytes">Bytes of samples that the header announces; null when it leaves the length open.</param>
/// <param name="DataStart">Where the samples begin, bytes from the stream's start.</param>
/// <remarks>RIFF: Microsoft and IBM, Multimedia Programming Interface 1.0, 1991. RF64 and BW64: EBU Tech 3306; ITU-R BS.2088.</remarks>
internal sealed record WavHeader(WavFormatChunk Format, long? StatedBytes, long DataStart)
{
    // Chunks that are met beside "data"; the list settles where a chunk starts when padding or a size is in doubt.
    private const string KnownChunks = "data fmt  fact LIST JUNK junk PAD  bext cue  smpl inst id3  ID3  iXML axml chna ds64 "
        + "PEAK acid afsp plst labl note FLLR _PMX umid levl cart DISP minf elm1 regn";

    private const string EndsEarly = "the file ends before its samples (no \"data\" chunk); copy or download it again, or leave it out.";

    /// <summary>True when the bytes begin a WAV file.</summary>
    /// <param name="start">The first 12 bytes of the file, or what there is.</param>
    public static bool IsWav(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && start.Slice(8, 4).SequenceEqual("WAVE"u8) && (start[..4].SequenceEqual("RIFF"u8) || IsLong(start));

    /// <summary>Reads up to the first sample.</summary>
    /// <param name="bytes">At the file's start; left at the first sample.</param>
    /// <param name="location">What to call the file in errors.</param>
    /// <exception cref="BadInputException">The file is no WAV file, or ends or breaks before its samples.</exception>
    public static WavHeader Read(ForwardBytes bytes, string location)
    {
        var start = bytes.Peek(12);
        if (!IsWav(start)) throw NotWav(start, location);
        var isLong = IsLong(start);
        bytes.Skip(12);
        WavFormatChunk? format = null;
        long? longDataBytes = null;
        while (bytes.Peek(8) is { Length: 8 } chunk)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk[..4].SequenceEqual("data"u8))
            {
                if (format is null) throw Bad(bytes, location, "the samples come before the format (\"fmt \" chunk); convert it again from the original.");
                bytes.Skip(8);
                return new WavHeader(format, isLong && size == uint.MaxValue ? longDataBytes : StatedDataBytes(size, bytes), bytes.Position);
            }

            if (chunk[..4].SequenceEqual("fmt "u8)) format = ReadFormat(bytes, size, location);
            else if (isLong && chunk[..4].SequenceEqual("ds64"u8)) longDataBytes = ReadLongDataBytes(bytes);
            SkipChunk(bytes, size);
        }

        throw Bad(bytes, location, EndsEarly);
    }

    private static bool IsLong(ReadOnlySpan<byte> start) => start[..4].SequenceEqual("RF64"u8) || start[..4].SequenceEqual("BW64"u8);

    private static BadInputException NotWav(ReadOnlySpan<byte> start, string location)
    {
        if (start.Length == 0) return new BadInputException(location, "byte 0", "the file is empty; copy or download it again, or leave it out.");
        var shown = string.Concat(Encoding.Latin1.GetString(start[..Math.Min(4, start.Length)]).Select(letter => letter is >= ' ' and <= '~' ? letter : '.'));
        return new BadInputException(location, "byte 0", $"begins with \"{shown}\", so it is no WAV file (\"RIFF....WAVE\"); give a sound file, or convert it to WAV.");
    }

    // The chunk's header and body are still ahead; the body is looked at without moving on.
    private static WavFormatChunk ReadFormat(ForwardBytes bytes, uint size, string location)
    {
        var chunk = bytes.Peek(8 + (int)Math.Min(size, 40))[8..];
        if (chunk.Length < Math.Min(size, 16)) throw Bad(bytes, location, EndsEarly);
        if (chunk.Length < 16) throw Bad(bytes, location, $"the \"fmt \" chunk has {chunk.Length} bytes, at least 16 are needed; convert the file again from the original.");
        var format = WavFormatChunk.Parse(chunk);
        if (format.ChannelCount == 0) throw Bad(bytes, location, "the header states 0 channels; convert the file again from the original.");
        if (format.SampleRateHz is < Clip.MinSampleRateHz or > Clip.MaxSampleRateHz)
            throw Bad(bytes, location,
                $"the header states {format.SampleRateHz} Hz, {Clip.MinSampleRateHz} to {Clip.MaxSampleRateHz} can be read; convert the file again from the original.");
        return format;
    }

    private static BadInputException Bad(ForwardBytes bytes, string location, string message) => new(location, $"byte {bytes.Position}", message);

    // ds64: size of the file, then of the data, 64 bits each.
    private static long? ReadLongDataBytes(ForwardBytes bytes) =>
        bytes.Peek(24) is { Length: 24 } chunk && BinaryPrimitives.ReadInt64LittleEndian(chunk[16..]) is > 0 and var size ? size : null;

    // 0 and sizes near 2^31 or 2^32 are what programs write that cannot seek back to fill the size in (0x7FFFF000 is SoX's, 0xFFFFFFFF FFmpeg's).
    private static long? StatedDataBytes(uint size, ForwardBytes bytes)
    {
        if (size == 0) return bytes.Peek(4) is { Length: 4 } next && !IsKnownChunk(next) ? null : 0;
        return size >= 0x7FFF_0000 && !(bytes.Remaining >= size) ? null : size;
    }

    // A body of odd size is followed by one byte of padding; where a writer forgot it, the next chunk's name stands there.
    private static void SkipChunk(ForwardBytes bytes, uint size)
    {
        bytes.Skip(8 + (long)size);
        if (size % 2 == 1 && !(bytes.Peek(4) is { Length: 4 } next && IsKnownChunk(next))) bytes.Skip(1);
    }

    private static bool IsKnownChunk(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < KnownChunks.Length; i += 5)
            if (Encoding.Latin1.GetString(name) == KnownChunks.Substring(i, 4)) return true;
        return false;
    }
}
