using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Pitch;

/// <summary>Settings of <see cref="PitchTracker"/>; the defaults suit adult speech, calm to shouted.</summary>
/// <param name="MinHz">Lowest F0 searched, Hz; also sets the window: three of its periods.</param>
/// <param name="MaxHz">Highest F0 searched, Hz.</param>
/// <param name="SilenceThreshold">Frames whose peak is under this share of the clip's peak count as silent.</param>
/// <param name="VoicingThreshold">Strength that a period must have to be preferred to "unvoiced".</param>
/// <param name="OctaveCost">Preference for short periods, per octave: keeps a multiple of the period from winning.</param>
/// <param name="OctaveJumpCost">Cost of a change of F0 between frames, per octave.</param>
/// <param name="VoicingChangeCost">Cost of a change between voiced and unvoiced.</param>
public sealed record PitchTrackerOptions(
    double MinHz = 50, double MaxHz = 650, double SilenceThreshold = 0.03, double VoicingThreshold = 0.45,
    double OctaveCost = 0.01, double OctaveJumpCost = 0.35, double VoicingChangeCost = 0.3)
{
    /// <summary>Adds every setting that cannot work to <paramref name="problems"/>.</summary>
    public void Check(Problems problems) => problems
        .Unless(MinHz is >= 30 and <= 300, $"MinHz is {MinHz}; use 30 to 300.")
        .Unless(MaxHz >= 2 * MinHz && MaxHz <= 2000, $"MaxHz is {MaxHz}; with MinHz {MinHz} use {2 * MinHz} to 2000.")
        .Unless(SilenceThreshold is >= 0 and < 1, $"SilenceThreshold is {SilenceThreshold}; use 0 to 1.")
        .Unless(VoicingThreshold is >= 0 and <= 1, $"VoicingThreshold is {VoicingThreshold}; use 0 to 1.")
        .Unless(OctaveCost is >= 0 and <= 1, $"OctaveCost is {OctaveCost}; use 0 to 1.")
        .Unless(OctaveJumpCost is >= 0 and <= 10, $"OctaveJumpCost is {OctaveJumpCost}; use 0 to 10.")
        .Unless(VoicingChangeCost is >= 0 and <= 10, $"VoicingChangeCost is {VoicingChangeCost}; use 0 to 10.");
}

/// <summary>Follows the fundamental frequency of a clip. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// P. Boersma, Proc. Institute of Phonetic Sciences Amsterdam 17, 1993: periods are peaks of the autocorrelation of the windowed signal divided by that of the window (eq. 9);
/// the path through the frames' candidates minimises jumps (eqs. 23 to 27) and is found by dynamic programming over the whole clip. Differences from the paper:
/// peaks lie between samples by a
/// parabola, a change of voicing costs more (0.3), and silence is judged by the middle third of the window.
/// </remarks>
public sealed class PitchTracker
{
    private readonly PitchTrackerOptions options;
    private readonly PeriodFinder finder;

    /// <param name="options">The settings.</param>
    /// <param name="sampleRateHz">Samples per second of the clips to come.</param>
    /// <exception cref="OptionsException">The settings cannot work, or not at this rate.</exception>
    public PitchTracker(PitchTrackerOptions options, int sampleRateHz)
    {
        var problems = new Problems("pitch");
        options.Check(problems);
        problems
            .Unless(options.MaxHz <= sampleRateHz / 4.0, $"MaxHz is {options.MaxHz}; at {sampleRateHz} Hz use at most {sampleRateHz / 4.0}, or resample the clip.")
            .ThrowIfAny();
        this.options = options;
        finder = new PeriodFinder(options, sampleRateHz);
    }

    /// <summary>F0 and voicing of every frame.</summary>
    /// <param name="clip">A clip of the prepared rate, any level; only read.</param>
    public PitchTrack Track(Clip clip) => Track(new FramedSamples(clip));

    /// <inheritdoc cref="Track(Clip)"/>
    /// <param name="samples">The framed samples of a clip of the prepared rate.</param>
    public PitchTrack Track(FramedSamples samples)
    {
        var candidates = finder.Find(samples);
        var path = PitchPath.Best(candidates, options);
        var hz = new float[candidates.FrameCount];
        var strength = new float[candidates.FrameCount];
        for (var frame = 0; frame < hz.Length; frame++)
        {
            if (path[frame] >= 0) hz[frame] = candidates.Hz(frame)[path[frame]];
            strength[frame] = candidates.Count(frame) == 0 ? 0 : Math.Clamp(TensorPrimitives.Max(candidates.Strength(frame)), 0, 1);
        }

        return new PitchTrack(hz, strength);
    }
}
