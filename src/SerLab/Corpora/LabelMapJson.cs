using System.Text.Json;
using System.Text.Json.Serialization;

namespace SerLab.Corpora;

/// <summary>A label map in JSON: the name of a ready-made map, or a dictionary from label to label or null.</summary>
internal sealed class LabelMapJson : JsonConverter<LabelMap>
{
    public override LabelMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return LabelMap.Named(reader.GetString()!);
        return new LabelMap(JsonSerializer.Deserialize<Dictionary<string, string?>>(ref reader, options)!);
    }

    public override void Write(Utf8JsonWriter writer, LabelMap value, JsonSerializerOptions options)
    {
        if (value.Name is not null)
        {
            writer.WriteStringValue(value.Name);
            return;
        }

        writer.WriteStartObject();
        foreach (var (source, target) in value.Targets) writer.WriteString(source, target);
        writer.WriteEndObject();
    }
}
