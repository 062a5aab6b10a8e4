using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SerLab.Options;

/// <summary>Walks JSON beside the types it is meant for: refuses unknown and missing names and values of the wrong type, and spells out a kind that is given as a bare word.</summary>
internal sealed class RecipeNames(Catalog catalog, JsonSerializerOptions settings)
{
    private readonly Catalog catalog = catalog;
    private readonly JsonSerializerOptions settings = settings;

    /// <summary>The same JSON with kinds spelt out; everything that is wrong goes to <paramref name="problems"/>.</summary>
    public JsonNode? Resolve(JsonNode? node, JsonTypeInfo info, string path, Problems problems)
    {
        if (node is null) return null;
        if (info.Type.IsAbstract && info.Type.IsSubclassOf(typeof(Recipe))) return ResolveRecipe(node, info, path, problems);
        if (RecipeValues.Problem(node, info, path) is { } wrong)
        {
            problems.Add(wrong);
            return node;
        }

        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when node is JsonObject values:
                ResolveProperties(values, info, path, problems);
                return values;
            case JsonTypeInfoKind.Enumerable when node is JsonArray items:
                ResolveItems(items, settings.GetTypeInfo(info.ElementType!), path, problems);
                return items;
            case JsonTypeInfoKind.Dictionary when node is JsonObject entries:
                foreach (var key in entries.Select(entry => entry.Key).ToArray())
                {
                    var resolved = Resolve(entries[key], settings.GetTypeInfo(info.ElementType!), $"{path}.{key}", problems);
                    if (!ReferenceEquals(resolved, entries[key])) entries[key] = resolved;
                }

                return entries;
            default:
                return node;
        }
    }

    private void ResolveItems(JsonArray items, JsonTypeInfo info, string path, Problems problems)
    {
        var mayBeNull = Nullable.GetUnderlyingType(info.Type) is not null;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is null && !mayBeNull) problems.Add($"{path}[{i}] is null; write a value or take it out.");
            var resolved = Resolve(items[i], info, $"{path}[{i}]", problems);
            if (!ReferenceEquals(items[i], resolved)) items[i] = resolved;
        }
    }

    private JsonNode ResolveRecipe(JsonNode node, JsonTypeInfo info, string path, Problems problems)
    {
        var recipe = node is JsonValue word && word.TryGetValue<string>(out var name) ? new JsonObject { ["kind"] = name } : node as JsonObject;
        var kinds = catalog.KindsOf(info.Type);
        if (recipe is null || recipe["kind"] is not JsonValue kind || !kind.TryGetValue<string>(out var kindName))
        {
            problems.Add($"{path} needs a \"kind\". Known: {string.Join(", ", kinds.Select(entry => entry.Name))}.");
            return node;
        }

        var found = kinds.FirstOrDefault(entry => entry.Name == kindName);
        if (found is null) problems.Add($"{path}: {Spelling.Unknown("kind", kindName, kinds.Select(entry => entry.Name))}");
        else ResolveProperties(recipe, settings.GetTypeInfo(found.Recipe), path, problems, except: "kind");
        return recipe;
    }

    private void ResolveProperties(JsonObject values, JsonTypeInfo info, string path, Problems problems, string? except = null)
    {
        var known = info.Properties.Where(property => property.AssociatedParameter is not null || property.Set is not null).ToArray();
        foreach (var key in values.Select(entry => entry.Key).Where(key => key != except && key != "$schema").ToArray())
        {
            var property = known.FirstOrDefault(candidate => candidate.Name == key);
            if (property is null)
            {
                problems.Add($"{path}: {Spelling.Unknown("property", key, known.Select(candidate => candidate.Name))}");
                continue;
            }

            if (values[key] is null && !MayBeNull(property)) problems.Add($"{path}.{key} is null; write a value or leave it out.");
            var resolved = Resolve(values[key], settings.GetTypeInfo(property.PropertyType), $"{path}.{key}", problems);
            if (!ReferenceEquals(resolved, values[key])) values[key] = resolved;
        }

        values.Remove("$schema");
        foreach (var property in known.Where(property => IsRequired(property) && !values.ContainsKey(property.Name)))
            problems.Add($"{path}: \"{property.Name}\" is missing; it has no default, so write one.");
    }

    private static bool IsRequired(JsonPropertyInfo property) => property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;
}
