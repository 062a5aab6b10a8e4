using System.Text.Json.Nodes;
using SerLab.Models;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>One combination of settings to try.</summary>
/// <param name="Values">The settings by name, as JSON text.</param>
/// <param name="Classifier">The classifier with these settings.</param>
public sealed record Candidate(IReadOnlyDictionary<string, string> Values, ClassifierOptions Classifier);

/// <summary>All combinations of the settings that a model's <c>tune</c> lists; a dot in a name leads into a nested record (<c>network.hidden</c>).</summary>
public static class TuningGrid
{
    private const int MostCandidates = 1000;

    /// <summary>The candidates, the last-named setting varying fastest; one without tuning.</summary>
    /// <param name="model">The model.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="OptionsException">A name is not a setting of the classifier, a list is empty, or a value cannot work.</exception>
    public static IReadOnlyList<Candidate> Of(ModelSpec model, RecipeJson json)
    {
        var source = $"tune of {model.Classifier.Kind}";
        IEnumerable<(JsonObject Recipe, Dictionary<string, string> Values)> grid =
            [((JsonObject)RecipeJson.Parse(json.Write(model.Classifier), source)!, [])];
        foreach (var (setting, values) in model.Tune ?? new Dictionary<string, JsonArray>())
        {
            if (values.Count == 0) throw new OptionsException(source, [$"\"{setting}\" lists no values; list at least one or leave it out."]);
            grid = grid.SelectMany(point => values.Select(value => (With(point.Recipe, setting, value), new Dictionary<string, string>(point.Values) { [setting] = value?.ToJsonString() ?? "null" })));
        }

        var points = grid.Take(MostCandidates + 1).ToArray();
        if (points.Length > MostCandidates) throw new OptionsException(source, [$"there are more than {MostCandidates} combinations; list fewer values."]);
        return [.. points.Select(point => Checked(new Candidate(point.Values, (ClassifierOptions)json.Read(typeof(ClassifierOptions), point.Recipe, source))))];
    }

    // A dot leads into a nested record: "network.hidden".
    private static JsonObject With(JsonObject recipe, string setting, JsonNode? value)
    {
        var copy = (JsonObject)recipe.DeepClone();
        var (holder, names) = (copy, setting.Split('.'));
        foreach (var name in names[..^1])
        {
            if (holder[name] is not JsonObject nested) holder[name] = nested = [];
            holder = nested;
        }

        holder[names[^1]] = value?.DeepClone();
        return copy;
    }

    private static Candidate Checked(Candidate candidate)
    {
        candidate.Classifier.Validate();
        return candidate;
    }
}
