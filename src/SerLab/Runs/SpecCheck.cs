using System.Text.RegularExpressions;
using SerLab.Enhancement;
using SerLab.Models;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Finds everything in a spec that cannot work, before any work is done.</summary>
public static partial class SpecCheck
{
    /// <summary>Checks the whole spec.</summary>
    /// <param name="spec">The comparison.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="OptionsException">All problems, each with value, limit and cure.</exception>
    public static void Validate(ComparisonSpec spec, RecipeJson json)
    {
        var problems = new Problems($"spec \"{spec.Name}\"");
        problems
            .Unless(NamePattern().IsMatch(spec.Name), $"name is \"{spec.Name}\"; use 1 to 60 letters, digits and hyphens: it names the run's folder.")
            .Unless(spec.SampleRateHz is >= 8000 and <= 96000, $"sampleRateHz is {spec.SampleRateHz}; use 8000 to 96000, 16000 suits speech.")
            .Unless(spec.Models.Count > 0, $"models is empty; name at least one.")
            .Include("corpus", spec.Corpus)
            .Include("folds", spec.Folds);
        for (var i = 0; i < spec.Enhance.Count; i++) problems.Include($"enhance[{i}]", spec.Enhance[i]);
        for (var i = 0; i < spec.Models.Count; i++) CheckModel(problems, $"models[{i}]", spec.Models[i], json);
        foreach (var name in spec.Models.Where(model => model.Name is not null).GroupBy(model => model.Name).Where(same => same.Count() > 1))
            problems.Add($"the name \"{name.Key}\" is given to {name.Count()} models; give each its own.");
        problems.ThrowIfAny();
    }

    private static void CheckModel(Problems problems, string part, ModelSpec model, RecipeJson json)
    {
        problems
            .Include($"{part}.features", model.Features)
            .Include($"{part}.normalisation", model.Normalisation)
            .Include($"{part}.classifier", model.Classifier)
            .Unless(model.InnerFolds is >= 2 and <= 100, $"{part}.innerFolds is {model.InnerFolds}; use 2 to 100, 5 is usual.");
        try
        {
            TuningGrid.Of(model, json);
        }
        catch (OptionsException wrong)
        {
            foreach (var problem in wrong.Problems) problems.Add($"{part}.tune: {problem}");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,60}$")]
    private static partial Regex NamePattern();
}
