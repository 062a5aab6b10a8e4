using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Sets;

namespace SerLab.Tests.Features;

/// <summary>Sound of more than a minute is measured in stretches; the joints must not be heard.</summary>
public sealed class LongSoundTests
{
    // 63 s: a stretch of a minute and one of 3 s, with speech at the joint.
    internal static readonly Clip Long = new(Enumerable.Repeat(Sounds.SpeechLike(9, 0.14, 0.08).Samples.ToArray(), 40).SelectMany(samples => samples).Take(63 * Sounds.RateHz).ToArray(), Sounds.RateHz);

    [Fact]
    public void Frames_are_those_of_the_whole()
    {
        var inStretches = new MfccSetOptions().Prepare(Sounds.RateHz).Extract(Long).Frames;
        var whole = new MfccSetOptions().Prepare(Sounds.RateHz).Extract([new Stretch(Long, 0, null)]).Frames;
        Assert.Equal(whole.Rows, inStretches.Rows);
        for (var i = 0; i < whole.Rows; i++)
            for (var j = 0; j < whole.Columns; j++) Assert.Equal(whole.Row(i)[j], inStretches.Row(i)[j], 1e-3f);
    }

    [Fact]
    public void Functionals_are_near_those_of_the_whole()
    {
        var extractor = new ProsodySetOptions().Prepare(Sounds.RateHz);
        var inStretches = extractor.Extract(Long).Functionals.ToArray();
        var whole = extractor.Extract([new Stretch(Long, 0, null)]).Functionals.ToArray();
        for (var j = 0; j < whole.Length; j++)
            Assert.True(Math.Abs(whole[j] - inStretches[j]) <= 0.02 * Math.Abs(whole[j]) + 0.02, $"{extractor.Schema.Functionals[j]}: {whole[j]} of the whole, {inStretches[j]} in stretches");
    }

    [Fact]
    public void Syllables_at_the_joint_are_counted_once()
    {
        var plan = new AnalysisPlan(Sounds.RateHz, new PitchTrackerOptions());
        var rate = global::SerLab.Features.Rhythm.SpeakingRate.Of(Sound.Of(Long), plan);
        Assert.Equal(new ClipAnalysis(Long, plan).Syllables.Count, rate.Syllables);
        Assert.Equal(63, rate.Seconds, 1e-9);
    }

    [Fact]
    public void A_fingerprint_is_that_of_the_whole()
    {
        var late = Long.Slice(0.256, null);
        Assert.True(AudioFingerprint.Similarity(AudioFingerprint.Of(Long), AudioFingerprint.Of(late)) > 0.95);
        Assert.True(AudioFingerprint.Similarity(AudioFingerprint.Of(Long), AudioFingerprint.Of(Sounds.Noise())) < 0.3);
    }
}
