using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Plays a clip faster or slower, as a tape would: tempo, pitch and formants move together.</summary>
/// <remarks>
/// T. Ko, V. Peddinti, D. Povey and S. Khudanpur, "Audio augmentation for speech recognition", Interspeech 2015, whose factors are 0.9, 1 and 1.1; here the factor is drawn from the
/// whole range. Emotion is heard in tempo and pitch too, so a wide range alters what is said, not only who says it.
/// </remarks>
/// <param name="MinFactor">Lowest speed, 0.5 to 2; 0.9 lasts 1 / 0.9 times as long and lies a factor 0.9 lower.</param>
/// <param name="MaxFactor">Highest speed, 0.5 to 2.</param>
[Kind("speed", "plays the clip faster or slower: tempo and pitch together")]
public sealed record SpeedChangeOptions(double MinFactor = 0.9, double MaxFactor = 1.1) : AugmentationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => CheckRange(problems, "Factor", MinFactor, MaxFactor, PlaybackSpeed.Min, PlaybackSpeed.Max);

    /// <inheritdoc/>
    protected override Clip Alter(Clip clip, RandomSource random) => PlaybackSpeed.Changed(clip, random.Open().NextDouble(MinFactor, MaxFactor));
}
