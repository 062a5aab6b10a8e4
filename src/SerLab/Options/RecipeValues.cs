using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SerLab.Options;

/// <summary>Says of one JSON value whether it can stand where a number, a word, a list or an object is meant.</summary>
/// <remarks>The serialiser stops at the first value of a wrong type; here each is judged alone, so that a reader sees all of them.</remarks>
internal static class RecipeValues
{
    /// <summary>The sentence that says what is wrong and what fits, or null when nothing is.</summary>
    public static string? Problem(JsonNode node, JsonTypeInfo info, string path) => info.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => node is JsonObject ? null : $"{path} is {Shown(node)}; write an object in braces.",
        JsonTypeInfoKind.Enumerable => node is JsonArray ? null : $"{path} is {Shown(node)}; write a list in square brackets.",
        _ => Plain(node, Nullable.GetUnderlyingType(info.Type) ?? info.Type, path),
    };

    private static string? Plain(JsonNode node, Type type, string path)
    {
        var kind = node.GetValueKind();
        if (type.IsEnum) return Word(node, Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName).ToArray(), path);
        if (type == typeof(bool)) return kind is JsonValueKind.True or JsonValueKind.False ? null : $"{path} is {Shown(node)}; write true or false.";
        if (type == typeof(string)) return kind == JsonValueKind.String ? null : $"{path} is {Shown(node)}; write a text in quotation marks.";
        if (type == typeof(double)) return kind == JsonValueKind.Number && double.IsFinite(node.GetValue<double>()) ? null : $"{path} is {Shown(node)}; write a finite number.";
        if (type == typeof(float)) return kind == JsonValueKind.Number && float.IsFinite(node.GetValue<float>()) ? null : $"{path} is {Shown(node)}; write a finite number.";
        if (type == typeof(int)) return Whole<int>(node, int.MinValue, int.MaxValue, path);
        if (type == typeof(long)) return Whole<long>(node, long.MinValue, long.MaxValue, path);
        if (type == typeof(ulong)) return Whole<ulong>(node, ulong.MinValue, ulong.MaxValue, path);
        return null;
    }

    private static string? Word(JsonNode node, string[] known, string path)
    {
        if (node.GetValueKind() != JsonValueKind.String) return $"{path} is {Shown(node)}; write one of: {string.Join(", ", known)}.";
        var word = node.GetValue<string>();
        return known.Contains(word, StringComparer.OrdinalIgnoreCase) ? null : $"{path}: {Spelling.Unknown("word", word, known)}";
    }

    private static string? Whole<T>(JsonNode node, T low, T high, string path) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<T>(out _)
            ? null
            : $"{path} is {Shown(node)}; write a whole number from {low} to {high}.";

    private static string Shown(JsonNode node) => node switch
    {
        JsonArray => "a list",
        JsonObject => "an object",
        _ => node.ToJsonString(),
    };
}
