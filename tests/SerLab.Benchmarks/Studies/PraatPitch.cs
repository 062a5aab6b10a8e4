using System.Globalization;
using SerLab.Audio;

namespace SerLab.Benchmarks.Studies;

/// <summary>Praat's autocorrelation tracker on the same clips.</summary>
internal static class PraatPitch
{
    /// <summary>Its score; null when praat is not installed.</summary>
    public static PitchScore? Score(IReadOnlyList<PitchRecording> recordings)
    {
        using var folder = new PraatFolder([.. recordings.Select(recording => recording.Clip)]);
        if (!folder.Track()) return null;
        var score = new PitchScore();
        for (var i = 0; i < recordings.Count; i++) Add(score, recordings[i], folder.TrackPath(i));
        return score;
    }

    // Praat's frames lie where they fit the clip; the nearest to each time of the truth is taken.
    private static void Add(PitchScore score, PitchRecording recording, string path)
    {
        var track = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(cells => (Seconds: Number(cells[0]), Hz: Number(cells[1]))).ToArray();
        foreach (var line in recording.Truth)
            score.Add(line, track[Math.Clamp((int)Math.Round((line.Seconds - track[0].Seconds) * 100, MidpointRounding.ToEven), 0, track.Length - 1)].Hz);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
