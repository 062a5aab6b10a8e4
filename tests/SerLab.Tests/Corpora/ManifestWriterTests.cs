using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>A written corpus reads back the same, or is not there at all.</summary>
public sealed class ManifestWriterTests
{
    [Fact]
    public void Reads_back_what_was_written()
    {
        using var tree = new TempTree();
        var votes = new Dictionary<string, double> { ["fear"] = 0.5, ["anger"] = 3 };
        Utterance[] utterances =
        [
            Voices.Utterance("a/1", "anger", "test/anna", Voices.Speak(1), "Hello, \"you\"") with { Gender = Gender.Female, Language = "en", Votes = votes },
            Voices.Utterance("b:2?", "fear", "test/ben", Voices.Speak(2)) with { StartSeconds = 0.5, EndSeconds = 1 },
            Voices.Utterance("b:2*", "fear", "test/ben", Voices.Speak(3)),
            Voices.Utterance("../up", "fear", "test/ben", Voices.Speak(4)),
        ];
        ManifestWriter.Write(tree["out"], new Corpus("test", utterances, isSynthetic: true), ChannelMix.Mean, WavFormat.Float32, threads: 2, default);
        var read = new ManifestOptions(tree["out"]).Load();
        Assert.Equal(("test", true), (read.Name, read.IsSynthetic));
        Assert.Equal(["../up", "a/1", "b:2*", "b:2?"], read.Utterances.Select(utterance => utterance.Id));
        foreach (var (written, again) in utterances.OrderBy(utterance => utterance.Id, StringComparer.Ordinal).Zip(read.Utterances))
        {
            Assert.Equal((written.Label, written.Speaker, written.Gender, written.Text, written.Language, written.Corpus), (again.Label, again.Speaker, again.Gender, again.Text, again.Language, again.Corpus));
            Assert.Equal(written.Votes?.OrderBy(vote => vote.Key), again.Votes?.OrderBy(vote => vote.Key));
            Assert.Equal(ClipHash.Of(written.Read(ChannelMix.Mean)), ClipHash.Of(again.Read(ChannelMix.Mean)));
            Assert.StartsWith(tree["out"], again.Recording.Location);
        }
    }

    [Fact]
    public void Leaves_nothing_behind_when_an_utterance_cannot_be_read()
    {
        using var tree = new TempTree();
        var corpus = new Corpus("test", [Voices.Utterance("a", "anger", "test/x", Voices.Speak(1)), Voices.Utterance("b", "anger", "test/x")], isSynthetic: false);
        Assert.Throws<BadInputException>(() => ManifestWriter.Write(tree["out"], corpus, ChannelMix.Mean, WavFormat.Pcm16, threads: 1, default));
        Assert.Empty(Directory.GetFileSystemEntries(tree.Path));
    }

    [Fact]
    public void Leaves_nothing_behind_when_stopped()
    {
        using var tree = new TempTree();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var corpus = new Corpus("test", [Voices.Utterance("a", "anger", "test/x", Voices.Speak(1))], isSynthetic: false);
        Assert.Throws<OperationCanceledException>(() => ManifestWriter.Write(tree["out"], corpus, ChannelMix.Mean, WavFormat.Pcm16, threads: 1, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(tree.Path));
    }

    [Fact]
    public void Refuses_a_folder_that_is_in_use_and_takes_an_empty_one()
    {
        using var tree = new TempTree("used/old.txt");
        var corpus = new Corpus("test", [Voices.Utterance("a", "anger", "test/x", Voices.Speak(1))], isSynthetic: false);
        Assert.Contains("is not empty; give a folder that does not exist yet", Refusal(tree["used"]));
        Assert.Contains("is a file; give a folder", Refusal(tree["used/old.txt"]));
        Assert.Contains("cannot be written", Refusal(tree["used/old.txt/below"]));
        Directory.CreateDirectory(tree["empty"]);
        ManifestWriter.Write(tree["empty"] + "/", corpus, ChannelMix.Mean, WavFormat.Pcm16, threads: 1, default);
        Assert.Single(new ManifestOptions(tree["empty"]).Load().Utterances);

        string Refusal(string folder) => Assert.Throws<BadInputException>(() => ManifestWriter.Write(folder, corpus, ChannelMix.Mean, WavFormat.Pcm16, threads: 1, default)).Message;
    }
}
