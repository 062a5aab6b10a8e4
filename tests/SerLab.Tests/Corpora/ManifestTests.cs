using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>Tables of utterances, good and bad.</summary>
public sealed class ManifestTests
{
    private const string Good = """
        path,start,end,label,speaker,gender,text,language,votes,x_room
        a.wav,,,anger,anna,female,"Hello, you",en,anger=3;neutral=1,kitchen
        sub\b.wav,0.5,1.25,neutral,ben,m,,,,
        sub/b.wav,1.25,,sadness,ben,,,,,

        """;

    [Fact]
    public void Reads_all_columns_of_a_CSV()
    {
        using var tree = new TempTree("talk/a.wav", "talk/sub/b.wav");
        tree.Write("talk/manifest.csv", "\uFEFF" + Good);
        var corpus = new ManifestOptions(tree["talk"]).Load();
        Assert.Equal("talk", corpus.Name);
        Assert.False(corpus.IsSynthetic);
        Assert.Equal(["a", "sub/b@0.5-1.25", "sub/b@1.25-"], corpus.Utterances.Select(utterance => utterance.Id));
        var (first, second, third) = (corpus.Utterances[0], corpus.Utterances[1], corpus.Utterances[2]);
        Assert.Equal(("anger", "talk/anna", Gender.Female, "Hello, you", "en"), (first.Label, first.Speaker, first.Gender, first.Text, first.Language));
        Assert.Equal((3.0, 1.0), (first.Votes!["anger"], first.Votes["neutral"]));
        Assert.Equal((0, null), (first.StartSeconds, first.EndSeconds));
        Assert.Equal((0.5, 1.25, Gender.Male), (second.StartSeconds, second.EndSeconds, second.Gender));
        Assert.Equal((1.25, null, null, null), (third.StartSeconds, third.EndSeconds, third.Text, third.Votes));
        Assert.Equal(tree["talk/sub/b.wav"], second.Recording.Location);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void Reads_the_separators_that_spreadsheets_write(char separator)
    {
        using var tree = new TempTree("a.wav");
        var path = tree.Write("my.csv", "path,label,speaker,votes\na.wav,anger,anna,\"anger=3;fear=1\"\n".Replace(',', separator));
        var corpus = new ManifestOptions(path).Load();
        Assert.Equal(("my", "my/anna", 2), (corpus.Name, corpus.Utterances[0].Speaker, corpus.Utterances[0].Votes!.Count));
    }

    [Fact]
    public void Reads_JSON_lines()
    {
        using var tree = new TempTree("a.wav", "b.wav");
        tree.Write("manifest.jsonl", """
            {"path": "a.wav", "label": "anger", "speaker": 7, "votes": {"anger": 3, "fear": 0.5}, "start": 0.25, "synthetic": true}

            {"path": "b.wav", "label": "fear", "speaker": "8", "id": "second", "corpus": "other", "text": null}
            """);
        var corpus = new ManifestOptions(tree.Path).Load();
        Assert.True(corpus.IsSynthetic);
        Assert.Equal(["a@0.25-", "second"], corpus.Utterances.Select(utterance => utterance.Id));
        Assert.Equal((3.0, 0.5, 0.25), (corpus.Utterances[0].Votes!["anger"], corpus.Utterances[0].Votes!["fear"], corpus.Utterances[0].StartSeconds));
        Assert.EndsWith("/7", corpus.Utterances[0].Speaker);
        Assert.Equal(("other", "other/8", null), (corpus.Utterances[1].Corpus, corpus.Utterances[1].Speaker, corpus.Utterances[1].Text));
    }

    [Fact]
    public void A_given_name_is_every_rows_corpus()
    {
        using var tree = new TempTree("a.wav");
        var path = tree.Write("my.csv", "path,label,speaker,corpus\na.wav,anger,anna,old\n");
        Assert.Equal("old/anna", new ManifestOptions(path).Load().Utterances[0].Speaker);
        Assert.Equal("new/anna", new ManifestOptions(path, "new").Load().Utterances[0].Speaker);
    }

    [Theory]
    [InlineData("path,label\na.wav,anger\n", "(line 1): speaker is missing; every row needs path, label, speaker (who speaks is never guessed).")]
    [InlineData("path,label,speker\na.wav,anger,x\n", "unknown column \"speker\"; did you mean \"speaker\"?")]
    [InlineData("path,label,speaker,age\na.wav,anger,x,9\n", "To keep a column of your own, call it x_age.")]
    [InlineData("path,label,speaker,label\na.wav,anger,x,y\n", "the column label is there twice; keep one.")]
    [InlineData("path,label,speaker\na.wav,anger,x\na.wav,,x\n", "(line 3): label is empty; every row needs one.")]
    [InlineData("path,label,speaker\na.wav,anger\n", "(line 2): 2 cells, but the header has 3")]
    [InlineData("path,label,speaker\na.wav,an\"ger,x\n", "(line 2): not readable as separated values")]
    [InlineData("path,label,speaker\n", "the manifest has no rows; write one per utterance.")]
    [InlineData("", "the manifest has no rows; write one per utterance.")]
    [InlineData("path,label,speaker,start\na.wav,anger,x,-1\n", "start is \"-1\"; write seconds from the recording's start")]
    [InlineData("path,label,speaker,start,end\na.wav,anger,x,2,1.5\n", "end is 1.5, not after start 2")]
    [InlineData("path,label,speaker,gender\na.wav,anger,x,w\n", "gender is \"w\"; write female, male, other or unknown.")]
    [InlineData("path,label,speaker,votes\na.wav,anger,x,anger:3\n", "write each label once with its votes, as anger=3;neutral=1.")]
    [InlineData("path,label,speaker,synthetic\na.wav,anger,x,maybe\n", "write true or false.")]
    [InlineData("path,label,speaker\na.wav,anger,x\nno.wav,anger,x\n", "1 recordings are not there")]
    [InlineData("path,label,speaker\na.wav,anger,x\na.wav,fear,x\n", "the id \"a\" is there twice")]
    public void Says_what_is_wrong_and_where(string text, string expected)
    {
        using var tree = new TempTree("a.wav");
        var path = tree.Write("my.csv", text);
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => new ManifestOptions(path).Load()).Message);
    }

    [Theory]
    [InlineData("{\"path\": \"a.wav\",\n", "(line 1): not JSON; write one object per line")]
    [InlineData("[1]\n", "(line 1): not an object")]
    [InlineData("{\"path\": \"a.wav\", \"label\": \"x\"}\n", "(line 1): speaker is missing")]
    public void Says_what_is_wrong_in_JSON_lines(string text, string expected)
    {
        using var tree = new TempTree("a.wav");
        var path = tree.Write("my.jsonl", text);
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => new ManifestOptions(path).Load()).Message);
    }

    [Fact]
    public void Says_when_a_folder_has_no_manifest_or_two()
    {
        using var tree = new TempTree("a.wav");
        Assert.Contains("neither manifest.csv nor manifest.jsonl is in this folder", Refusal(tree.Path));
        tree.Write("manifest.csv", "");
        tree.Write("manifest.jsonl", "");
        Assert.Contains("both manifest.csv and manifest.jsonl are in this folder", Refusal(tree.Path));
        Assert.Contains("there is no such file or folder", Refusal(tree["none"]));

        static string Refusal(string path) => Assert.Throws<BadInputException>(() => new ManifestOptions(path).Load()).Message;
    }
}
