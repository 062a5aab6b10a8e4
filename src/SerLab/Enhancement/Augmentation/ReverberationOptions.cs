using SerLab.Audio;
using SerLab.Enhancement.Noise;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Places the speaker in a room: direct sound and a tail of reverberation that dies away, at the level the clip had.</summary>
/// <remarks>See <see cref="RoomResponse"/>. The copy is as long as the clip: what would sound on after its end is cut off, as the recordings of a corpus are.</remarks>
/// <param name="MinRt60Seconds">Shortest reverberation time (in which the tail falls by 60 dB), seconds, 0.05 to 5; a furnished living room has about 0.4.</param>
/// <param name="MaxRt60Seconds">Longest reverberation time, seconds, 0.05 to 5.</param>
/// <param name="MinDirectDb">Lowest ratio of direct to reverberant energy, dB, -20 to 40; it falls with the distance from the microphone.</param>
/// <param name="MaxDirectDb">Highest ratio of direct to reverberant energy, dB, -20 to 40.</param>
[Kind("room", "adds the reverberation of a made room")]
public sealed record ReverberationOptions(double MinRt60Seconds = 0.2, double MaxRt60Seconds = 0.8, double MinDirectDb = 0, double MaxDirectDb = 12) : AugmentationOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        CheckRange(problems, "Rt60Seconds", MinRt60Seconds, MaxRt60Seconds, 0.05, 5);
        CheckRange(problems, "DirectDb", MinDirectDb, MaxDirectDb, -20, 40);
    }

    /// <inheritdoc/>
    protected override Clip Alter(Clip clip, RandomSource random)
    {
        var chance = random.For("choice").Open();
        var (rt60Seconds, directDb) = (chance.NextDouble(MinRt60Seconds, MaxRt60Seconds), chance.NextDouble(MinDirectDb, MaxDirectDb));
        var response = RoomResponse.Make(rt60Seconds, directDb, clip.SampleRateHz, random.For("tail").Open());
        var samples = RoomResponse.Convolve(clip.Samples.Span, response);
        return Scaled(new Clip(samples, clip.SampleRateHz), Math.Sqrt(NoiseMix.Power(clip.Samples.Span) / NoiseMix.Power(samples)));
    }
}
