using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the F0 contour: semitones above 27.5 Hz, and how periodic the frame is. The set's pitch tracker finds it.</summary>
/// <remarks>Unvoiced frames lie on a straight line between their voiced neighbours; a clip without any voiced frame stands at 110 Hz (24 semitones) throughout.</remarks>
[Kind("f0", "fundamental frequency in semitones, and strength of voicing")]
public sealed record FundamentalFrequencyOptions : DescriptorOptions
{
    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz) => new FundamentalFrequencyDescriptor();
}

/// <summary>Gives F0 and voicing strength.</summary>
internal sealed class FundamentalFrequencyDescriptor : IDescriptor
{
    private const double ReferenceHz = 27.5;
    private const float NeutralSemitones = 24;

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        new("f0_st", "12 log2(F0 / 27.5 Hz)", "SerLab (PitchTracker), after Boersma 1993", VoicedOnly: true),
        new("voicing_ratio", "autocorrelation of the windowed frame below 3.5 kHz over that of the window at the best period, 0 (noise) to 1 (periodic)", "Boersma 1993, eq. 9"),
    ];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var pitch = analysis.Pitch;
        var semitones = new float[analysis.Grid.Count];
        foreach (var frame in pitch.VoicedFrames) semitones[frame] = (float)(12 * Math.Log2(pitch.Hz[frame] / ReferenceHz));
        pitch.Interpolate(semitones, NeutralSemitones);
        for (var frame = 0; frame < semitones.Length; frame++)
        {
            destination[2 * frame] = semitones[frame];
            destination[2 * frame + 1] = pitch.Strength[frame];
        }
    }
}
