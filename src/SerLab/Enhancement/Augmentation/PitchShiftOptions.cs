using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Moves a voice up or down and keeps its tempo: the clip is stretched in time and then played faster by as much, or squeezed and played slower.</summary>
/// <remarks>
/// Formants move with the pitch, as those of a speaker with a shorter or longer vocal tract, so it is rather another voice than another intonation. The tempo is changed by
/// <see cref="TimeStretch"/>. The shift is the nearest of steps of 14 cents or fewer.
/// </remarks>
/// <param name="MinSemitones">Lowest shift, semitones, -12 to 12; below 0 is down.</param>
/// <param name="MaxSemitones">Highest shift, semitones, -12 to 12.</param>
[Kind("pitch", "moves the voice up or down and keeps its tempo")]
public sealed record PitchShiftOptions(double MinSemitones = -2, double MaxSemitones = 2) : AugmentationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => CheckRange(problems, "Semitones", MinSemitones, MaxSemitones, -12, 12);

    /// <inheritdoc/>
    protected override Clip Alter(Clip clip, RandomSource random)
    {
        var speed = PlaybackSpeed.Nearest(Math.Pow(2, random.Open().NextDouble(MinSemitones, MaxSemitones) / 12));
        var stretched = TimeStretch.Apply(clip.Samples.Span, Math.Max(1, (int)(clip.Samples.Length * speed)), clip.SampleRateHz);
        var played = PlaybackSpeed.Changed(new Clip(stretched, clip.SampleRateHz), speed).Samples;

        // Rounding leaves a sample or two too many or too few.
        var samples = new float[clip.Samples.Length];
        played[..Math.Min(played.Length, samples.Length)].CopyTo(samples);
        return new Clip(samples, clip.SampleRateHz);
    }
}
