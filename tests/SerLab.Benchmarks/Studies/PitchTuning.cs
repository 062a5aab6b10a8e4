using SerLab.Features;
using SerLab.Features.Pitch;

namespace SerLab.Benchmarks.Studies;

/// <summary>A recording whose candidates and cues are found once, for many settings.</summary>
internal sealed record PitchPrepared(PitchRecording Recording, NarrowSound Narrow, PitchCandidates Candidates, VoicingCues Cues)
{
    public static PitchPrepared Of(PitchRecording recording)
    {
        var options = new PitchTrackerOptions();
        var finder = new PeriodFinder(options.MinHz, options.MaxHz, recording.Clip.SampleRateHz);
        var samples = new FramedSamples(recording.Clip);
        var narrow = finder.Narrow(samples);
        var candidates = finder.Find(narrow.Samples, samples.Grid.Count);
        return new PitchPrepared(recording, narrow, candidates, new VoicingCues(candidates));
    }
}

/// <summary>Chooses the numbers of the pitch tracker on some speakers: coefficients of voicing by logistic regression, costs of the path from a grid.</summary>
internal static class PitchTuning
{
    /// <summary>Trains the coefficients.</summary>
    public static VoicingModel Train(IReadOnlyList<PitchPrepared> recordings)
    {
        var rows = new List<(double[] Cues, bool Voiced)>();
        foreach (var (recording, _, candidates, cues) in recordings)
            foreach (var line in recording.Truth)
                if (line.Scored) rows.Add(([.. cues.Of(line.Frame(candidates.FrameCount)).ToArray().Select(cue => (double)cue), 1.0], line.Hz > 0));
        var weights = LogisticRegression.Fit(rows);
        return new VoicingModel((float)weights[^1], [.. weights[..^1].Select(weight => (float)weight)]);
    }

    /// <summary>The settings of the grid with the lowest sum of squares of two shares, of the bars of 1.2 % gross and 8 % voicing errors.</summary>
    public static PitchTrackerOptions Choose(IReadOnlyList<PitchPrepared> recordings, VoicingModel voicing, int rateHz) =>
        Grid().MinBy(options =>
        {
            var score = Score(recordings, options, voicing, rateHz);
            return Math.Pow(score.GrossPercent / 1.2, 2) + Math.Pow(score.VoicingPercent / 8, 2);
        })!;

    public static PitchScore Score(IReadOnlyList<PitchPrepared> recordings, PitchTrackerOptions options, VoicingModel voicing, int rateHz)
    {
        var tracker = new PitchTracker(options, rateHz, voicing);
        var score = new PitchScore();
        foreach (var (recording, narrow, candidates, cues) in recordings) score.Add(recording.Truth, tracker.Track(narrow, candidates, cues).Hz);
        return score;
    }

    private static IEnumerable<PitchTrackerOptions> Grid() =>
        from bias in new[] { 0.5, 0.75, 1.0, 1.25 }
        from weight in new[] { 20.0, 25.0, 30.0 }
        from octave in new[] { -0.01, 0, 0.01 }
        from jump in new[] { 0.3, 0.4, 0.5 }
        from change in new[] { 2.5, 4.0 }
        select new PitchTrackerOptions(VoicingBias: bias, PeriodWeight: weight, OctaveCost: octave, OctaveJumpCost: jump, VoicingChangeCost: change);
}
