using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;

namespace SerLab.Tests.Features;

/// <summary>Exactness of the pitch tracker on sounds whose F0 is known because they were made with it.</summary>
public sealed class PitchToneTests
{
    private const double Tolerance = 0.001;

    // The 40 ms window still sees the ends of the clip so many frames inside it.
    private const int Edge = 5;

    [Theory]
    [InlineData(8000)]
    [InlineData(11025)]
    [InlineData(16000)]
    [InlineData(22050)]
    [InlineData(44100)]
    [InlineData(48000)]
    public void Finds_tones_within_a_thousandth_at_every_rate(int rateHz)
    {
        var tracker = new PitchTracker(new PitchTrackerOptions(), rateHz);
        foreach (var hz in new[] { 52.3, 60, 75.5, 101.7, 150, 220, 333.3, 470, 600, 690 })
            AssertNear(tracker.Track(Sounds.Tone(hz, 0.5, rateHz: rateHz)), _ => hz, $"{hz} Hz");
    }

    [Theory]
    [InlineData(80, 400)]
    [InlineData(500, 100)]
    [InlineData(60, 120)]
    [InlineData(300, 650)]
    public void Follows_glides_within_a_thousandth(double fromHz, double toHz)
    {
        const double seconds = 2;
        var track = new PitchTracker(new PitchTrackerOptions(), Sounds.RateHz).Track(Sounds.Glide(fromHz, toHz, seconds));
        AssertNear(track, time => fromHz * Math.Pow(toHz / fromHz, time / seconds), $"{fromHz} to {toHz} Hz");
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(300)]
    [InlineData(450)]
    public void Finds_the_pitch_of_pulses_through_formants(double hz) =>
        AssertNear(new PitchTracker(new PitchTrackerOptions(), Sounds.RateHz).Track(Sounds.Vowel(hz, [500, 1500, 2500])), _ => hz, $"{hz} Hz");

    private static void AssertNear(PitchTrack track, Func<double, double> hzAt, string what)
    {
        for (var frame = Edge; frame < track.Hz.Length - Edge; frame++)
        {
            var hz = hzAt(FrameGrid.CentreSeconds(frame));
            Assert.True(Math.Abs(track.Hz[frame] - hz) <= Tolerance * hz, $"{what}, frame {frame}: {track.Hz[frame]} for {hz:F2}");
        }
    }
}
