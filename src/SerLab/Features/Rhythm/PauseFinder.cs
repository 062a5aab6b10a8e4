using System.Numerics.Tensors;

namespace SerLab.Features.Rhythm;

/// <summary>Where a clip is spoken and where it is silent, in frames; ends are exclusive.</summary>
/// <param name="Start">First audible frame.</param>
/// <param name="End">Behind the last audible frame; equal to <paramref name="Start"/> when nothing is audible.</param>
/// <param name="Pauses">Silences inside the speech, in the order of time.</param>
internal sealed record SpeechSpan(int Start, int End, IReadOnlyList<(int Start, int End)> Pauses);

/// <summary>Finds pauses: stretches of <see cref="MinPauseSeconds"/> or longer inside the speech in which nothing rises above the background.</summary>
/// <remarks>
/// Silent is what lies far under the clip's loud parts, or little above its background, whichever is higher: the first holds for clean recordings, the second in noise.
/// Both are taken from the clip itself, so that level does not count.
/// </remarks>
internal static class PauseFinder
{
    /// <summary>Shortest silence that counts as a pause, seconds; shorter ones are closures of stops.</summary>
    public const double MinPauseSeconds = 0.2;

    // Shorter sounds between silences are clicks and breaths.
    private const double MinSoundSeconds = 0.05;
    private const double SilenceDb = 25;
    private const double OverBackgroundDb = 3;
    private const double BackgroundQuantile = 0.05;

    // A clip without any pause has its quietest frames inside the speech.
    private const double LeastRangeDb = 10;

    private const double MinHz = 100;
    private const double MaxHz = 5000;

    /// <summary>Finds the speech and its pauses.</summary>
    /// <param name="powers">What <see cref="Powers"/> gave, shape [frames]; only read.</param>
    public static SpeechSpan Find(ReadOnlySpan<float> powers)
    {
        var audible = Audible(powers);
        DropShortSounds(audible);
        int first = Array.IndexOf(audible, true), end = Array.LastIndexOf(audible, true) + 1;
        if (first < 0) return new SpeechSpan(0, 0, []);
        var pauses = new List<(int Start, int End)>();
        for (var start = first; start < end;)
        {
            var next = Array.IndexOf(audible, !audible[start], start, end - start);
            if (next < 0) next = end;
            if (!audible[start] && (next - start) * FrameGrid.HopSeconds >= MinPauseSeconds - 1e-9) pauses.Add((start, next));
            start = next;
        }

        return new SpeechSpan(first, end, pauses);
    }

    /// <summary>Power of every frame from 100 to 5000 Hz, shape [frames]: noise spreads over all frequencies, speech does not; the band keeps most of it.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="spectrum">Windows of 25 ms.</param>
    public static float[] Powers(ClipAnalysis analysis, SpectrumPlan spectrum)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        int first = spectrum.BinAt(MinHz), count = spectrum.BinAt(MaxHz) - first;
        var powers = new float[spectra.Rows];
        for (var frame = 0; frame < powers.Length; frame++) powers[frame] = TensorPrimitives.Sum(spectra.Row(frame).Slice(first, count));
        return powers;
    }

    private static bool[] Audible(ReadOnlySpan<float> powers)
    {
        var audible = new bool[powers.Length];
        var loud = LoudPart.Power(powers);
        if (!(loud > 0)) return audible;
        var sorted = powers.ToArray();
        Array.Sort(sorted);
        var background = Functionals.Quantile(sorted.AsSpan(sorted.AsSpan().IndexOfAnyExcept(0f)), BackgroundQuantile);
        var threshold = Math.Max(loud * Factor(-SilenceDb), Math.Min(background * Factor(OverBackgroundDb), loud * Factor(-LeastRangeDb)));
        for (var frame = 0; frame < audible.Length; frame++) audible[frame] = powers[frame] > threshold;
        return audible;
    }

    private static double Factor(double db) => Math.Pow(10, 0.1 * db);

    private static void DropShortSounds(bool[] audible)
    {
        for (var start = 0; start < audible.Length;)
        {
            var next = Array.IndexOf(audible, !audible[start], start);
            if (next < 0) next = audible.Length;
            if (audible[start] && (next - start) * FrameGrid.HopSeconds < MinSoundSeconds - 1e-9) Array.Fill(audible, false, start, next - start);
            start = next;
        }
    }
}
