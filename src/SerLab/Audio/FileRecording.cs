namespace SerLab.Audio;

/// <summary>A recording in a file. Immutable.</summary>
public sealed class FileRecording : IRecording
{
    // Some writers count a few samples too many in their headers; less than two frames of features loses no word.
    private const double HarmlessSeconds = 0.02;

    /// <param name="path">The file, in any format <see cref="AudioFile"/> reads.</param>
    public FileRecording(string path) => Location = path;

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    /// <remarks>A file that ends 20 ms or more before the samples its header announces is refused: half a sentence under a whole one's label spoils an experiment. <see cref="AudioFile"/> reads what is there.</remarks>
    public Clip Read(ChannelMix mix)
    {
        var clip = AudioFile.Read(Location, mix, out var info);
        RefuseTruncated(info);
        return clip;
    }

    /// <summary>What is in a WAV file that can be read part by part; null for other formats.</summary>
    /// <exception cref="Options.BadInputException">The recording cannot be read, or is truncated.</exception>
    internal WavInfo? InfoForParts()
    {
        var info = AudioFile.ReadWavInfo(Location);
        RefuseTruncated(info);
        return info;
    }

    /// <summary>A part of a WAV file, clamped to what is there; null for other formats.</summary>
    internal Clip? ReadPart(ChannelMix mix, double startSeconds, double? endSeconds) => AudioFile.ReadWavPart(Location, mix, startSeconds, endSeconds);

    private void RefuseTruncated(WavInfo? info)
    {
        if (info is { IsTruncated: true } && info.StatedFrames - info.PresentFrames > HarmlessSeconds * info.SampleRateHz)
            throw new Options.BadInputException(Location, $"sample {info.PresentFrames}",
                $"the header announces {info.StatedFrames} samples and the file ends after {info.PresentFrames}: it is truncated; copy or download it again, or leave it out (\"badFiles\": \"skip\", --skip-bad-files).");
    }
}
