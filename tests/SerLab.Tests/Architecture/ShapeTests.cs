using SerLab.Tests.Architecture.Planted.Models;

namespace SerLab.Tests.Architecture;

public class ShapeTests
{
    private static readonly IReadOnlyList<Type> LibraryTypes = ShapeRules.Written(typeof(Catalog).Assembly, "SerLab");
    private static readonly IReadOnlyList<Type> PlantedTypes = ShapeRules.Written(typeof(ShapeTests).Assembly, typeof(GainHelper).Namespace!);

    [Fact]
    public void Classes_are_sealed_abstract_or_static() => Rule.Holds(ShapeRules.OpenClasses(LibraryTypes));

    [Fact]
    public void No_static_is_writable() => Rule.Holds(ShapeRules.WritableStatics(LibraryTypes));

    [Fact]
    public void Trained_and_prepared_things_have_readonly_fields() => Rule.Holds(ShapeRules.WritableProducts(LibraryTypes, ShapeRules.Products(LibraryTypes)));

    [Fact]
    public void Interfaces_have_at_most_two_members() => Rule.Holds(ShapeRules.WideInterfaces(LibraryTypes));

    [Fact]
    public void Type_names_say_what_the_type_is() => Rule.Holds(ShapeRules.EmptyNames(LibraryTypes));

    [Fact]
    public void The_products_are_what_the_families_make()
    {
        var products = ShapeRules.Products(LibraryTypes);
        Assert.Superset(
            new HashSet<Type>
            {
                typeof(global::SerLab.Audio.IRecording), typeof(global::SerLab.Corpora.Corpus), typeof(global::SerLab.Enhancement.IEnhancer),
                typeof(global::SerLab.Features.IFeatureExtractor), typeof(global::SerLab.Models.IClassifier), typeof(global::SerLab.Models.INormaliser),
            },
            products.ToHashSet());
        Assert.Contains(typeof(IPlantedProduct), ShapeRules.Products(PlantedTypes));
    }

    [Fact]
    public void An_open_class_is_found() => Assert.Equal([$"{typeof(GainHelper)} can be derived from; make it sealed, abstract or static"], ShapeRules.OpenClasses(PlantedTypes).Where(IsNoRecipe));

    [Fact]
    public void Writable_statics_are_found_and_constants_tables_and_cached_lambdas_are_not()
    {
        var names = ShapeRules.WritableStatics(PlantedTypes).Select(sentence => sentence.Split(' ')[0].Split('.')[^1]);
        Assert.Equal(["Cache", "Calls", "Name"], names.Order());
        Assert.NotEqual(0, GainHelper.Doubled()(GainHelper.Limit));
    }

    [Fact]
    public void Products_that_can_change_are_found_and_readonly_ones_are_not()
    {
        var sentences = ShapeRules.WritableProducts(PlantedTypes, ShapeRules.Products(PlantedTypes)).ToArray();
        Assert.Contains($"{typeof(CapturesParameter)}.gain can change after construction; assign the captured primary-constructor parameter to a readonly field", sentences);
        Assert.Contains($"{typeof(CountsCalls)}.calls can change after construction; make it readonly", sentences);
        Assert.Contains($"{typeof(HasSetter)}.Gain can change after construction; drop the property's setter", sentences);
        Assert.Contains($"{typeof(Counter)}.count can change after construction; make it readonly", sentences);
        Assert.Equal(4, sentences.Length);
    }

    [Fact]
    public void Scratch_of_a_thread_may_change() =>
        Assert.Empty(ShapeRules.WritableProducts([typeof(KeepsStill), typeof(Counter)], [typeof(IPlantedProduct)]));

    [Fact]
    public void A_wide_interface_is_found() => Assert.Equal([$"{typeof(IWide)} has 3 members; an interface has at most two"], ShapeRules.WideInterfaces(PlantedTypes));

    [Fact]
    public void An_empty_word_in_a_name_is_found_and_a_longer_word_is_not() =>
        Assert.Equal([$"{typeof(GainHelper)} has \"Helper\" in its name; name what it is, with a noun of the field"], ShapeRules.EmptyNames(PlantedTypes));

    private static bool IsNoRecipe(string sentence) => !sentence.Contains("Options", StringComparison.Ordinal);
}
