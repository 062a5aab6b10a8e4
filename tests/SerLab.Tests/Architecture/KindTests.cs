using SerLab.Tests.Architecture.Planted.Models;

namespace SerLab.Tests.Architecture;

public class KindTests
{
    private static readonly IReadOnlyList<Type> LibraryTypes = ShapeRules.Written(typeof(Catalog).Assembly, "SerLab");
    private static readonly IReadOnlyList<CatalogEntry> Entries = [.. Catalog.BuiltIn.Families.SelectMany(Catalog.BuiltIn.KindsOf)];

    [Fact]
    public void Every_kind_has_a_word_and_a_summary_of_its_own() => Rule.Holds(RecipeRules.Names(Entries));

    [Fact]
    public void Every_recipe_has_a_kind() => Rule.Holds(RecipeRules.Kindless(LibraryTypes));

    [Fact]
    public void No_setting_can_be_changed_in_place() => Rule.Holds(RecipeRules.WritableSettings(LibraryTypes));

    [Fact]
    public void Every_recipe_with_its_defaults_is_valid_and_survives_JSON() => Rule.Holds(RecipeRules.Defaults(Entries, RecipeJson.BuiltIn));

    [Theory]
    [InlineData(typeof(BadNameOptions), "not lower-case words")]
    [InlineData(typeof(SilentOptions), "does not say in one line")]
    [InlineData(typeof(OpenOptions), "is not sealed")]
    public void A_kind_that_breaks_a_rule_is_found(Type recipe, string expected)
    {
        var sentence = Assert.Single(RecipeRules.Names([Entry(recipe)]));
        Assert.Contains(recipe.Name, sentence, StringComparison.Ordinal);
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_is_no_record_and_a_kind_that_is_there_twice_are_found()
    {
        Assert.Contains($"{typeof(string)} is not a record", RecipeRules.Names([new CatalogEntry("text", typeof(string), "is not a record at all")]));
        Assert.Contains("the kind \"planted-good\" is there 2 times", Assert.Single(RecipeRules.Names([Entry(typeof(GoodOptions)), Entry(typeof(GoodOptions))])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_without_a_kind_is_found() => Assert.Equal([$"{typeof(KindlessOptions)} has no [Kind]"], RecipeRules.Kindless([typeof(KindlessOptions), typeof(GoodOptions), typeof(PlantedKindOptions)]));

    [Fact]
    public void A_writable_setting_is_found() => Assert.Equal([$"{typeof(WritableOptions)}.Gain can be set after construction; use init"], RecipeRules.WritableSettings([typeof(WritableOptions), typeof(GoodOptions)]));

    [Theory]
    [InlineData(typeof(RefusingOptions), "its own defaults are not valid: Gain is -1; use a value above 0.")]
    [InlineData(typeof(LosingOptions), "the setting Hidden is not written")]
    public void Defaults_that_break_a_rule_are_found(Type recipe, string expected) =>
        Assert.Equal([$"{recipe}: {expected}"], RecipeRules.Defaults([Entry(recipe)], PlantedJson()));

    [Fact]
    public void A_good_kind_is_left_alone()
    {
        Assert.Empty(RecipeRules.Names([Entry(typeof(GoodOptions))]));
        Assert.Empty(RecipeRules.Defaults([Entry(typeof(GoodOptions)), Entry(typeof(NeedyOptions))], PlantedJson()));
        Assert.Equal(new GoodOptions(), RecipeRules.WithDefaults(typeof(GoodOptions)));
        Assert.Null(RecipeRules.WithDefaults(typeof(NeedyOptions)));
    }

    private static RecipeJson PlantedJson() => new(Catalog.BuiltIn.With(typeof(KindTests).Assembly));

    private static CatalogEntry Entry(Type recipe) => new(KindAttribute.Of(recipe).Name, recipe, KindAttribute.Of(recipe).Summary);
}
