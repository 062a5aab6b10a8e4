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
            // A kind may also be written as one word; "kind" need not come first.
            var words = new JsonObject { ["enum"] = new JsonArray([.. catalog.KindsOf(type).Select(entry => (JsonNode)entry.Name)]) };
            if (schema["anyOf"] is JsonArray choices) choices.Insert(0, words);
            schema.Remove("type");
        }
        else if (type.IsSubclassOf(typeof(Recipe)))
        {
            schema["description"] = KindAttribute.Of(type).Summary;
        }

        if (schema["properties"] is JsonObject) schema["additionalProperties"] = false;
        return schema;
    }
}
