using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SerLab.Options;

/// <summary>Walks JSON beside the types it is meant for: refuses unknown and missing names, and spells out a kind that is given as a bare word.</summary>
internal sealed class RecipeNames(Catalog catalog, JsonSerializerOptions settings)
{
    private readonly Catalog catalog = catalog;
    private readonly JsonSerializerOptions settings = settings;

    /// <summary>The same JSON with kinds spelt out; everything that is wrong goes to <paramref name="problems"/>.</summary>
    public JsonNode? Resolve(JsonNode? node, JsonTypeInfo info, string path, Problems problems)
    {
        if (node is null) return null;
        if (info.PolymorphismOptions is not null) return ResolveRecipe(node, info, path, problems);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when node is JsonObject values:
                ResolveProperties(values, info, path, problems);
                return values;
            case JsonTypeInfoKind.Enumerable when node is JsonArray items:
                for (var i = 0; i < items.Count; i++) Replace(items, i, Resolve(items[i], settings.GetTypeInfo(info.ElementType!), $"{path}[{i}]", problems));
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

            var resolved = Resolve(values[key], settings.GetTypeInfo(property.PropertyType), $"{path}.{key}", problems);
            if (!ReferenceEquals(resolved, values[key])) values[key] = resolved;
        }

        values.Remove("$schema");
        foreach (var property in known.Where(property => property.AssociatedParameter is { HasDefaultValue: false } && !values.ContainsKey(property.Name)))
            problems.Add($"{path}: \"{property.Name}\" is missing; it has no default, so write one.");
    }

    private static void Replace(JsonArray items, int index, JsonNode? value)
    {
        if (!ReferenceEquals(items[index], value)) items[index] = value;
    }
}
