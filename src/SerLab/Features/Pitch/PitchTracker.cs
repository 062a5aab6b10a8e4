using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Features.Pitch;

/// <summary>Settings of <see cref="PitchTracker"/>; the defaults suit adult speech, calm to shouted.</summary>
/// <param name="MinHz">Lowest F0 searched, Hz; also sets the window: two of its periods.</param>
/// <param name="MaxHz">Highest F0 searched, Hz.</param>
/// <param name="VoicingBias">Added to every frame's log odds of being voiced; more calls more frames voiced.</param>
/// <param name="PeriodWeight">What a correlation that is higher by 1 is worth, in log odds.</param>
/// <param name="OctaveCost">Preference for short periods, correlation per octave; below 0 for long ones, since errors are mostly too high in creak.</param>
/// <param name="OctaveJumpCost">Cost of a change of F0 between frames, correlation per octave.</param>
/// <param name="VoicingChangeCost">Cost of a change between voiced and unvoiced, log odds.</param>
/// <param name="RangeCost">Cost of F0 outside the speaker's range in a clip full of noise, correlation per octave; none in a clip without noise.</param>
/// <param name="NoiseCost">Taken from every frame's log odds of being voiced in a clip full of noise, where other voices and machines are periodic too; nothing in a clip without noise.</param>
public sealed record PitchTrackerOptions(
    double MinHz = 50, double MaxHz = 700, double VoicingBias = 1, double PeriodWeight = 30,
    double OctaveCost = -0.01, double OctaveJumpCost = 0.4, double VoicingChangeCost = 4, double RangeCost = 0.5, double NoiseCost = 0.25)
{
    /// <summary>Adds every setting that cannot work to <paramref name="problems"/>.</summary>
    public void Check(Problems problems) => problems
        .Unless(MinHz is >= 30 and <= 300, $"MinHz is {MinHz}; use 30 to 300.")
        .Unless(MaxHz >= 2 * MinHz && MaxHz <= 2000, $"MaxHz is {MaxHz}; with MinHz {MinHz} use {2 * MinHz} to 2000.")
        .Unless(VoicingBias is >= -20 and <= 20, $"VoicingBias is {VoicingBias}; use -20 to 20.")
        .Unless(PeriodWeight is >= 0 and <= 1000, $"PeriodWeight is {PeriodWeight}; use 0 to 1000.")
        .Unless(OctaveCost is >= -1 and <= 1, $"OctaveCost is {OctaveCost}; use -1 to 1.")
        .Unless(OctaveJumpCost is >= 0 and <= 10, $"OctaveJumpCost is {OctaveJumpCost}; use 0 to 10.")
        .Unless(VoicingChangeCost is >= 0 and <= 100, $"VoicingChangeCost is {VoicingChangeCost}; use 0 to 100.")
        .Unless(RangeCost is >= 0 and <= 10, $"RangeCost is {RangeCost}; use 0 to 10.")
        .Unless(NoiseCost is >= 0 and <= 20, $"NoiseCost is {NoiseCost}; use 0 to 20.");
}

/// <summary>Follows the fundamental frequency of a clip. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// Candidates are peaks of a correlation that is half of the signal and half of its flattened spectrum (<see cref="PeriodFinder"/>); how likely a frame is voiced, a logistic
/// regression says (<see cref="VoicingModel"/>); one path through candidates and "unvoiced" weighs both against jumps (after P. Boersma, Proc. Institute of Phonetic Sciences
/// Amsterdam 17, 1993, eqs. 23 to 27, in log odds), found by dynamic programming over the whole clip. In noise a second path keeps near the range of the first
/// (<see cref="SpeakerRange"/>). Inside voiced stretches the logarithm of F0 is smoothed over three
/// frames by weights 1, 2, 1, which leaves tones and even glides as they are.
/// </remarks>
public sealed class PitchTracker
{
    // Neighbours further apart than a minor third are no glide.
    private const float MaxStep = 0.25f;
    private readonly PitchTrackerOptions options;
    private readonly VoicingModel voicing;
    private readonly PeriodFinder finder;

    /// <param name="options">The settings.</param>
    /// <param name="sampleRateHz">Samples per second of the clips to come.</param>
    /// <exception cref="OptionsException">The settings cannot work, or not at this rate.</exception>
    public PitchTracker(PitchTrackerOptions options, int sampleRateHz)
        : this(options, sampleRateHz, VoicingModel.Trained)
    {
    }

    /// <param name="options">The settings.</param>
    /// <param name="sampleRateHz">Samples per second of the clips to come.</param>
    /// <param name="voicing">How likely frames are voiced.</param>
    internal PitchTracker(PitchTrackerOptions options, int sampleRateHz, VoicingModel voicing)
    {
        var problems = new Problems("pitch");
        options.Check(problems);
        problems
            .Unless(options.MaxHz <= sampleRateHz / 4.0, $"MaxHz is {options.MaxHz}; at {sampleRateHz} Hz use at most {sampleRateHz / 4.0}, or resample the clip.")
            .ThrowIfAny();
        (this.options, this.voicing) = (options, voicing);
        finder = new PeriodFinder(options.MinHz, options.MaxHz, sampleRateHz);
    }

    /// <summary>F0 and voicing of every frame.</summary>
    /// <param name="clip">A clip of the prepared rate, any level; only read.</param>
    public PitchTrack Track(Clip clip)
    {
        using var samples = new FramedSamples(clip);
        return Track(samples);
    }

    /// <inheritdoc cref="Track(Clip)"/>
    /// <param name="samples">The framed samples of a clip of the prepared rate.</param>
    public PitchTrack Track(FramedSamples samples)
    {
        using var narrow = finder.Narrow(samples);
        using var candidates = finder.Find(narrow.Samples, samples.Grid.Count);
        using var cues = new VoicingCues(candidates);
        return Track(narrow, candidates, cues);
    }

    /// <summary>The track through candidates that were found before.</summary>
    internal PitchTrack Track(NarrowSound narrow, PitchCandidates candidates, VoicingCues cues)
    {
        var periods = new LongPeriods();
        var odds = new float[candidates.FrameCount];
        var noiseCost = (float)options.NoiseCost * narrow.Noisiness;
        for (var frame = 0; frame < odds.Length; frame++) odds[frame] = voicing.LogOdds(cues.Of(frame)) - noiseCost;
        var path = BestPath(candidates, odds, cues, options.RangeCost * narrow.Noisiness);
        var hz = new float[path.Length];
        for (var frame = 0; frame < hz.Length; frame++)
            if (path[frame] >= 0) hz[frame] = periods.Refine(narrow.Original, PeriodFinder.Centre(frame), candidates.Hz(frame)[path[frame]]);
        return new PitchTrack(Smooth(hz), candidates.Strength.ToArray());
    }

    // The first path, or in noise one that goes by the range of the first.
    private int[] BestPath(PitchCandidates candidates, float[] odds, VoicingCues cues, double rangeCost)
    {
        var first = PitchPath.Best(candidates, odds, SpeakerRange.Everything, options);
        return rangeCost == 0 ? first : PitchPath.Best(candidates, odds, SpeakerRange.Of(candidates, first, cues), options with { RangeCost = rangeCost });
    }

    private static float[] Smooth(float[] hz)
    {
        var smooth = hz.ToArray();
        for (var frame = 1; frame + 1 < hz.Length; frame++)
        {
            if (hz[frame - 1] == 0 || hz[frame] == 0 || hz[frame + 1] == 0) continue;
            float before = MathF.Log2(hz[frame - 1] / hz[frame]), after = MathF.Log2(hz[frame + 1] / hz[frame]);
            if (Math.Abs(before) < MaxStep && Math.Abs(after) < MaxStep) smooth[frame] = hz[frame] * MathF.Pow(2, (before + after) / 4);
        }

        return smooth;
    }
}
