using System.Globalization;
using SerLab.Features.Pitch;

namespace SerLab.Benchmarks.Studies;

/// <summary>
/// <c>study pitch-truth [tune]</c>: the pitch tracker on the microphone beside F0 from the laryngograph. Numbers chosen on two speakers are scored on the other two, both ways;
/// then the shipped ones on all four, and Praat. <c>tune</c> also chooses on all four and prints what the defaults are taken from.
/// </summary>
internal sealed class PitchTruthStudy : IStudy
{
    public string Name => "pitch-truth";

    public void Run(IReadOnlyList<string> arguments)
    {
        var all = PitchRecording.All();
        var rateHz = all[0].Clip.SampleRateHz;
        var prepared = all.Select(PitchPrepared.Of).ToArray();
        var heldOut = new PitchScore();
        foreach (var tuned in new[] { new[] { "03", "08" }, ["10", "13"] })
        {
            var (options, voicing) = Tune([.. prepared.Where(recording => tuned.Contains(recording.Recording.Speaker))], rateHz);
            PitchPrepared[] others = [.. prepared.Where(recording => !tuned.Contains(recording.Recording.Speaker))];
            Console.WriteLine($"tuned on {string.Join(", ", tuned)}, scored on the others: {PitchTuning.Score(others, options, voicing, rateHz)}");
            Console.WriteLine($"  {Describe(options, voicing)}");
            var tracker = new PitchTracker(options, rateHz, voicing);
            foreach (var (recording, narrow, candidates, cues) in others) heldOut.Add(recording.Truth, tracker.Track(narrow, candidates, cues).Hz);
        }

        Console.WriteLine($"both ways together, every recording scored by numbers of other speakers: {heldOut}");
        if (arguments.Contains("tune"))
        {
            var (options, voicing) = Tune(prepared, rateHz);
            Console.WriteLine($"tuned on all four and scored on them: {PitchTuning.Score(prepared, options, voicing, rateHz)}");
            Console.WriteLine($"  {Describe(options, voicing)}");
        }

        Console.WriteLine($"as shipped (set on all four), all four: {PitchTuning.Score(prepared, new PitchTrackerOptions(), VoicingModel.Trained, rateHz)}");
        foreach (var speaker in prepared.GroupBy(recording => recording.Recording.Speaker))
            Console.WriteLine($"  speaker {speaker.Key}: {PitchTuning.Score([.. speaker], new PitchTrackerOptions(), VoicingModel.Trained, rateHz)}");
        Console.WriteLine($"Praat's autocorrelation, 50 to 700 Hz:  {PraatPitch.Score(all)?.ToString() ?? "praat is not installed"}");
    }

    private static (PitchTrackerOptions Options, VoicingModel Voicing) Tune(IReadOnlyList<PitchPrepared> recordings, int rateHz)
    {
        var voicing = PitchTuning.Train(recordings);
        return (PitchTuning.Choose(recordings, voicing, rateHz), voicing);
    }

    private static string Describe(PitchTrackerOptions options, VoicingModel voicing) => string.Create(CultureInfo.InvariantCulture,
        $"{options}; voicing {voicing.Intercept:G5}, [{string.Join(", ", voicing.Weights.ToArray().Select(weight => weight.ToString("G4", CultureInfo.InvariantCulture)))}]");
}
