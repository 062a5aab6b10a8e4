using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SerLab.Options;

/// <summary>Recipes and specs as JSON: comments and trailing commas are read, unknown names are refused with the nearest known one. Immutable.</summary>
/// <remarks>A recipe carries its kind as <c>"kind"</c>; a recipe with nothing but its kind may be written as that word alone: <c>"classifier": "svm"</c>.</remarks>
public sealed class RecipeJson
{

    /// <param name="catalog">The kinds that may be named.</param>
    public RecipeJson(Catalog catalog)
    {
        Catalog = catalog;
        Settings = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OfferKinds } },
        };
        Settings.MakeReadOnly();
    }

    /// <summary>The kinds that may be named.</summary>
    public Catalog Catalog { get; }

    /// <summary>Reads and writes SerLab's own kinds.</summary>
    public static RecipeJson BuiltIn { get; } = new(Catalog.BuiltIn);

    /// <summary>The serialiser settings, for records that hold recipes.</summary>
    public JsonSerializerOptions Settings { get; }

    /// <summary>Reads a recipe, a spec or any record of them.</summary>
    /// <param name="json">The text; comments and trailing commas are allowed.</param>
    /// <param name="source">The file's name or another word for the text, used in errors.</param>
    /// <exception cref="OptionsException">The text is not JSON, names something unknown, misses something required or has a value of the wrong type.</exception>
    public T Read<T>(string json, string source) => (T)Read(typeof(T), Parse(json, source), source);

    /// <summary>Reads a value of a type from parsed JSON.</summary>
    /// <inheritdoc cref="Read{T}(string, string)"/>
    public object Read(Type type, JsonNode? node, string source)
    {
        if (type.IsSubclassOf(typeof(Recipe)) && !type.IsAbstract) return ReadKind(type, node, source);
        var problems = new Problems(source);
        var names = new RecipeNames(Catalog, Settings);
        node = names.Resolve(Parse(node?.ToJsonString() ?? "null", source), Settings.GetTypeInfo(type), "$", problems);
        problems.ThrowIfAny();
        try
        {
            return node.Deserialize(type, Settings) ?? throw new OptionsException(source, ["the text is null; write an object."]);
        }
        catch (JsonException wrong)
        {
            throw new OptionsException(source, [$"{wrong.Path ?? "$"} does not fit ({FirstSentence(wrong)}); `serlab schema` shows what does."]);
        }
    }

    /// <summary>Writes a recipe, a spec or any record of them, indented; defaults are written out so that a record is complete.</summary>
    /// <remarks>A recipe is written with its kind, also when <typeparamref name="T"/> is its own sealed type.</remarks>
    public string Write<T>(T value) => value is Recipe recipe ? JsonSerializer.Serialize(recipe, Catalog.FamilyOf(recipe.GetType()), Settings) : JsonSerializer.Serialize(value, Settings);

    /// <summary>Parses JSON with comments and trailing commas.</summary>
    /// <exception cref="OptionsException">The text is not JSON.</exception>
    public static JsonNode? Parse(string json, string source)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                AllowDuplicateProperties = false,
            });
            return node;
        }
        catch (JsonException wrong)
        {
            var place = wrong.LineNumber is { } line ? $" at line {line + 1}, byte {wrong.BytePositionInLine + 1}" : "";
            throw new OptionsException(source, [$"not JSON{place}: {FirstSentence(wrong)}; mend it there."]);
        }
    }

    private object ReadKind(Type type, JsonNode? node, string source)
    {
        var recipe = Read(Catalog.FamilyOf(type), node, source);
        return recipe.GetType() == type
            ? recipe
            : throw new OptionsException(source, [$"the kind is \"{((Recipe)recipe).Kind}\"; write \"{KindAttribute.Of(type).Name}\" here."]);
    }

    // System.Text.Json names .NET's generic types; who writes a spec knows lists and objects.
    private static string FirstSentence(JsonException wrong)
    {
        var sentence = wrong.Message.Split(". Path:")[0].Split(" LineNumber")[0].TrimEnd('.');
        if (sentence.Contains("Dictionary`", StringComparison.Ordinal)) return "an object of names and values is expected";
        return sentence.Contains("JsonArray", StringComparison.Ordinal) || sentence.Contains("List`", StringComparison.Ordinal) ? "a list is expected" : sentence;
    }

    private void OfferKinds(JsonTypeInfo info)
    {
        if (!info.Type.IsSubclassOf(typeof(Recipe))) return;
        if (!info.Type.IsAbstract)
        {
            HideComputed(info);
            return;
        }

        // The serialiser refuses a family without kinds; none can be named then, which RecipeNames says.
        if (Catalog.KindsOf(info.Type).Count == 0) return;
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
        foreach (var entry in Catalog.KindsOf(info.Type))
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(entry.Recipe, entry.Name));
    }

    // What a recipe computes of its settings is no setting: written out, it would be refused on reading.
    private static void HideComputed(JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(property => property.Set is null && property.AssociatedParameter is null).ToArray())
            info.Properties.Remove(property);
    }
}
