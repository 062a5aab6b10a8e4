using SerLab.Models;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>The models that are always in the table, there to be beaten.</summary>
public static class Baselines
{
    /// <summary>One model per baseline kind that the spec does not name itself.</summary>
    /// <param name="spec">The comparison.</param>
    /// <param name="catalog">The kinds there are.</param>
    public static IReadOnlyList<ModelSpec> For(ComparisonSpec spec, Catalog catalog) =>
    [
        .. catalog.Defaults<ClassifierOptions>()
            .Where(baseline => baseline.IsBaseline && spec.Models.All(model => model.Classifier.Kind != baseline.Kind))
            .Select(baseline => new ModelSpec(new NoNormalisationOptions(), baseline) { Name = baseline.Kind }),
    ];
}
