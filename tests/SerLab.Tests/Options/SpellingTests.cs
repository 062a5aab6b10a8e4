namespace SerLab.Tests.Options;

public class SpellingTests
{
    [Theory]
    [InlineData("gmn", "gmm")]
    [InlineData("mgm", "gmm")]
    [InlineData("SVM", "svm")]
    [InlineData("vsm", "svm")]
    [InlineData("lstms", "lstm")]
    [InlineData("ltsm", "lstm")]
    [InlineData("majorty", "majority")]
    public void A_slip_is_answered_with_the_nearest_name(string slip, string meant) =>
        Assert.StartsWith($"unknown kind \"{slip}\"; did you mean \"{meant}\"? Known: ", Spelling.Unknown("kind", slip, ["gmm", "hmm", "lstm", "majority", "svm"]));

    [Fact]
    public void A_name_that_is_near_to_none_gets_the_list_alone() =>
        Assert.Equal("unknown column \"pitch\". Known: energy_db, loudness.", Spelling.Unknown("column", "pitch", ["energy_db", "loudness"]));

    [Fact]
    public void Where_nothing_is_known_the_cure_is_to_leave_it_out() =>
        Assert.Equal("unknown kind \"x\"; none is known here, so leave it out.", Spelling.Unknown("kind", "x", []));

    [Fact]
    public void A_family_is_called_by_its_words()
    {
        Assert.Equal("sound", Spelling.FamilyName(typeof(SoundOptions)));
        Assert.Equal("feature-set", Spelling.FamilyName(typeof(global::SerLab.Features.FeatureSetOptions)));
    }
}
