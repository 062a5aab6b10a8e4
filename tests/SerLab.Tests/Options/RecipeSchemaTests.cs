using System.Diagnostics;
using System.Text.Json.Nodes;
using SerLab.Tests.Architecture;

namespace SerLab.Tests.Options;

public class RecipeSchemaTests
{
    private static readonly JsonObject Sounds = JsonNode.Parse(RecipeSchema.Write(typeof(SoundSpec), TestKinds.Catalog))!.AsObject();

    public static TheoryData<string> Families => [.. Catalog.BuiltIn.Families.Select(family => family.FullName!)];

    [Fact]
    public void A_spec_is_an_object_of_its_properties_and_no_others()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)Sounds["$schema"]);
        Assert.Equal("object", (string?)Sounds["type"]);
        Assert.False((bool)Sounds["additionalProperties"]!);
        Assert.Equal(["title", "first"], Sounds["required"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["title", "first", "more", "room", "gains", "pause", "$schema"], Sounds["properties"]!.AsObject().Select(property => property.Key));
    }

    [Fact]
    public void A_setting_shows_its_type_default_and_words()
    {
        var tone = Choice(Sounds["properties"]!["first"]!, "tone");
        Assert.Equal("a steady tone, for tests", (string?)tone["description"]);
        Assert.Equal(("number", 440.0), ((string?)tone["properties"]!["frequencyHz"]!["type"], (double)tone["properties"]!["frequencyHz"]!["default"]!));
        Assert.Equal(["white", "dark-pink"], tone["properties"]!["colour"]!["enum"]!.AsArray().Select(word => (string?)word));
        Assert.Null(tone["properties"]!["voices"]);
        Assert.Equal(["path", "channel"], Choice(Sounds["properties"]!["first"]!, "sample")["required"]!.AsArray().Select(name => (string?)name).Except(["kind"]));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_offers_every_kind_as_a_word_and_as_an_object(string familyName)
    {
        var family = Catalog.BuiltIn.Families.Single(candidate => candidate.FullName == familyName);
        var schema = JsonNode.Parse(RecipeSchema.Write(family, Catalog.BuiltIn))!.AsObject();
        var kinds = Catalog.BuiltIn.KindsOf(family).Select(entry => entry.Name).ToArray();
        var words = schema["anyOf"]!.AsArray().Single(choice => choice!["enum"] is not null)!["enum"]!.AsArray();
        Assert.Equal(kinds, words.Select(word => (string?)word));
        foreach (var kind in kinds)
        {
            var choice = Choice(schema, kind);
            Assert.Equal("object", (string?)choice["type"]);
            Assert.False((bool)choice["additionalProperties"]!);
        }
    }

    [Fact]
    public void Every_reference_leads_to_a_schema()
    {
        var roots = Catalog.BuiltIn.Families.Select(family => JsonNode.Parse(RecipeSchema.Write(family, Catalog.BuiltIn))!.AsObject()).Append(Sounds);
        var followed = 0;
        foreach (var root in roots)
        {
            foreach (var pointer in Below(root).OfType<JsonObject>().Select(schema => schema["$ref"]).OfType<JsonValue>().Select(value => value.GetValue<string>()))
            {
                followed++;
                Assert.IsAssignableFrom<JsonObject>(Follow(root, pointer));
            }
        }

        Assert.True(followed > 0, "the test recipes refer to themselves, so there must be references");
    }

    [Fact]
    public void A_list_of_parts_inside_a_part_is_again_a_list_of_sounds()
    {
        var parts = Choice(Sounds["properties"]!["first"]!, "mix")["properties"]!["parts"]!;
        var inner = Choice(parts["items"]!, "mix")["properties"]!["parts"]!;
        Assert.Same(parts, Follow(Sounds, (string)inner["$ref"]!));
    }

    [JsonSchemaFact]
    public void Another_programs_validator_agrees_with_the_reader()
    {
        string[] texts =
        [
            """{ "title": "a", "first": "tone" }""",
            """{ "$schema": "x", "title": "a", "first": { "partials": 2, "kind": "tone" }, "more": ["plug", { "kind": "mix", "parts": [{ "kind": "mix", "parts": ["tone"] }] }], "room": null }""",
            """{ "title": "a", "first": { "kind": "sample", "path": "b", "channel": 1 }, "gains": { "x": 1.5 } }""",
            """{ "title": "a", "first": "flute" }""",
            """{ "title": "a", "first": 5 }""",
            """{ "title": "a", "first": null }""",
            """{ "title": "a", "first": { "kind": "tone", "voices": 1 } }""",
            """{ "title": "a", "first": { "kind": "tone", "colour": "pink" } }""",
            """{ "title": "a", "first": { "kind": "sample" } }""",
            """{ "title": "a", "first": { "partials": 2 } }""",
            """{ "title": "a", "first": "tone", "more": [{ "kind": "mix", "parts": [{ "kind": "mix", "parts": ["flute"] }] }] }""",
            """{ "first": "tone" }""",
        ];
        var ours = texts.Select(text => Record.Exception(() => TestKinds.Json.Read<SoundSpec>(text, "a.json")) is null);
        Assert.Equal(ours, Validate(Sounds, texts.Select(text => JsonNode.Parse(text)!)));
        Assert.Contains(true, ours);
    }

    [JsonSchemaFact]
    public void Every_recipe_with_its_defaults_fits_its_familys_schema()
    {
        foreach (var family in Catalog.BuiltIn.Families)
        {
            var schema = JsonNode.Parse(RecipeSchema.Write(family, Catalog.BuiltIn))!.AsObject();
            var recipes = Catalog.BuiltIn.KindsOf(family).Select(entry => RecipeRules.WithDefaults(entry.Recipe)).OfType<Recipe>();
            Assert.All(Validate(schema, recipes.Select(recipe => JsonNode.Parse(RecipeJson.BuiltIn.Write(recipe))!)), Assert.True);
        }
    }

    private static JsonObject Choice(JsonNode family, string kind) =>
        family["anyOf"]!.AsArray().OfType<JsonObject>().Single(choice => (string?)choice["properties"]?["kind"]?["const"] == kind);

    private static IEnumerable<JsonNode> Below(JsonNode node) => node switch
    {
        JsonObject values => values.Select(value => value.Value).OfType<JsonNode>().SelectMany(Below).Prepend(node),
        JsonArray items => items.OfType<JsonNode>().SelectMany(Below).Prepend(node),
        _ => [node],
    };

    private static JsonNode? Follow(JsonNode root, string pointer) =>
        pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)root, (node, step) => node is JsonArray items ? items[int.Parse(step)] : node?[step]);

    private static bool[] Validate(JsonObject schema, IEnumerable<JsonNode> values)
    {
        const string Program = "import sys, json, jsonschema; job = json.load(sys.stdin); v = jsonschema.Draft202012Validator(job['schema']); v.check_schema(job['schema']); print(json.dumps([v.is_valid(x) for x in job['values']]))";
        var start = new ProcessStartInfo(Python.Program, ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        python.StandardInput.Write(new JsonObject { ["schema"] = schema.DeepClone(), ["values"] = new JsonArray([.. values]) }.ToJsonString());
        python.StandardInput.Close();
        return [.. JsonNode.Parse(python.StandardOutput.ReadToEnd())!.AsArray().Select(valid => (bool)valid!)];
    }
}

/// <summary>A fact that needs Debian's python3-jsonschema as an oracle.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JsonSchemaFactAttribute : FactAttribute
{
    public JsonSchemaFactAttribute() => Skip = Python.Missing("jsonschema");
}
