using SerLab.Options;

namespace SerLab.Runs;

/// <summary>A model and the name it bears in a run.</summary>
/// <param name="Name">Unique in the run.</param>
/// <param name="Model">The model.</param>
public sealed record NamedModel(string Name, ModelSpec Model)
{
    /// <summary>The spec's models and the baselines, each with its name: the stated one, or "svm on functionals"; a second of a name is numbered.</summary>
    /// <param name="spec">The comparison.</param>
    /// <param name="catalog">The kinds there are.</param>
    public static IReadOnlyList<NamedModel> All(ComparisonSpec spec, Catalog catalog)
    {
        var counts = new Dictionary<string, int>();
        var named = new List<NamedModel>();
        foreach (var model in spec.Models.Concat(Baselines.For(spec, catalog)))
        {
            var name = model.Name ?? (model.Classifier.IsBaseline ? model.Classifier.Kind : $"{model.Classifier.Kind} on {Examples.InputName(model)}{(model.Augment is null ? "" : ", augmented")}");
            var count = counts[name] = counts.GetValueOrDefault(name) + 1;
            named.Add(new NamedModel(count == 1 ? name : $"{name} ({count})", model));
        }

        return named;
    }

    /// <summary>The model of a name, or the first whose classifier has that kind.</summary>
    /// <exception cref="OptionsException">There is none; the message names the nearest.</exception>
    public static NamedModel Find(ComparisonSpec spec, string name, Catalog catalog)
    {
        var models = All(spec, catalog);
        return models.FirstOrDefault(named => named.Name == name)
            ?? models.FirstOrDefault(named => named.Model.Classifier.Kind == name)
            ?? throw new OptionsException(spec.Name, [Spelling.Unknown("model", name, models.Select(named => named.Name))]);
    }
}
