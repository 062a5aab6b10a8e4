using System.Reflection;
using System.Reflection.Emit;

namespace SerLab.Tests.Options;

public class CatalogTests
{
    [Fact]
    public void A_plug_in_brings_its_kinds_and_the_built_in_ones_stay()
    {
        Assert.Equal(["mix", "plug", "sample", "tone"], TestKinds.Catalog.KindsOf(typeof(SoundOptions)).Select(entry => entry.Name));
        Assert.Empty(Catalog.BuiltIn.KindsOf(typeof(SoundOptions)));
        Assert.Empty(Catalog.BuiltIn.Families.Except(TestKinds.Catalog.Families));
        Assert.Contains(typeof(SoundOptions), TestKinds.Catalog.Families);
    }

    [Fact]
    public void Taking_a_plug_in_twice_changes_nothing() => Assert.Same(TestKinds.Catalog, TestKinds.Catalog.With(typeof(CatalogTests).Assembly));

    [Fact]
    public void A_kind_is_found_by_name()
    {
        var entry = TestKinds.Catalog.Find(typeof(SoundOptions), "tone");
        Assert.Equal(new CatalogEntry("tone", typeof(ToneOptions), "a steady tone, for tests"), entry);
    }

    [Fact]
    public void An_unknown_kind_is_answered_with_the_nearest()
    {
        var wrong = Assert.Throws<OptionsException>(() => TestKinds.Catalog.Find(typeof(SoundOptions), "sampel"));
        Assert.Equal("sound: unknown kind \"sampel\"; did you mean \"sample\"? Known: mix, plug, sample, tone.", wrong.Message);
    }

    [Fact]
    public void A_plug_in_that_brings_a_known_kind_is_refused()
    {
        var wrong = Assert.Throws<OptionsException>(() => TestKinds.Catalog.With(PlugIn("tone")));
        Assert.Equal("PlugIn: kind \"tone\" is there twice (PlugIn.Sound, SerLab.Tests.Options.ToneOptions); rename the plug-in's.", wrong.Message);
    }

    [Fact]
    public void A_plug_in_with_a_new_kind_is_read_from_JSON()
    {
        var catalog = TestKinds.Catalog.With(PlugIn("chirp"));
        var recipe = new RecipeJson(catalog).Read<SoundOptions>("\"chirp\"", "a.json");
        Assert.Equal(("chirp", "PlugIn.Sound"), (recipe.Kind, recipe.GetType().FullName));
        Assert.DoesNotContain(TestKinds.Catalog.KindsOf(typeof(SoundOptions)), entry => entry.Name == "chirp");
    }

    [Fact]
    public void A_recipe_without_a_kind_says_what_is_missing() =>
        Assert.Equal("SoundOptions has no [Kind]; put [Kind(\"name\", \"summary\")] on it.", Assert.Throws<InvalidOperationException>(() => KindAttribute.Of(typeof(SoundOptions))).Message);

    // An assembly with one kind of sound, made while the test runs.
    private static Assembly PlugIn(string kind)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("PlugIn"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("PlugIn").DefineType("PlugIn.Sound", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PlugOptions));
        type.SetCustomAttribute(new CustomAttributeBuilder(typeof(KindAttribute).GetConstructor([typeof(string), typeof(string)])!, [kind, "made while a test runs"]));
        type.CreateType();
        return assembly;
    }
}
