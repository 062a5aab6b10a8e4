using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Sets;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Tests.Features;

/// <summary>Hours of many columns: what does not fit at once is measured in several passes over the sound, and nobody can tell from the values.</summary>
public sealed class ContoursTests
{
    private const int Columns = 20, FramesPerStretch = 600, Stretches = 50, Surroundings = 40;
    private const long MostValues = 200_000;
    private static readonly Clip Long = LongSoundTests.Long;

    private static readonly CustomSetOptions Set = new(
        [new MfccOptions(), new ZeroCrossingsOptions(), new FundamentalFrequencyOptions(), new EnergyOptions()],
        Frames: false,
        Statistics: [Statistic.Mean, Statistic.P80],
        VoicedStatistics: [Statistic.Sd],
        UnvoicedStatistics: [Statistic.Mean],
        DeltaStatistics: [Statistic.MeanAbsolute],
        Rhythm: true,
        Modulation: true);

    [Theory]
    [InlineData(5)] // A pass keeps five of the columns and may cut through a descriptor.
    [InlineData(0)] // A pass keeps one column.
    public void Several_passes_give_the_values_of_one(int keptColumns)
    {
        var columnCount = new CustomSetOptions(Set.Descriptors).Prepare(Sounds.RateHz).Schema.Descriptors.Count;
        var sound = Sound.Of(Long);
        int onePass = 0, passes = 0;
        var expected = new SetExtractor(Set, Sounds.RateHz).Extract(Counted(sound, () => onePass++)).Functionals.ToArray();
        var actual = new SetExtractor(Set, Sounds.RateHz, keptColumns * 63L * FrameGrid.FramesPerSecond).Extract(Counted(sound, () => passes++)).Functionals.ToArray();
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(1, onePass);
        Assert.Equal(Math.Ceiling((double)columnCount / Math.Max(1, keptColumns)), passes);
    }

    [Fact]
    public void Frames_come_in_one_pass()
    {
        var passes = 0;
        var frames = new SetExtractor(Set with { Frames = true, DeltaOrder = 1 }, Sounds.RateHz, mostValues: 0).Extract(Counted(Sound.Of(Long), () => passes++)).Frames;
        Assert.Equal(1, passes);
        Assert.Equal(63 * FrameGrid.FramesPerSecond, frames.Rows, 2.0);
    }

    [Fact]
    public void A_recording_that_changes_between_passes_is_refused()
    {
        var passes = 0;
        var error = Assert.Throws<BadInputException>(() => new SetExtractor(Set, Sounds.RateHz, mostValues: 0).Extract(Shrinking()));
        Assert.Contains("extract again when nothing writes to the recording", error.Message, StringComparison.Ordinal);

        IEnumerable<Stretch> Shrinking()
        {
            yield return new Stretch(passes++ == 0 ? Long : Long.Slice(0, 5), 0, null);
        }
    }

    [Fact]
    public void Every_column_is_kept_whole_in_one_of_the_passes()
    {
        var contours = new Contours(Columns, MostValues);
        var seen = new List<int>();
        var contour = new float[Stretches * FramesPerStretch];
        for (var isFirst = true; isFirst || contours.First > 0; isFirst = false)
        {
            if (!isFirst) contours.BeginPass();
            Fill(contours);
            for (var column = contours.First; column < contours.End; column++)
            {
                seen.Add(column);
                contours.CopyTo(column, contour);
                for (var frame = 0; frame < contour.Length; frame++) Assert.Equal(Value(column, frame), contour[frame]);
            }
        }

        Assert.Equal(Enumerable.Range(0, Columns), seen.Order());
    }

    [Fact]
    public void No_more_is_kept_than_is_allowed_and_what_is_free_is_taken_again()
    {
        _ = Allocated(GatherAll);
        // What a stretch brings is there for a moment beside the rest.
        const long MostBytes = sizeof(float) * (MostValues + Columns * FramesPerStretch);
        Assert.InRange(Allocated(GatherAll), MostBytes / 2, (long)(1.15 * MostBytes));

        static void GatherAll()
        {
            var contours = new Contours(Columns, MostValues);
            Fill(contours);
            while (contours.First > 0)
            {
                contours.BeginPass();
                Fill(contours);
            }
        }
    }

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Fill(Contours contours)
    {
        using var borrowed = new Borrowed<float>(Columns * (FramesPerStretch + 2 * Surroundings));
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var frameCount = FramesPerStretch + 2 * Surroundings;
            var values = borrowed.Span[..((contours.End - contours.First) * frameCount)];
            for (var i = 0; i < values.Length; i++) values[i] = Value(contours.First + i / frameCount, stretch * FramesPerStretch + i % frameCount - Surroundings);
            contours.Add(values, frameCount, (Surroundings, FramesPerStretch));
            Assert.True(contours.ValueCount <= MostValues);
        }
    }

    private static float Value(int column, int frame) => column * 100_000 + frame;

    private static IEnumerable<Stretch> Counted(Sound sound, Action count)
    {
        count();
        foreach (var stretch in sound) yield return stretch;
    }
}
