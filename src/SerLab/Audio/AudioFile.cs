using SerLab.Options;

namespace SerLab.Audio;

/// <summary>Sound files of every format: WAV by SerLab itself, all others (FLAC, MP3, OGG, M4A, ...) through the program ffmpeg.</summary>
public static class AudioFile
{
    /// <summary>Reads a file as one channel, at its own sample rate. What it is shows in its content; its name does not matter.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <exception cref="BadInputException">No such file, no sound, no samples, or a format that needs ffmpeg where there is none.</exception>
    public static Clip Read(string path, ChannelMix mix) => Read(path, mix, out _);

    /// <summary>Reads a file as one channel, at its own sample rate, and tells what a WAV file's header stated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <param name="info">What a WAV file states and what is there; null for other formats.</param>
    /// <exception cref="BadInputException">No such file, no sound, no samples, or a format that needs ffmpeg where there is none.</exception>
    public static Clip Read(string path, ChannelMix mix, out WavInfo? info)
    {
        WavInfo? found = null;
        var clip = Open(path, (bytes, header) => WavReader.Read(bytes, header, path, mix, out found));
        info = found;
        return clip ?? FfmpegDecoder.Decode(path, mix, "ffmpeg");
    }

    /// <summary>Reads a part of a WAV file without reading the rest; null when the file is of another format, which has no parts without all before them.</summary>
    internal static Clip? ReadWavPart(string path, ChannelMix mix, double startSeconds, double? endSeconds) =>
        Open(path, (bytes, header) => WavReader.ReadPart(bytes, header, path, mix, startSeconds, endSeconds));

    /// <summary>What a WAV file states and what is there; null for other formats.</summary>
    internal static WavInfo? ReadWavInfo(string path) => Open(path, (bytes, header) => WavReader.Info(bytes, header, path));

    // What is read of a WAV file whose encoding is ours; null for other files, ADPCM or MP3 in WAV among them.
    private static T? Open<T>(string path, Func<ForwardBytes, WavHeader, T> read)
        where T : class
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var bytes = new ForwardBytes(stream);
            var start = bytes.Peek(512);
            if (WavHeader.IsWav(start))
            {
                var header = WavHeader.Read(bytes, path);
                return header.Format.Encoding is null ? null : read(bytes, header);
            }

            if (start.Length == 0) throw new BadInputException(path, "byte 0", "the file is empty; copy or download it again, or leave it out.");
            if (IsText(start)) throw new BadInputException(path, "byte 0", "is text, not sound; give a sound file, or leave it out.");
            return null;
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(path, null, "there is no such file; check the path.", wrong);
        }
        catch (UnauthorizedAccessException wrong)
        {
            throw new BadInputException(path, null, "cannot be opened: a folder, or a file that may not be read; give a sound file you may read.", wrong);
        }
        catch (IOException wrong)
        {
            throw new BadInputException(path, null, $"cannot be read ({wrong.Message.TrimEnd('.')}); copy it to another disk and try again.", wrong);
        }
    }

    // Sound formats have a zero or another control character in their first 512 bytes. Playlists are text too: ffmpeg would follow them to other files.
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var letter in start)
            if (letter is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') or 0x7F) return false;
        return true;
    }
}
