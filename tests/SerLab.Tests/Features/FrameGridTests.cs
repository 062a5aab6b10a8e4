using SerLab.Audio;
using SerLab.Features;

namespace SerLab.Tests.Features;

public sealed class FrameGridTests
{
    [Theory]
    [InlineData(16000, 16000, 100)]
    [InlineData(16000, 15999, 99)]
    [InlineData(16000, 10, 1)]
    [InlineData(44100, 44100, 100)]
    [InlineData(11025, 11025, 100)]
    [InlineData(8000, 12345, 154)]
    public void Has_one_frame_per_whole_hop(int rateHz, int samples, int frames) => Assert.Equal(frames, new FrameGrid(rateHz, samples).Count);

    [Theory]
    [InlineData(160)]
    [InlineData(400)]
    [InlineData(960)]
    public void Windows_of_every_length_share_their_centre(int windowLength)
    {
        var grid = new FrameGrid(16000, 16000);
        for (var frame = 0; frame < grid.Count; frame++)
            Assert.Equal(FrameGrid.CentreSeconds(frame) * 16000, grid.FirstSample(frame, windowLength) + windowLength / 2.0, 1e-9);
    }

    [Fact]
    public void Windows_see_silence_beyond_the_ends_and_the_samples_less_their_mean_inside()
    {
        var samples = new FramedSamples(new Clip(new float[] { 3, 1, 3, 1 }, 1000));
        Assert.Equal([0, 0, 1, -1, 1, -1, 0, 0], samples.From(-2, 8).ToArray());
    }

    [Theory]
    [InlineData(16000)]
    [InlineData(44100)]
    [InlineData(8000)]
    public void The_bins_of_a_frame_sum_to_the_mean_square(int rateHz)
    {
        var plan = new SpectrumPlan(0.025, rateHz);
        var samples = new FramedSamples(Sounds.Tone(1000, 0.5, 1, rateHz));
        var power = new float[samples.Grid.Count * plan.BinCount];
        plan.Measure(samples, power);
        var frame = power[(20 * plan.BinCount)..(21 * plan.BinCount)];
        Assert.Equal(0.5, frame.Sum(), 0.005);
        Assert.Equal(1000, plan.BinHz * Array.IndexOf(frame, frame.Max()), plan.BinHz / 2 + 1);
    }
}
