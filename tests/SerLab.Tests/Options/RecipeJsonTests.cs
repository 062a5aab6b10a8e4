namespace SerLab.Tests.Options;

public class RecipeJsonTests
{
    [Fact]
    public void Comments_and_trailing_commas_are_read()
    {
        var spec = Read("""
            {
              // what it is called
              "title": "a", /* and what it is */ "first": { "kind": "tone", "partials": 3, },
            }
            """);
        Assert.Equal(new SoundSpec("a", new ToneOptions(Partials: 3)), spec);
    }

    [Fact]
    public void A_bare_word_is_the_kind_with_its_defaults_wherever_a_recipe_may_stand()
    {
        var spec = Read("""{ "title": "a", "first": "tone", "more": ["tone", { "kind": "mix", "parts": ["tone"], "room": "plug" }], "room": "plug" }""");
        Assert.Equal(new ToneOptions(), spec.First);
        Assert.Equal(new ToneOptions(), spec.More![0]);
        var mix = Assert.IsType<MixOptions>(spec.More[1]);
        Assert.Equal(new ToneOptions(), Assert.Single(mix.Parts));
        Assert.Equal((new PlugOptions(), new PlugOptions()), ((PlugOptions)mix.Room!, (PlugOptions)spec.Room!));
        Assert.Equal(new ToneOptions(), TestKinds.Json.Read<SoundOptions>("\"tone\"", "a.json"));
    }

    [Fact]
    public void The_kind_need_not_come_first() =>
        Assert.Equal(new ToneOptions(FrequencyHz: 5), Read("""{ "title": "a", "first": { "frequencyHz": 5, "kind": "tone" } }""").First);

    [Fact]
    public void Every_type_of_setting_survives_writing_and_reading()
    {
        var tone = new ToneOptions(1.5, 2, true, "ä\"<", Colour.DarkPink, -0.25) { Cycles = long.MaxValue };
        var spec = new SoundSpec("a", tone, [new SampleOptions("b.wav") { Channel = 2 }], null, new Dictionary<string, double> { ["x"] = 1e-300 });
        var written = TestKinds.Json.Write(spec);
        var back = Read(written);
        Assert.Equal(tone, back.First);
        Assert.Equal(spec.More![0], back.More![0]);
        Assert.Equal(1e-300, back.Gains!["x"]);
        Assert.Equal(written, TestKinds.Json.Write(back));
    }

    [Fact]
    public void A_recipe_is_written_with_its_kind_and_all_its_settings_whatever_type_the_writer_sees()
    {
        const string Expected = """
            {
              "kind": "tone",
              "frequencyHz": 440,
              "partials": 1,
              "loud": false,
              "name": "a",
              "colour": "white",
              "detuneHz": null,
              "cycles": 100
            }
            """;
        var tone = new ToneOptions();
        Assert.Equal(Expected.ReplaceLineEndings(), TestKinds.Json.Write(tone).ReplaceLineEndings());
        Assert.Equal(TestKinds.Json.Write(tone), TestKinds.Json.Write<SoundOptions>(tone));
        Assert.Equal(TestKinds.Json.Write(tone), TestKinds.Json.Write<Recipe>(tone));
    }

    [Fact]
    public void A_text_can_be_read_as_one_kind_alone()
    {
        Assert.Equal(new ToneOptions(Partials: 2), TestKinds.Json.Read<ToneOptions>("""{ "kind": "tone", "partials": 2 }""", "a.json"));
        Assert.Equal("a.json: the kind is \"plug\"; write \"tone\" here.", Message<ToneOptions>("\"plug\""));
    }

    [Theory]
    [InlineData("""{ "title": "a", "first": { "kind": "tone", "partails": 3 } }""", "a.json: $.first: unknown property \"partails\"; did you mean \"partials\"? Known: frequencyHz, partials, loud, name, colour, detuneHz, cycles.")]
    [InlineData("""{ "title": "a", "first": { "kind": "tone", "voices": 3 } }""", "a.json: $.first: unknown property \"voices\". Known: frequencyHz, partials, loud, name, colour, detuneHz, cycles.")]
    [InlineData("""{ "title": "a", "first": "tnoe" }""", "a.json: $.first: unknown kind \"tnoe\"; did you mean \"tone\"? Known: mix, plug, sample, tone.")]
    [InlineData("""{ "title": "a", "first": { "partials": 3 } }""", "a.json: $.first needs a \"kind\". Known: mix, plug, sample, tone.")]
    [InlineData("""{ "title": "a", "first": 3 }""", "a.json: $.first needs a \"kind\". Known: mix, plug, sample, tone.")]
    [InlineData("""{ "title": "a" }""", "a.json: $: \"first\" is missing; it has no default, so write one.")]
    [InlineData("""{ "title": "a", "first": "tone", "pause": "long" }""", "a.json: $.pause: unknown kind \"long\"; none is known here, so leave it out.")]
    public void Unknown_and_missing_names_are_refused_with_what_would_do(string json, string expected) => Assert.Equal(expected, Message<SoundSpec>(json));

    [Theory]
    [InlineData("\"frequencyHz\": \"high\"", "$.first.frequencyHz is \"high\"; write a finite number.")]
    [InlineData("\"frequencyHz\": 1e400", "$.first.frequencyHz is 1e400; write a finite number.")]
    [InlineData("\"detuneHz\": []", "$.first.detuneHz is a list; write a finite number.")]
    [InlineData("\"partials\": 2.5", "$.first.partials is 2.5; write a whole number from -2147483648 to 2147483647.")]
    [InlineData("\"partials\": 3000000000", "$.first.partials is 3000000000; write a whole number from -2147483648 to 2147483647.")]
    [InlineData("\"loud\": 1", "$.first.loud is 1; write true or false.")]
    [InlineData("\"name\": {}", "$.first.name is an object; write a text in quotation marks.")]
    [InlineData("\"name\": null", "$.first.name is null; write a value or leave it out.")]
    [InlineData("\"partials\": null", "$.first.partials is null; write a value or leave it out.")]
    [InlineData("\"colour\": \"drak-pink\"", "$.first.colour: unknown word \"drak-pink\"; did you mean \"dark-pink\"? Known: white, dark-pink.")]
    [InlineData("\"colour\": 1", "$.first.colour is 1; write one of: white, dark-pink.")]
    public void A_value_that_does_not_fit_is_refused_with_its_place_and_the_cure(string setting, string expected) =>
        Assert.Equal($"a.json: {expected}", Message<SoundSpec>($$"""{ "title": "a", "first": { "kind": "tone", {{setting}} } }"""));

    [Theory]
    [InlineData("\"more\": \"tone\"", "$.more is \"tone\"; write a list in square brackets.")]
    [InlineData("\"more\": [\"tone\", null]", "$.more[1] is null; write a value or take it out.")]
    [InlineData("\"gains\": [1]", "$.gains is a list; write an object in braces.")]
    [InlineData("\"gains\": { \"left\": true }", "$.gains.left is true; write a finite number.")]
    public void Lists_and_objects_are_not_taken_for_each_other(string property, string expected) =>
        Assert.Equal($"a.json: {expected}", Message<SoundSpec>($$"""{ "title": "a", "first": "tone", {{property}} }"""));

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        var wrong = Assert.Throws<OptionsException>(() => Read(
            """{ "titel": 1, "first": { "kind": "tone", "loud": "yes", "partials": "many" }, "more": [{ "kind": "sample" }, "flute", { "kind": "mix", "parts": [null] }] }"""));
        Assert.Equal(
            [
                "$: unknown property \"titel\"; did you mean \"title\"? Known: title, first, more, room, gains, pause.",
                "$.first.loud is \"yes\"; write true or false.",
                "$.first.partials is \"many\"; write a whole number from -2147483648 to 2147483647.",
                "$.more[0]: \"path\" is missing; it has no default, so write one.",
                "$.more[0]: \"channel\" is missing; it has no default, so write one.",
                "$.more[1]: unknown kind \"flute\". Known: mix, plug, sample, tone.",
                "$.more[2].parts[0] is null; write a value or take it out.",
                "$: \"title\" is missing; it has no default, so write one.",
            ],
            wrong.Problems);
        Assert.StartsWith("a.json: 8 problems\n  - $: unknown", wrong.Message);
    }

    [Theory]
    [InlineData("{ \"title\": \"a\", \"first\": }", "a.json: not JSON at line 1, byte 26: '}'")]
    [InlineData("{\n  \"title\": a\n}", "a.json: not JSON at line 2, byte 12: 'a'")]
    [InlineData("", "a.json: not JSON at line 1, byte 1: The input")]
    [InlineData("{ \"title\": \"a\", \"title\": \"b\" }", "a.json: not JSON: Duplicate property 'title'")]
    public void What_is_not_JSON_is_refused_with_its_place(string json, string expected) => Assert.StartsWith(expected, Message<SoundSpec>(json));

    [Theory]
    [InlineData("null", "a.json: the text is null; write an object.")]
    [InlineData("[]", "a.json: $ is a list; write an object in braces.")]
    [InlineData("7", "a.json: $ is 7; write an object in braces.")]
    public void A_text_of_another_shape_is_refused(string json, string expected) => Assert.Equal(expected, Message<SoundSpec>(json));

    [Fact]
    public void A_spec_may_name_its_schema_for_the_editor() =>
        Assert.Equal("a", Read("""{ "$schema": "../serlab.schema.json", "title": "a", "first": "tone" }""").Title);

    [Fact]
    public void Reading_leaves_the_parsed_text_as_it_was()
    {
        var node = RecipeJson.Parse("""{ "title": "a", "first": "tone" }""", "a.json")!;
        TestKinds.Json.Read(typeof(SoundSpec), node, "a.json");
        Assert.Equal("tone", node["first"]!.GetValue<string>());
    }

    private static SoundSpec Read(string json) => TestKinds.Json.Read<SoundSpec>(json, "a.json");

    private static string Message<T>(string json) => Assert.Throws<OptionsException>(() => TestKinds.Json.Read<T>(json, "a.json")).Message;
}
