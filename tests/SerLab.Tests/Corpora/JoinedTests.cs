using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>Several corpora as one.</summary>
public sealed class JoinedTests
{
    [Fact]
    public void Keeps_ids_speakers_and_texts_of_corpora_apart()
    {
        using var tree = new TempTree("emodb/03a01Fa.wav", "savee/DC_a01.wav", "savee/DC_n01.wav");
        var corpus = new JoinedOptions([new EmoDbOptions(tree["emodb"]), new SaveeOptions(tree["savee"])], "both").Load();
        Assert.Equal("both", corpus.Name);
        Assert.Equal(
            ["emodb/03a01Fa emodb emodb/03 emodb/a01", "savee/DC_a01 savee savee/DC savee/a01", "savee/DC_n01 savee savee/DC savee/n01"],
            corpus.Utterances.Select(utterance => $"{utterance.Id} {utterance.Corpus} {utterance.Speaker} {utterance.Text}"));
    }

    [Fact]
    public void Is_synthetic_when_a_part_is()
    {
        using var tree = new TempTree("e/03a01Fa.wav", "m/a.wav");
        tree.Write("m/manifest.csv", "path,label,speaker,synthetic\na.wav,anger,x,true\n");
        Assert.True(new JoinedOptions([new EmoDbOptions(tree["e"]), new ManifestOptions(tree["m"])]).Load().IsSynthetic);
    }

    [Fact]
    public void Refuses_two_corpora_of_one_name_and_fewer_than_two()
    {
        using var tree = new TempTree("03a01Fa.wav");
        var part = new EmoDbOptions(tree.Path);
        Assert.Contains("two corpora are named \"emodb\"", Assert.Throws<BadInputException>(() => new JoinedOptions([part, part]).Load()).Message);
        var problems = Assert.Throws<OptionsException>(new JoinedOptions([new TessOptions("")], "").Validate).Problems;
        Assert.Equal(["Corpora has 1 entries; join at least 2.", "Name is empty; write a word.", "Corpora[0] (tess): Path is empty; give TESS's folder."], problems);
    }
}
