using System.Text.Json.Nodes;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>One combination of settings to try.</summary>
/// <param name="Values">The settings by name, as JSON text.</param>
/// <param name="Model">The model with these settings.</param>
public sealed record Candidate(IReadOnlyDictionary<string, string> Values, ModelSpec Model);

/// <summary>All combinations of the settings that a model's <c>tune</c> lists.</summary>
/// <remarks>
/// A name is a setting of the classifier (<c>c</c>); a dot leads into a nested record (<c>network.hidden</c>). <c>normalisation</c>, <c>selection</c> and <c>stackShare</c>
/// are those of the model, and a dot leads into them too (<c>selection.count</c>); whole recipes may be listed: <c>"normalisation": ["z", "robust"]</c>.
/// </remarks>
public static class TuningGrid
{
    private const int MostCandidates = 1000;

    // Settings of the model itself; every other name is one of its classifier's.
    private static readonly string[] ModelSettings = ["normalisation", "selection", "stackShare"];

    /// <summary>The candidates, the last-named setting varying fastest; one without tuning.</summary>
    /// <param name="model">The model.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="OptionsException">A name is not a setting, a list is empty, or a value cannot work.</exception>
    public static IReadOnlyList<Candidate> Of(ModelSpec model, RecipeJson json)
    {
        if (model.Tune is null) return [new Candidate(new Dictionary<string, string>(), model)];
        var source = $"tune of {model.Classifier.Kind}";
        var settings = (JsonObject)RecipeJson.Parse(json.Write(model with { Tune = null }), source)!;
        IEnumerable<(JsonObject Recipe, Dictionary<string, string> Values)> grid = [(settings, [])];
        foreach (var (setting, values) in model.Tune)
        {
            if (values.Count == 0) throw new OptionsException(source, [$"\"{setting}\" lists no values; list at least one or leave it out."]);
            grid = grid.SelectMany(point => values.Select(value => (With(point.Recipe, PathOf(setting), value), new Dictionary<string, string>(point.Values) { [setting] = value?.ToJsonString() ?? "null" })));
        }

        var points = grid.Take(MostCandidates + 1).ToArray();
        if (points.Length > MostCandidates) throw new OptionsException(source, [$"there are more than {MostCandidates} combinations; list fewer values."]);
        return [.. points.Select(point => Checked(new Candidate(point.Values, json.Read<ModelSpec>(point.Recipe.ToJsonString(), source) with { Tune = model.Tune })))];
    }

    private static string[] PathOf(string setting)
    {
        var names = setting.Split('.');
        return ModelSettings.Contains(names[0]) ? names : ["classifier", .. names];
    }

    private static JsonObject With(JsonObject recipe, string[] path, JsonNode? value)
    {
        var copy = (JsonObject)recipe.DeepClone();
        var holder = copy;
        foreach (var name in path[..^1])
        {
            if (holder[name] is not JsonObject nested) holder[name] = nested = [];
            holder = nested;
        }

        holder[path[^1]] = value?.DeepClone();
        return copy;
    }

    private static Candidate Checked(Candidate candidate)
    {
        candidate.Model.Classifier.Validate();
        candidate.Model.Normalisation.Validate();
        candidate.Model.Selection?.Validate();
        return candidate;
    }
}
