using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;

namespace SerLab.Tests.Features;

public sealed class PitchTrackerTests
{
    private static readonly PitchTracker Tracker = new(new PitchTrackerOptions(), Sounds.RateHz);

    [Fact]
    public void Does_not_depend_on_the_level()
    {
        var clip = Sounds.SpeechLike();
        var loud = Tracker.Track(clip);
        // A factor of 2^-10 (-60 dB) changes no bit of any mantissa.
        var faint = Tracker.Track(Sounds.Scaled(clip, Math.ScaleB(1, -10)));
        Assert.Equal(loud.Hz.ToArray(), faint.Hz.ToArray());
        Assert.Equal(loud.Strength.ToArray(), faint.Strength.ToArray());
    }

    [Fact]
    public void Calls_silence_unvoiced()
    {
        var track = Tracker.Track(Sounds.Silence());
        Assert.Equal(0, track.VoicedFrames.Length);
        Assert.All(track.Strength.ToArray(), strength => Assert.Equal(0, strength));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0.98)]
    [InlineData(4, 0.98)]
    public void Calls_white_and_pink_noise_unvoiced(ulong seed, double memory)
    {
        var samples = Sounds.Noise(2, seed: seed).Samples.ToArray();
        // One pole falls by 6 dB per octave above 50 Hz: steeper than pink, so harder.
        for (var n = 1; n < samples.Length; n++) samples[n] += (float)memory * samples[n - 1];
        Assert.InRange(Tracker.Track(new Clip(samples, Sounds.RateHz)).VoicedFrames.Length, 0, 4);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(200)]
    public void Finds_a_fundamental_that_is_missing(double hz)
    {
        var clip = Sounds.Make(1, t => Enumerable.Range(3, 6).Sum(harmonic => 0.1 * Math.Sin(2 * Math.PI * harmonic * hz * t)));
        foreach (var found in Inside(Tracker.Track(clip))) Assert.InRange(found, 0.99 * hz, 1.01 * hz);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Keeps_the_octave_of_creak(ulong seed)
    {
        // Low pulses whose periods vary by 3 %, through a vowel's formants.
        var stream = new RandomSource(seed).For("creak").Open();
        var hz = 65.0;
        var phase = 0.0;
        var clip = Sounds.Pulsed(1, _ =>
        {
            phase += hz / Sounds.RateHz;
            if (phase < 1) return hz;
            phase -= 1;
            return hz = 65 * (1 + 0.03 * stream.NextGaussian());
        }, [500, 1500, 2500]);
        var inside = Inside(Tracker.Track(clip));
        Assert.InRange(inside.Count(found => found is > 52 and < 78), 0.9 * inside.Length, inside.Length);
    }

    [Fact]
    public void Keeps_within_its_range_whatever_it_hears()
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            var stream = new RandomSource(seed).For("anything").Open();
            var samples = Enumerable.Range(0, stream.NextInt(9000)).Select(_ => (float)stream.NextDouble(-1, 1)).ToArray();
            var (start, period) = (stream.NextInt(4000), 20 + stream.NextInt(300));
            for (var n = start + period; n < samples.Length; n++) samples[n] = samples[n - period];
            var track = Tracker.Track(new Clip(samples, Sounds.RateHz));
            Assert.Equal(new FrameGrid(Sounds.RateHz, samples.Length).Count, track.Hz.Length);
            Assert.All(track.Hz.ToArray(), hz => Assert.True(hz is 0 or >= 49 and <= 714, $"{hz} Hz"));
            Assert.All(track.Strength.ToArray(), strength => Assert.InRange(strength, 0, 1));
        }
    }

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
