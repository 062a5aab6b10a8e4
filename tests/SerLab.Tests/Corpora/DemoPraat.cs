using System.Diagnostics;
using System.Globalization;

namespace SerLab.Tests.Corpora;

/// <summary>Praat as an independent oracle of voice quality.</summary>
internal sealed record DemoPraat(double PitchHz, double JitterPercent, double ShimmerDb, double F1Hz, double F2Hz, double F3Hz)
{
    private const string Script = """
        form Measure
          sentence Path x
        endform
        sound = Read from file: path$
        pitch = To Pitch: 0.01, 60, 600
        f0 = Get mean: 0, 0, "Hertz"
        selectObject: sound, pitch
        pulses = To PointProcess (cc)
        jitter = Get jitter (local): 0, 0, 0.0001, 0.02, 1.3
        selectObject: sound, pulses
        shimmer = Get shimmer (local_dB): 0, 0, 0.0001, 0.02, 1.3, 1.6
        selectObject: sound
        formants = To Formant (burg): 0.01, 5, 5000, 0.025, 50
        f1 = Get mean: 1, 0, 0, "hertz"
        f2 = Get mean: 2, 0, 0, "hertz"
        f3 = Get mean: 3, 0, 0, "hertz"
        writeInfoLine: f0, " ", 100 * jitter, " ", shimmer, " ", f1, " ", f2, " ", f3
        """;

    /// <summary>Measures a clip, scaled to a tenth of full scale.</summary>
    public static DemoPraat Measure(ReadOnlySpan<float> samples, int sampleRateHz)
    {
        var folder = Directory.CreateTempSubdirectory("serlab-demo-");
        try
        {
            string wav = Path.Combine(folder.FullName, "clip.wav"), script = Path.Combine(folder.FullName, "measure.praat");
            WriteWav(wav, samples, sampleRateHz);
            File.WriteAllText(script, Script);
            using var praat = Process.Start(new ProcessStartInfo("praat", ["--run", script, wav]) { RedirectStandardOutput = true })!;
            var answer = praat.StandardOutput.ReadToEnd();
            praat.WaitForExit();
            var words = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var numbers = words.Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The smallest WAV: 16-bit PCM, one channel.
    private static void WriteWav(string path, ReadOnlySpan<float> samples, int sampleRateHz)
    {
        var peak = 0f;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs(sample));
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + 2 * samples.Length);
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(sampleRateHz);
        file.Write(2 * sampleRateHz);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(2 * samples.Length);
        foreach (var sample in samples) file.Write((short)Math.Round(16000 * sample / peak));
    }
}
