using System.ComponentModel;
using System.Diagnostics;
using SerLab.Options;

namespace SerLab.Audio;

/// <summary>Reads formats that are not ours by running ffmpeg, which must be on the PATH.</summary>
internal static class FfmpegDecoder
{
    /// <summary>Decodes the first audio stream of a file at its own sample rate, to floats: nothing is resampled or clipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <param name="program">The program to run.</param>
    /// <exception cref="BadInputException">The program is not there, or cannot decode the file.</exception>
    public static Clip Decode(string path, ChannelMix mix, string program)
    {
        using var decoder = Start(path, program);
        var complaint = decoder.StandardError.ReadToEndAsync();
        try
        {
            var clip = WavReader.Read(decoder.StandardOutput.BaseStream, path, mix);
            decoder.WaitForExit();
            return decoder.ExitCode == 0 ? clip : throw Refused(path, complaint.Result, null);
        }
        catch (BadInputException wrong) when (WaitsToFail(decoder))
        {
            throw Refused(path, complaint.Result, wrong);
        }
        finally
        {
            if (!decoder.HasExited) decoder.Kill(entireProcessTree: true);
        }
    }

    // Arguments go as a list, never through a shell. "file:" keeps names such as "-x" or "http:..." names; the whitelist keeps containers from opening anything else.
    private static Process Start(string path, string program)
    {
        var start = new ProcessStartInfo(program,
        [
            "-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file,pipe", "-i", "file:" + Path.GetFullPath(path),
            "-map", "0:a:0", "-f", "wav", "-c:a", "pcm_f32le", "pipe:1",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception wrong)
        {
            throw new BadInputException(path, null,
                "is no WAV file; other formats need the program ffmpeg on the PATH: install it (https://ffmpeg.org; Debian: apt install ffmpeg), or convert the file to WAV.",
                wrong);
        }
    }

    // What was read was no WAV: then ffmpeg itself has mostly given up, and its own words say more. Its output is closed, so it is about to end.
    private static bool WaitsToFail(Process decoder) => decoder.WaitForExit(TimeSpan.FromSeconds(1)) && decoder.ExitCode != 0;

    private static BadInputException Refused(string path, string complaint, Exception? inner)
    {
        var reason = complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it gave no reason";
        return new BadInputException(path, null, $"ffmpeg cannot decode it ({reason}); give a sound file, copy it again, or leave it out.", inner);
    }
}
