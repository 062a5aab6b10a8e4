using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;

namespace SerLab.Tests.Features;

public sealed class PitchTrackerTests
{
    private static readonly PitchTracker Tracker = new(new PitchTrackerOptions(), Sounds.RateHz);

    [Theory]
    [InlineData(60)]
    [InlineData(101.7)]
    [InlineData(220)]
    [InlineData(333.3)]
    [InlineData(600)]
    public void Finds_the_pitch_of_a_tone(double hz)
    {
        var track = Tracker.Track(Sounds.Tone(hz));
        foreach (var found in Inside(track)) Assert.InRange(found, 0.999 * hz, 1.001 * hz);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(300)]
    public void Finds_the_pitch_of_pulses_through_formants(double hz)
    {
        var track = Tracker.Track(Sounds.Vowel(hz, [500, 1500, 2500]));
        foreach (var found in Inside(track)) Assert.InRange(found, 0.999 * hz, 1.001 * hz);
    }

    [Theory]
    [InlineData(80, 400)]
    [InlineData(500, 100)]
    public void Follows_a_glide(double fromHz, double toHz)
    {
        const double seconds = 2;
        var track = Tracker.Track(Sounds.Glide(fromHz, toHz, seconds));
        for (var frame = 10; frame < track.Hz.Length - 10; frame++)
        {
            var hz = fromHz * Math.Pow(toHz / fromHz, FrameGrid.CentreSeconds(frame) / seconds);
            Assert.InRange(track.Hz[frame], 0.995 * hz, 1.005 * hz);
        }
    }

    [Fact]
    public void Does_not_depend_on_the_level()
    {
        var clip = Sounds.SpeechLike();
        var loud = Tracker.Track(clip);
        // A factor of 2^-10 (-60 dB) changes no bit of any mantissa.
        var faint = Tracker.Track(Sounds.Scaled(clip, Math.ScaleB(1, -10)));
        Assert.Equal(loud.Hz.ToArray(), faint.Hz.ToArray());
    }

    [Fact]
    public void Calls_silence_unvoiced()
    {
        var track = Tracker.Track(Sounds.Silence());
        Assert.Equal(0, track.VoicedFrames.Length);
        Assert.All(track.Strength.ToArray(), strength => Assert.Equal(0, strength));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Calls_noise_unvoiced(ulong seed) =>
        Assert.InRange(Tracker.Track(Sounds.Noise(2, seed: seed)).VoicedFrames.Length, 0, 4);

    [Fact]
    public void Voices_the_syllables_and_not_the_gaps()
    {
        const double syllable = 0.2, gap = 0.15;
        var track = Tracker.Track(Sounds.SpeechLike(4, syllable, gap));
        for (var frame = 0; frame < track.Hz.Length; frame++)
        {
            var inside = (FrameGrid.CentreSeconds(frame) + syllable) % (syllable + gap);
            if (inside is > 0.05 and < syllable - 0.05) Assert.True(track.Hz[frame] > 0, $"frame {frame} is voiced");
            if (inside is > syllable + 0.04 && inside < syllable + gap - 0.04) Assert.True(track.Hz[frame] == 0, $"frame {frame} is unvoiced");
        }
    }

    [Fact]
    public void Fills_unvoiced_frames_on_a_straight_line()
    {
        var track = new PitchTrack([0, 100, 0, 0, 100, 0], new float[6]);
        float[] contour = [9, 3, 9, 9, 6, 9];
        track.Interpolate(contour, -1);
        Assert.Equal([3, 3, 4, 5, 6, 6], contour);
        new PitchTrack(new float[2], new float[2]).Interpolate(contour.AsSpan(0, 2), -1);
        Assert.Equal([-1, -1], contour[..2]);
    }

    [Fact]
    public void Names_every_setting_that_cannot_work()
    {
        var wrong = Assert.Throws<OptionsException>(() => new PitchTracker(new PitchTrackerOptions(MinHz: 10, MaxHz: 9000), 8000));
        Assert.Contains("MinHz is 10; use 30 to 300.", wrong.Problems);
        Assert.Contains("MaxHz is 9000; at 8000 Hz use at most 2000, or resample the clip.", wrong.Problems);
    }

    private static float[] Inside(PitchTrack track) => track.Hz[5..^5].ToArray();
}
