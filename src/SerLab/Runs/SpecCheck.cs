using System.Text.RegularExpressions;
using SerLab.Enhancement;
using SerLab.Models;
using SerLab.Options;
using SerLab.Tables;

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
        problems.Unless(spec.Models.Count == 0 || spec.Models.Any(model => model.Features is not null), $"no model names features; give at least one a set such as \"compact\".");
        problems.ThrowIfAny();
        _ = new StackOrder(NamedModel.All(spec, json.Catalog));
    }

    private static void CheckModel(Problems problems, string part, ModelSpec model, RecipeJson json)
    {
        if (model.Features is not null) problems.Include($"{part}.features", model.Features);
        if (model.Selection is not null) problems.Include($"{part}.selection", model.Selection);
        if (model.Calibration is not null) problems.Include($"{part}.calibration", model.Calibration);
        if (model.Augment is { } augmentation) CheckAugmentation(problems, $"{part}.augment", model, augmentation);
        var input = model.Classifier.Input;
        problems
            .Include($"{part}.normalisation", model.Normalisation)
            .Include($"{part}.classifier", model.Classifier)
            .Unless(model.Features is not null || input is not (ExampleInput.Functionals or ExampleInput.Frames), $"{part}.features is missing; \"{model.Classifier.Kind}\" looks at features, so name a set such as \"compact\" or \"mfcc\".")
            .Unless(input != ExampleInput.Scores || model.Stack.Count > 0, $"{part}.stack is empty; \"{model.Classifier.Kind}\" looks at what other models say, so name some of this comparison.")
            .Unless(model.Stack.Count == 0 || input is ExampleInput.Scores or ExampleInput.Functionals, $"{part}.stack is given and \"{model.Classifier.Kind}\" looks at {input.ToString().ToLowerInvariant()}; use a classifier of functionals, such as svm, or of scores, such as fusion.")
            .Unless(input != ExampleInput.Scores || model.Normalisation is NoNormalisationOptions, $"{part}.normalisation is \"{model.Normalisation.Kind}\"; a classifier of scores takes them as they are, so use \"none\".")
            .Unless(input != ExampleInput.Scores || model.Selection is null, $"{part}.selection is given; a classifier of scores has no features to select, so leave it out.")
            .Unless(model.StackShare is > 0 and < 1, $"{part}.stackShare is {model.StackShare}; use a share above 0 and below 1, such as 0.5.")
            .Unless(model.Stack.Distinct().Count() == model.Stack.Count, $"{part}.stack names a model twice ({string.Join(", ", model.Stack)}); name each once.")
            .Unless(model.InnerFolds is >= 2 and <= 100, $"{part}.innerFolds is {model.InnerFolds}; use 2 to 100, 5 is usual.");
        try
        {
            var wrong = TuningGrid.Of(model, json).Select(candidate => candidate.Model.Normalisation).FirstOrDefault(normalisation => normalisation.NeedsFrames && input != ExampleInput.Frames);
            problems.Unless(wrong is null, $"{part}.normalisation is \"{wrong?.Kind}\" and \"{model.Classifier.Kind}\" looks at {input.ToString().ToLowerInvariant()}; use it for frames (gmm, hmm, rnn, lstm) and \"z\" here.");
        }
        catch (OptionsException refused)
        {
            foreach (var problem in refused.Problems) problems.Add($"{part}.tune: {problem}");
        }
    }

    private static void CheckAugmentation(Problems problems, string part, ModelSpec model, TrainingAugmentation augmentation)
    {
        var input = model.Classifier.Input;
        problems
            .Unless(augmentation.Kinds.Count > 0, $"{part}.kinds is empty; name at least one, such as \"noise\", or leave \"augment\" out.")
            .Unless(augmentation.Copies is >= 1 and <= TrainingAugmentation.MostCopies, $"{part}.copies is {augmentation.Copies}; use 1 to {TrainingAugmentation.MostCopies}.")
            .Unless(model.Stack.Count == 0, $"{part} is given beside a stack ({string.Join(", ", model.Stack)}); altered copies have no scores of other models, so augment the models that it is stacked on instead.")
            .Unless(
                input is ExampleInput.Functionals or ExampleInput.Frames || model.Stack.Count > 0,
                $"{part} is given and \"{model.Classifier.Kind}\" looks at {input.ToString().ToLowerInvariant()}; use it with a classifier of functionals or frames, such as svm or lstm.")
            .Unless(model.Features is not ImportedFeaturesOptions, $"{part} is given and the features are imported; altered copies must be measured, so use a feature set such as \"compact\".");
        for (var i = 0; i < augmentation.Kinds.Count; i++) problems.Include($"{part}.kinds[{i}]", augmentation.Kinds[i]);
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,60}$")]
    private static partial Regex NamePattern();
}
