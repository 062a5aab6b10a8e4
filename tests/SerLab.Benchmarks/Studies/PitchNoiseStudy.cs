using SerLab.Features.Pitch;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary><c>study pitch-noise</c>: the shipped pitch tracker and Praat on speech with noise at 5 dB (global energies, seed 1), beside F0 from the laryngograph.</summary>
internal sealed class PitchNoiseStudy : IStudy
{
    private const double SnrDb = 5;

    public string Name => "pitch-noise";

    public void Run(IReadOnlyList<string> arguments)
    {
        var clean = PitchRecording.All();
        var tracker = new PitchTracker(new PitchTrackerOptions(), clean[0].Clip.SampleRateHz);
        foreach (var kind in PitchNoise.Kinds)
        {
            var noisy = PitchNoise.Mix(clean, kind, SnrDb, new RandomSource(1));
            var score = new PitchScore();
            foreach (var recording in noisy) score.Add(recording.Truth, tracker.Track(recording.Clip).Hz);
            Console.WriteLine($"{kind,-7} {SnrDb} dB  ours   {score}");
            Console.WriteLine($"{kind,-7} {SnrDb} dB  Praat  {PraatPitch.Score(noisy)?.ToString() ?? "is not installed"}");
        }
    }
}
