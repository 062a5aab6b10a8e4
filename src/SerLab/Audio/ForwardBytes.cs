namespace SerLab.Audio;

/// <summary>Reads a stream from its position forwards with a look ahead; the stream need not be seekable. Belongs to one thread.</summary>
internal sealed class ForwardBytes
{
    private readonly Stream stream;
    private readonly byte[] ahead = new byte[4096];
    private int start, end;

    /// <param name="stream">Readable; stays open and is left anywhere.</param>
    public ForwardBytes(Stream stream) => this.stream = stream;

    /// <summary>Bytes read or skipped so far.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that are still to come, or null when the stream cannot tell.</summary>
    public long? Remaining => stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) + (end - start) : null;

    /// <summary>The next bytes without moving on; fewer than asked for only at the stream's end.</summary>
    /// <param name="count">At most 4096.</param>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (end - start < count)
        {
            ahead.AsSpan(start..end).CopyTo(ahead);
            (start, end) = (0, end - start);
            end += stream.ReadAtLeast(ahead.AsSpan(end), count - end, throwOnEndOfStream: false);
        }

        return ahead.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Fills the destination as far as there are bytes.</summary>
    /// <returns>The number of bytes read; fewer than asked for only at the stream's end.</returns>
    public int Read(Span<byte> destination)
    {
        var buffered = Math.Min(destination.Length, end - start);
        ahead.AsSpan(start, buffered).CopyTo(destination);
        start += buffered;
        var read = buffered + stream.ReadAtLeast(destination[buffered..], destination.Length - buffered, throwOnEndOfStream: false);
        Position += read;
        return read;
    }

    /// <summary>Moves on by so many bytes, or to the stream's end.</summary>
    /// <returns>The number of bytes passed.</returns>
    public long Skip(long count)
    {
        if (Remaining is { } remaining) return SkipBySeeking(Math.Min(count, remaining));
        var passed = 0L;
        while (passed < count && Peek((int)Math.Min(count - passed, ahead.Length)).Length is > 0 and var step)
        {
            start += step;
            passed += step;
        }

        Position += passed;
        return passed;
    }

    private long SkipBySeeking(long count)
    {
        var buffered = (int)Math.Min(count, end - start);
        start += buffered;
        if (count > buffered) stream.Seek(count - buffered, SeekOrigin.Current);
        Position += count;
        return count;
    }
}
