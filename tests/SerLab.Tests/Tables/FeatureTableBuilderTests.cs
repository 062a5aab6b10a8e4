using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Features.Sets;
using SerLab.Tables;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Tables;

public sealed class FeatureTableBuilderTests
{
    private static readonly FrontEnd FrontEnd = new(16000, ChannelMix.Mean, [], new MfccSetOptions());

    [Fact]
    public void One_thread_or_many_give_the_same_table()
    {
        var one = new FeatureTableBuilder(1, null, BadFilePolicy.Fail, null) { Json = Toy.Json }.Build(new ToyCorpusOptions().Load(), FrontEnd, default).Table;
        var many = new FeatureTableBuilder(3, null, BadFilePolicy.Fail, null) { Json = Toy.Json }.Build(new ToyCorpusOptions().Load(), FrontEnd, default).Table;
        Assert.Equal(one.AllFrames.Span.ToArray(), many.AllFrames.Span.ToArray());
        Assert.Equal(one.Rows.Select(row => row.Id), many.Rows.Select(row => row.Id));
    }

    [Fact]
    public void A_second_build_takes_every_value_from_the_cache()
    {
        using var folder = new TempFolder();
        var builder = new FeatureTableBuilder(2, new FeatureCache(folder.Path), BadFilePolicy.Fail, null);
        var first = builder.Build(new ToyCorpusOptions().Load(), FrontEnd, default).Table;

        // Planted proof that the second build reads the cache: one entry is changed behind its back.
        var entry = Directory.GetFiles(folder.Path, "*.npy", SearchOption.AllDirectories)[0];
        var (values, _) = Npy.ReadFloats(entry);
        values[0] = 12345;
        using (var stream = File.Create(entry)) Npy.Write(stream, values, values.Length);
        var second = builder.Build(new ToyCorpusOptions().Load(), FrontEnd, default).Table;
        Assert.Equal(1, first.AllFrames.Span.ToArray().Zip(second.AllFrames.Span.ToArray()).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void A_damaged_cache_entry_is_measured_again()
    {
        using var folder = new TempFolder();
        var builder = new FeatureTableBuilder(2, new FeatureCache(folder.Path), BadFilePolicy.Fail, null);
        var first = builder.Build(new ToyCorpusOptions().Load(), FrontEnd, default).Table;
        foreach (var entry in Directory.GetFiles(folder.Path, "*.npy", SearchOption.AllDirectories)) File.WriteAllText(entry, "not an array");
        Assert.Equal(first.AllFrames.Span.ToArray(), builder.Build(new ToyCorpusOptions().Load(), FrontEnd, default).Table.AllFrames.Span.ToArray());
    }

    [Fact]
    public void Other_settings_never_meet_an_old_cache_entry()
    {
        Assert.NotEqual(FrontEnd.Hash(Toy.Json), (FrontEnd with { SampleRateHz = 8000 }).Hash(Toy.Json));
        Assert.NotEqual(FrontEnd.Hash(Toy.Json), (FrontEnd with { Enhance = [new NoEnhancementOptions()] }).Hash(Toy.Json));
        Assert.NotEqual(FrontEnd.Hash(Toy.Json), (FrontEnd with { Features = new LogMelSetOptions() }).Hash(Toy.Json));
    }

    [Fact]
    public void A_bad_recording_stops_the_build_or_is_left_out_by_name_as_the_policy_says()
    {
        var good = new ToyCorpusOptions().Load();
        var bad = new Utterance("zz", new MemoryRecording("broken.wav", () => throw new BadInputException("broken.wav", "byte 0", "it is empty; record it again.")), "high", "toy/s0") { Corpus = "toy" };
        var corpus = new Corpus("toy", [.. good.Utterances, bad], true);
        var failed = Assert.Throws<BadInputException>(() => new FeatureTableBuilder(2, null, BadFilePolicy.Fail, null).Build(corpus, FrontEnd, default));
        Assert.Contains("broken.wav", failed.Message);
        var built = new FeatureTableBuilder(2, null, BadFilePolicy.Skip, null).Build(corpus, FrontEnd, default);
        Assert.Equal("zz", Assert.Single(built.Skipped).Id);
        Assert.Equal(good.Utterances.Count, built.Table.Rows.Count);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_not_held_against_the_recordings()
    {
        using var folder = new TempFolder();
        var cache = new FeatureCache(folder.Write("file", "not a folder"));
        var wrong = Assert.Throws<BadInputException>(() => new FeatureTableBuilder(2, cache, BadFilePolicy.Skip, null).Build(new ToyCorpusOptions().Load(), FrontEnd, default));
        Assert.Contains("file", wrong.Path);
    }

    [Fact]
    public void A_stopped_build_says_that_it_was_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new FeatureTableBuilder(2, null, BadFilePolicy.Fail, null).Build(new ToyCorpusOptions().Load(), FrontEnd, stop.Token));
    }
}
