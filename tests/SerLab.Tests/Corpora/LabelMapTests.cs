using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>Labels into other labels.</summary>
public sealed class LabelMapTests
{
    private static readonly Corpus Some = new("some", "anger calm neutral surprise".Split(' ').Select((label, index) => Voices.Utterance($"{index}", label, "test/x")), isSynthetic: true);

    [Fact]
    public void Maps_drops_and_keeps()
    {
        var mapped = new LabelMap(new Dictionary<string, string?> { ["calm"] = "neutral", ["surprise"] = null }).Apply(Some);
        Assert.Equal(["0 anger", "1 neutral", "2 neutral"], mapped.Utterances.Select(utterance => $"{utterance.Id} {utterance.Label}"));
        Assert.Equal(("some", true), (mapped.Name, mapped.IsSynthetic));
        Assert.Equal("calm", Some.Utterances[1].Label);
    }

    [Fact]
    public void A_star_says_what_becomes_of_all_others()
    {
        var mapped = new LabelMap(new Dictionary<string, string?> { ["anger"] = "anger", ["*"] = "rest" }).Apply(Some);
        Assert.Equal(["anger", "rest", "rest", "rest"], mapped.Utterances.Select(utterance => utterance.Label));
        Assert.Single(new LabelMap(new Dictionary<string, string?> { ["anger"] = "anger", ["*"] = null }).Apply(Some).Utterances);
    }

    [Fact]
    public void Names_the_nearest_label_when_a_source_is_unknown()
    {
        var map = new LabelMap(new Dictionary<string, string?> { ["calmness"] = "neutral", ["suprise"] = null });
        var problems = Assert.Throws<OptionsException>(() => map.Apply(Some)).Problems;
        Assert.Equal(2, problems.Count);
        Assert.Contains("unknown label \"calmness\"; did you mean \"calm\"?", problems[0]);
        Assert.Contains("did you mean \"surprise\"?", problems[1]);
    }

    [Fact]
    public void Refuses_to_leave_everything_out()
    {
        Assert.Contains("every label (anger, calm, neutral, surprise) is left out; map at least one", Assert.Throws<OptionsException>(() => new LabelMap(new Dictionary<string, string?> { ["*"] = null }).Apply(Some)).Message);
        Assert.Contains("the map is empty", Assert.Throws<OptionsException>(() => new LabelMap(new Dictionary<string, string?>())).Message);
    }

    [Fact]
    public void Votes_follow_their_labels()
    {
        var votes = new Dictionary<string, double> { ["neutral"] = 2, ["calm"] = 3, ["surprise"] = 5, ["anger"] = 1 };
        var corpus = new Corpus("c", [Voices.Utterance("a", "calm", "test/x") with { Votes = votes }], isSynthetic: false);
        var mapped = LabelMap.Named("seven").Apply(corpus).Utterances[0];
        Assert.Equal("neutral", mapped.Label);
        Assert.Equal(["anger=1", "neutral=5"], mapped.Votes!.OrderBy(vote => vote.Key).Select(vote => $"{vote.Key}={vote.Value}"));
    }

    [Theory]
    [InlineData("seven", "anger", "anger")]
    [InlineData("seven", "Angry", "anger")]
    [InlineData("seven", "boredom", "boredom")]
    [InlineData("seven", "joy", "happiness")]
    [InlineData("seven", "calm", "neutral")]
    [InlineData("seven", "surprise", null)]
    [InlineData("six", "boredom", null)]
    [InlineData("six", "fearful", "fear")]
    [InlineData("four", "fear", null)]
    [InlineData("four", "SAD", "sadness")]
    public void Ready_made_maps_do_what_they_document(string map, string label, string? target) => Assert.Equal(target, LabelMap.Named(map).Target(label));

    [Fact]
    public void Is_a_dictionary_or_a_word_in_JSON()
    {
        var own = RecipeJson.BuiltIn.Read<CorpusOptions>("""{ "kind": "relabelled", "corpus": { "kind": "tess", "path": "t" }, "labels": { "surprise": null, "fear": "fear" } }""", "spec");
        Assert.Equal([new("fear", "fear"), new("surprise", null)], Assert.IsType<RelabelledOptions>(own).Labels.Targets);
        var again = RecipeJson.BuiltIn.Read<CorpusOptions>(RecipeJson.BuiltIn.Write(own), "spec");
        Assert.Equal(((RelabelledOptions)own).Labels.Targets, ((RelabelledOptions)again).Labels.Targets);
        var named = RecipeJson.BuiltIn.Read<CorpusOptions>("""{ "kind": "relabelled", "corpus": { "kind": "tess", "path": "t" }, "labels": "four" }""", "spec");
        Assert.Contains("\"labels\": \"four\"", RecipeJson.BuiltIn.Write(named));
        Assert.Contains("did you mean \"seven\"?", Assert.Throws<OptionsException>(() => RecipeJson.BuiltIn.Read<CorpusOptions>("""{ "kind": "relabelled", "corpus": { "kind": "tess", "path": "t" }, "labels": "sevn" }""", "spec")).Message);
    }

    [Fact]
    public void A_relabelled_corpus_loads_with_other_labels()
    {
        using var tree = new TempTree("OAF_back_ps.wav", "OAF_back_sad.wav");
        Assert.Equal(["sadness"], new RelabelledOptions(new TessOptions(tree.Path), LabelMap.Named("seven")).Load().Utterances.Select(utterance => utterance.Label));
        Assert.Contains("Corpus (tess): Path is empty", Assert.Throws<OptionsException>(new RelabelledOptions(new TessOptions(""), LabelMap.Named("seven")).Validate).Message);
    }
}
