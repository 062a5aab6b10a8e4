using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Audio;

/// <summary>Reads WAV files as they exist in the wild, from any stream.</summary>
/// <remarks>
/// PCM of 8 to 32 bits, float of 32 and 64 bits, A-law and mu-law, plain or as WAVE_FORMAT_EXTENSIBLE, in RIFF, RF64 and BW64. A size of the data that is 0, open or
/// larger than the file means: everything to the end; a broken last frame is dropped. Samples beyond full scale are kept as they are.
/// </remarks>
public static class WavReader
{
    /// <summary>Most samples per channel that are read: 2^30, 18 hours at 16 kHz.</summary>
    public const int MaxFrames = 1 << 30;

    private const int BlockBytes = 1 << 16;

    /// <summary>Reads a whole file as one channel.</summary>
    /// <param name="stream">At the file's start; need not be seekable; stays open.</param>
    /// <param name="location">What to call the file in errors: its path.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <exception cref="BadInputException">No WAV file, an encoding that is not read, no samples, or a sample that is no number.</exception>
    public static Clip Read(Stream stream, string location, ChannelMix mix) => Read(stream, location, mix, out _);

    /// <summary>Reads a whole file as one channel and tells what was found.</summary>
    /// <inheritdoc cref="Read(Stream, string, ChannelMix)"/>
    /// <param name="stream">At the file's start; need not be seekable; stays open.</param>
    /// <param name="location">What to call the file in errors: its path.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <param name="info">What the header states and what is there.</param>
    public static Clip Read(Stream stream, string location, ChannelMix mix, out WavInfo info)
    {
        var bytes = new ForwardBytes(stream);
        return Read(bytes, WavHeader.Read(bytes, location), location, mix, out info);
    }

    /// <summary>Tells what is in a file without keeping its samples; a file without samples is told about too.</summary>
    /// <param name="stream">At the file's start; need not be seekable; stays open.</param>
    /// <param name="location">What to call the file in errors: its path.</param>
    /// <exception cref="BadInputException">No WAV file, or an encoding that is not read.</exception>
    public static WavInfo ReadInfo(Stream stream, string location)
    {
        var bytes = new ForwardBytes(stream);
        return Info(bytes, WavHeader.Read(bytes, location), location);
    }

    internal static WavInfo Info(ForwardBytes bytes, WavHeader header, string location) =>
        Info(header, EncodingOf(header, location), bytes.Skip(header.StatedBytes ?? long.MaxValue) / header.Format.BytesPerFrame);

    // A part of a file: its samples alone are read, however long the file is; clamped to what is there. The bytes stand at the first sample and can be skipped quickly.
    internal static Clip ReadPart(ForwardBytes bytes, WavHeader header, string location, ChannelMix mix, double startSeconds, double? endSeconds)
    {
        var encoding = EncodingOf(header, location);
        double rateHz = header.Format.SampleRateHz;
        var start = (long)Math.Max(0, Math.Round(startSeconds * rateHz));
        var passed = bytes.Skip(Math.Min(start * header.Format.BytesPerFrame, header.StatedBytes ?? long.MaxValue));
        var frames = endSeconds is { } end ? Math.Max(0, (long)Math.Round(end * rateHz) - start) : long.MaxValue / header.Format.BytesPerFrame;
        var bytesOfPart = Math.Min(frames * header.Format.BytesPerFrame, (header.StatedBytes ?? long.MaxValue) - passed);
        return new Clip(ReadSamples(bytes, header.Format, bytesOfPart, encoding, location, mix), (int)rateHz);
    }

    internal static Clip Read(ForwardBytes bytes, WavHeader header, string location, ChannelMix mix, out WavInfo info)
    {
        var encoding = EncodingOf(header, location);
        var samples = ReadSamples(bytes, header.Format, header.StatedBytes ?? long.MaxValue, encoding, location, mix);
        info = Info(header, encoding, samples.Length);
        if (samples.Length > 0) return new Clip(samples, info.SampleRateHz);
        throw new BadInputException(location, $"byte {header.DataStart}", info.IsTruncated
            ? $"the header states {info.StatedFrames} samples but the file ends before the first; copy or download it again, or leave it out."
            : "the recording has no samples (length 0); record or convert it again, or leave it out.");
    }

    private static WavEncoding EncodingOf(WavHeader header, string location) =>
        header.Format.Encoding ?? throw new BadInputException(location, "fmt chunk",
            $"encoding 0x{header.Format.Tag:X4} with {header.Format.BitsPerSample} bits is not read (PCM of 8 to 32 bits, float of 32 or 64, A-law and mu-law are); "
            + "convert it: ffmpeg -i IN -c:a pcm_s16le OUT.wav");

    private static WavInfo Info(WavHeader header, WavEncoding encoding, long presentFrames)
    {
        var format = header.Format;
        return new WavInfo(encoding, format.ChannelCount, format.BitsPerSample, (int)format.SampleRateHz, header.StatedBytes / format.BytesPerFrame, presentFrames);
    }

    private static ReadOnlyMemory<float> ReadSamples(ForwardBytes bytes, WavFormatChunk format, long leftBytes, WavEncoding encoding, string location, ChannelMix mix)
    {
        int channelCount = format.ChannelCount, bytesPerSample = format.BytesPerSample, bytesPerFrame = format.BytesPerFrame;
        using var blocks = new Borrowed<byte>(bytesPerFrame * Math.Max(1, BlockBytes / bytesPerFrame));
        var block = blocks.Span;
        using var frames = new Borrowed<float>(block.Length / bytesPerSample);

        // What the header states is not believed before it is there: memory grows with what the stream really gives.
        var samples = new float[FirstCapacity(Math.Min(leftBytes, bytes.Remaining ?? BlockBytes) / bytesPerFrame, location)];
        var count = 0;
        while (leftBytes > 0)
        {
            var place = bytes.Position;
            var read = bytes.Read(block[..(int)Math.Min(block.Length, leftBytes)]);
            var frameCount = read / bytesPerFrame;
            leftBytes = read < block.Length ? 0 : leftBytes - read;
            if (frameCount == 0) break;
            if (count + (long)frameCount > samples.Length) Array.Resize(ref samples, FirstCapacity(2L * samples.Length + frameCount, location));
            var decoded = frames.Span[..(frameCount * channelCount)];
            WavSamples.Decode(block, encoding, bytesPerSample, decoded);
            if (encoding == WavEncoding.Float) RefuseNotFinite(decoded, place, bytesPerSample, location);
            WavSamples.Mix(decoded, channelCount, mix, samples.AsSpan(count, frameCount));
            count += frameCount;
        }

        return samples.AsMemory(0, count);
    }

    private static int FirstCapacity(long frames, string location) => frames <= MaxFrames
        ? (int)frames
        : throw new BadInputException(location, null, $"the recording has {frames} samples per channel, at most {MaxFrames} are read; split it into parts.");

    private static void RefuseNotFinite(ReadOnlySpan<float> samples, long place, int bytesPerSample, string location)
    {
        var index = WavSamples.FirstNotFinite(samples);
        if (index < 0) return;
        throw new BadInputException(location, $"byte {place + (long)index * bytesPerSample}",
            $"the sample is {samples[index]}, not a finite number; write the file again from its source, or leave it out.");
    }
}
