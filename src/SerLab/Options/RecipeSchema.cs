using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace SerLab.Options;

/// <summary>JSON Schema of a spec, so that an editor completes and checks it as it is typed.</summary>
public static class RecipeSchema
{
    /// <summary>The schema of a record of recipes (JSON Schema draft 2020-12).</summary>
    /// <param name="spec">The root type of the spec.</param>
    /// <param name="catalog">The kinds that may be named.</param>
    public static string Write(Type spec, Catalog catalog)
    {
        var settings = new RecipeJson(catalog).Settings;
        var schema = JsonSchemaExporter.GetJsonSchemaAsNode(settings, spec, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Describe(context.TypeInfo.Type, node, catalog),
        });
        if (schema is not JsonObject root) return schema.ToJsonString(settings);
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        if (root["properties"] is JsonObject properties) properties["$schema"] = new JsonObject { ["type"] = "string" };
        return root.ToJsonString(settings);
    }

    private static JsonNode Describe(Type type, JsonNode node, Catalog catalog)
    {
        if (node is not JsonObject schema) return node;
        if (type.IsSubclassOf(typeof(Recipe)) && type.IsAbstract)
        {
            if (schema["anyOf"] is JsonArray choices) OfferWords(schema, choices, catalog.KindsOf(type));
        }
        else if (type.IsSubclassOf(typeof(Recipe)))
        {
            schema["description"] = KindAttribute.Of(type).Summary;
        }

        if (schema["properties"] is JsonObject) schema["additionalProperties"] = false;
        return schema;
    }

    // A kind may also be written as one word. The words come last: the exporter refers to choices by their position.
    private static void OfferWords(JsonObject schema, JsonArray choices, IReadOnlyList<CatalogEntry> kinds)
    {
        foreach (var choice in choices.OfType<JsonObject>().Where(choice => choice["properties"] is not null)) choice.Insert(0, "type", "object");
        var words = new JsonArray([.. kinds.Select(entry => (JsonNode)entry.Name)]);
        if (schema["type"] is JsonArray types && types.Any(name => (string?)name == "null")) words.Add((JsonNode?)null);
        choices.Add((JsonNode)new JsonObject { ["enum"] = words });
        schema.Remove("type");
    }
}
