using System.ComponentModel;
using System.Diagnostics;
using SerLab.Options;

namespace SerLab.Audio;

/// <summary>Noise reduction by other programs, to compare with: <c>ffmpeg -af afftdn</c> and <c>sox noisered</c>, both with their own settings.</summary>
/// <remarks>
/// Clips go through temporary files as 32-bit floats. What a program does to time is undone, so that measures compare like with like: afftdn delays by two of its hops
/// (rate / 80 each), sox leaves out the last 1024 samples; so clips are padded with silence and cut to their old length.
/// </remarks>
public static class DenoisingPrograms
{
    private const double PaddingSeconds = 0.3;

    // sox computes in integers and would clip what is beyond full scale.
    private const float MostForSox = 0.9f;

    /// <summary>True when a program answers on this machine.</summary>
    /// <param name="program">"ffmpeg" or "sox".</param>
    public static bool IsInstalled(string program)
    {
        try
        {
            Run(program, program == "ffmpeg" ? ["-version"] : ["--version"]);
            return true;
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    /// <summary><c>ffmpeg -af afftdn</c>: works without knowing the noise. One process takes all clips, since starting it takes longer than a clip; each has a filter of its own.</summary>
    /// <param name="noisy">The clips, at least one; only read.</param>
    /// <exception cref="BadInputException">The program is not there or fails.</exception>
    public static IReadOnlyList<Clip> Afftdn(IReadOnlyList<Clip> noisy) => InFolder(folder =>
    {
        string Input(int i) => Path.Combine(folder, $"noisy{i}.wav");
        string Output(int i) => Path.Combine(folder, $"clean{i}.wav");
        for (var i = 0; i < noisy.Count; i++) WavWriter.Write(Input(i), Padded(noisy[i], 1), WavFormat.Float32);
        Run("ffmpeg",
        [
            "-nostdin", "-v", "error",
            .. noisy.SelectMany((_, i) => (string[])["-i", Input(i)]),
            .. noisy.SelectMany((_, i) => (string[])["-map", $"{i}:a", "-af", "afftdn", "-c:a", "pcm_f32le", Output(i)]),
        ]);
        return (IReadOnlyList<Clip>)[.. noisy.Select((clip, i) => Cut(AudioFile.Read(Output(i), ChannelMix.Mean), 2 * (clip.SampleRateHz / 80), clip.Samples.Length, 1))];
    });

    /// <summary><c>sox noisered</c> with a profile of the noise alone, which a user rarely has: it is told more than any other.</summary>
    /// <param name="noisy">The clip; only read.</param>
    /// <param name="noise">The noise in it; only read.</param>
    /// <exception cref="BadInputException">The program is not there or fails.</exception>
    public static Clip SoxNoiseReduction(Clip noisy, Clip noise) => InFolder(folder =>
    {
        var (input, alone, profile, output) = (Path.Combine(folder, "noisy.wav"), Path.Combine(folder, "noise.wav"), Path.Combine(folder, "profile"), Path.Combine(folder, "clean.wav"));
        var scale = Math.Min(1, MostForSox / Math.Max(Peak(noisy), Peak(noise)));
        WavWriter.Write(input, Padded(noisy, scale), WavFormat.Float32);
        WavWriter.Write(alone, Padded(noise, scale, paddingSeconds: 0), WavFormat.Float32);
        Run("sox", [alone, "-n", "noiseprof", profile]);
        Run("sox", [input, "-e", "floating-point", "-b", "32", output, "noisered", profile]);
        return Cut(AudioFile.Read(output, ChannelMix.Mean), 0, noisy.Samples.Length, 1 / scale);
    });

    private static T InFolder<T>(Func<string, T> work)
    {
        var folder = Directory.CreateTempSubdirectory("serlab-denoise-");
        try
        {
            return work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static float Peak(Clip clip)
    {
        var peak = 1e-9f;
        foreach (var sample in clip.Samples.Span) peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }

    private static Clip Padded(Clip clip, float scale, double paddingSeconds = PaddingSeconds)
    {
        var samples = new float[clip.Samples.Length + (int)(paddingSeconds * clip.SampleRateHz)];
        for (var i = 0; i < clip.Samples.Length; i++) samples[i] = scale * clip.Samples.Span[i];
        return new Clip(samples, clip.SampleRateHz);
    }

    private static Clip Cut(Clip clip, int start, int length, float scale)
    {
        var samples = clip.Samples.Slice(Math.Min(start, clip.Samples.Length));
        var cut = new float[length];
        for (var i = 0; i < Math.Min(length, samples.Length); i++) cut[i] = scale * samples.Span[i];
        return new Clip(cut, clip.SampleRateHz);
    }

    // Arguments go as a list, never through a shell; all paths are ours.
    private static void Run(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true })!;
            var output = running.StandardOutput.ReadToEndAsync();
            var complaint = running.StandardError.ReadToEnd();
            output.Wait();
            running.WaitForExit();
            if (running.ExitCode != 0) throw new BadInputException(program, null, $"it failed ({complaint.Trim()}); leave it out of the comparison.");
        }
        catch (Win32Exception wrong)
        {
            throw new BadInputException(program, null, $"the program is not on the PATH; install it (Debian: apt install {program}), or leave it out of the comparison.", wrong);
        }
    }
}
