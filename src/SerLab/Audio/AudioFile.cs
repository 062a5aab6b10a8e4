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
        info = null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var bytes = new ForwardBytes(stream);
            var start = bytes.Peek(512);
            if (WavHeader.IsWav(start))
            {
                // Encodings beside our own (ADPCM, MP3 in WAV, ...) are ffmpeg's too.
                var header = WavHeader.Read(bytes, path);
                if (header.Format.Encoding is not null) return WavReader.Read(bytes, header, path, mix, out info);
            }
            else if (start.Length == 0)
            {
                throw new BadInputException(path, "byte 0", "the file is empty; copy or download it again, or leave it out.");
            }
            else if (IsText(start))
            {
                throw new BadInputException(path, "byte 0", "is text, not sound; give a sound file, or leave it out.");
            }
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

        return FfmpegDecoder.Decode(path, mix, "ffmpeg");
    }

    // Sound formats have a zero or another control character in their first 512 bytes. Playlists are text too: ffmpeg would follow them to other files.
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var letter in start)
            if (letter is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') or 0x7F) return false;
        return true;
    }
}
