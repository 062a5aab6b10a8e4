using System.Text;

namespace SerLab.Tests.Audio;

/// <summary>Builds WAV files byte by byte, right and wrong ones, independently of the writer under test.</summary>
internal static class WavBytes
{
    public const int DataStart = 44;

    /// <summary>A whole file: RIFF, fmt and data.</summary>
    public static byte[] File(byte[] data, int tag = 1, int channels = 1, int bits = 16, int rateHz = 16000, uint? dataSize = null) =>
        Riff(Fmt(tag, channels, bits, rateHz), Chunk("data", data, dataSize));

    public static byte[] Riff(params byte[][] chunks) => Form("RIFF", chunks);

    public static byte[] Form(string name, params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(body.Length), .. body];
    }

    public static byte[] Chunk(string name, byte[] body, uint? size = null, bool padded = true) =>
        [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(size ?? (uint)body.Length), .. body, .. padded && body.Length % 2 == 1 ? new byte[1] : []];

    /// <summary>The fmt chunk; extra bytes make it 18 or 40 long.</summary>
    public static byte[] Fmt(int tag = 1, int channels = 1, int bits = 16, int rateHz = 16000, int? blockBytes = null, byte[]? extra = null)
    {
        var block = blockBytes ?? channels * ((bits + 7) / 8);
        byte[] rates = [.. BitConverter.GetBytes(rateHz), .. BitConverter.GetBytes(rateHz * block)];
        return Chunk("fmt ", [.. Word(tag), .. Word(channels), .. rates, .. Word(block), .. Word(bits), .. extra ?? []]);
    }

    /// <summary>The 24 bytes that follow in WAVE_FORMAT_EXTENSIBLE: their count, valid bits, speakers, GUID.</summary>
    public static byte[] Extension(int subformat, int validBits) =>
        [.. Word(22), .. Word(validBits), 0, 0, 0, 0, .. Word(subformat), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    public static byte[] Pcm16(params short[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    private static byte[] Word(int value) => BitConverter.GetBytes((ushort)value);
}

/// <summary>A stream that can only be read forwards, a few bytes at a time, like a pipe.</summary>
internal sealed class Pipe(byte[] content) : Stream
{
    private readonly MemoryStream content = new(content);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => content.Read(buffer, offset, Math.Min(count, 7));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A disk that takes so many bytes and then is full.</summary>
internal sealed class FullDisk(Stream inner, int capacity) : Stream
{
    private readonly Stream inner = inner;
    private int left = capacity;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (count > left) throw new IOException("No space left on device");
        left -= count;
        inner.Write(buffer, offset, count);
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
