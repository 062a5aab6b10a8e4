using System.Globalization;
using SerLab.Audio;
using SerLab.Features.Pitch;

namespace SerLab.Benchmarks.Studies;

/// <summary><c>study pitch-speed [rounds]</c>: seconds of audio per second of processor time, ours and Praat's taking turns on the same recordings; medians and their ratio.</summary>
internal sealed class PitchSpeedStudy : IStudy
{
    public string Name => "pitch-speed";

    public void Run(IReadOnlyList<string> arguments)
    {
        var rounds = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        var clips = PitchRecording.All().Select(recording => recording.Clip).ToArray();
        var audioSeconds = clips.Sum(clip => clip.DurationSeconds);
        using var praat = new PraatFolder(clips);
        var tracker = new PitchTracker(new PitchTrackerOptions(), clips[0].SampleRateHz);
        List<double> ours = [], theirs = [];
        Ours(tracker, clips);
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Ours(tracker, clips));
            if (praat.CpuSeconds() is { } seconds) theirs.Add(seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round + 1}: ours {audioSeconds / ours[^1]:F0} x real time, Praat {(theirs.Count == 0 ? "not installed" : $"{audioSeconds / theirs[^1]:F0} x")}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{audioSeconds:F0} s of audio, medians of {rounds}: ours {audioSeconds / CpuTime.Median(ours):F0} x real time on one core"));
        if (theirs.Count > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Praat {audioSeconds / CpuTime.Median(theirs):F0} x; ratio {CpuTime.Median(theirs) / CpuTime.Median(ours):F1}"));
    }

    // The tracker starts no threads.
    private static double Ours(PitchTracker tracker, Clip[] clips) => CpuTime.Seconds(() =>
    {
        foreach (var clip in clips) tracker.Track(clip);
    });
}
