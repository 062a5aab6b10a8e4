using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>A folder per label, with speakers that somebody states.</summary>
public sealed class FolderPerLabelTests
{
    [Fact]
    public void Takes_the_speaker_from_the_folder_below_the_label()
    {
        using var tree = new TempTree("Angry/anna/one.wav", "Angry/ben/one.wav", "Happy/anna/day 1/two.flac");
        Assert.Equal(["Angry/anna/one Angry my/anna", "Angry/ben/one Angry my/ben", "Happy/anna/day 1/two Happy my/anna"], Told(new FolderPerLabelOptions(tree.Path, Name: "my")));
    }

    [Fact]
    public void Takes_the_speaker_from_the_folder_above_the_label()
    {
        using var tree = new TempTree("anna/Angry/one.wav", "ben/Happy/two.wav");
        Assert.Equal(["anna/Angry/one Angry my/anna", "ben/Happy/two Happy my/ben"], Told(new FolderPerLabelOptions(tree.Path, SpeakerSource.FolderAboveLabel, Name: "my")));
    }

    [Fact]
    public void Takes_the_speaker_from_a_pattern()
    {
        using var tree = new TempTree("Angry/s01_1.wav", "Happy/s02_1.wav");
        var options = RecipeJson.BuiltIn.Read<CorpusOptions>(
            $$"""{ "kind": "folder-per-label", "path": {{System.Text.Json.JsonSerializer.Serialize(tree.Path)}}, "speakers": "pattern", "speakerPattern": "/(?<speaker>s\\d+)_", "name": "my" }""", "spec");
        Assert.Equal(["Angry/s01_1 Angry my/s01", "Happy/s02_1 Happy my/s02"], Told(options));
    }

    [Fact]
    public void Never_invents_a_speaker_but_says_what_can_be_done()
    {
        using var tree = new TempTree("Angry/one.wav", "Happy/anna/two.wav");
        var refusal = Assert.Throws<BadInputException>(() => new FolderPerLabelOptions(tree.Path).Load()).Message;
        Assert.Contains("the speaker of 1 of 2 recordings is not known: Angry/one.", refusal);
        Assert.Contains("Put a folder per speaker below each label", refusal);
        Assert.Contains("speakers \"each-file\" goes on without knowing", refusal);
        Assert.Contains("the speaker of 2 of 2", Assert.Throws<BadInputException>(() => new FolderPerLabelOptions(tree.Path, SpeakerSource.Pattern, "(?<speaker>x+)$").Load()).Message);
    }

    [Fact]
    public void Counts_each_file_as_a_speaker_when_told_to_and_warns()
    {
        using var tree = new TempTree("Angry/one.wav", "Happy/one.wav");
        var corpus = new FolderPerLabelOptions(tree.Path, SpeakerSource.EachFile, Name: "my").Load();
        Assert.Equal(["my/Angry/one", "my/Happy/one"], corpus.Utterances.Select(utterance => utterance.Speaker));
        Assert.Contains(CorpusInfo.Describe(corpus).Warnings, warning => warning.Contains("Every utterance has a speaker of its own"));
    }

    [Fact]
    public void Is_named_after_its_folder_unless_told_otherwise()
    {
        using var tree = new TempTree("calls/Angry/anna/one.wav");
        Assert.Equal("calls", new FolderPerLabelOptions(tree["calls"] + "/").Load().Name);
    }

    [Fact]
    public void Refuses_files_outside_a_label_folder()
    {
        using var tree = new TempTree("Angry/anna/one.wav", "two.wav");
        Assert.Contains("1 of 2 recordings lie outside a label folder: two.", Assert.Throws<BadInputException>(() => new FolderPerLabelOptions(tree.Path).Load()).Message);
    }

    [Fact]
    public void Refuses_patterns_that_cannot_work()
    {
        Assert.Contains("give both, or neither", Problem(new FolderPerLabelOptions("x", SpeakerPattern: "(?<speaker>a)")));
        Assert.Contains("give both, or neither", Problem(new FolderPerLabelOptions("x", SpeakerSource.Pattern)));
        Assert.Contains("without a group named speaker; write for example", Problem(new FolderPerLabelOptions("x", SpeakerSource.Pattern, "(a)")));
        Assert.Contains("not a regular expression", Problem(new FolderPerLabelOptions("x", SpeakerSource.Pattern, "(?<speaker>a")));

        static string Problem(Recipe recipe) => Assert.Throws<OptionsException>(recipe.Validate).Message;
    }

    private static IEnumerable<string> Told(CorpusOptions options) => options.Load().Utterances.Select(utterance => $"{utterance.Id} {utterance.Label} {utterance.Speaker}");
}
