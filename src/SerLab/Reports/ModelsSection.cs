using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Each model by itself: whom it confuses with whom, which speakers it understands, whether its confidence can be believed.</summary>
internal static class ModelsSection
{
    public static XElement Render(ReportFacts facts) => facts.Section("models", "Models",
        facts.Contenders.Select((model, i) => One(facts, model, $"model-{i + 1}")),
        facts.Baselines.Select((model, i) => Html.Tag("details", Html.Class("model"),
            Html.Tag("summary", $"{model.Name}, baseline: {Words.Percent(model.MacroAccuracy)} %"),
            One(facts, model, $"baseline-{i + 1}"))));

    /// <summary>What the model looks at, in a few words.</summary>
    public static string InputOf(ModelResult model) => string.Join(" · ", ((string?[])
    [
        model.Features, model.Normalisation + (model.IsTransductive ? " (transductive)" : ""), StepsOf(model),
    ]).OfType<string>());

    /// <summary>What else made the model, beside features, normalisation and classifier, in a few words; null for nothing.</summary>
    public static string? StepsOf(ModelResult model)
    {
        string?[] steps =
        [
            model.Selection is { } selection ? $"selected by {selection}" : null,
            model.Calibration is { } calibration ? $"calibrated by {calibration}" : null,
            model.Augmentation is { } augmentation ? $"learned from {augmentation} too" : null,
        ];
        return steps.Any(step => step is not null) ? string.Join(", ", steps.OfType<string>()) : null;
    }

    private static XElement One(ReportFacts facts, ModelResult model, string id) => Html.Tag("article", Html.Class("model"), Html.Attribute("id", id),
        facts.Heading(3, model.Name, Html.Tag("span", Html.Class("aside"), $"{Words.Percent(model.MacroAccuracy)} % · {InputOf(model)}")),
        Html.Tag("div", Html.Class("panels"),
            Html.Panel("wide", ConfusionTable.Render(facts, model)),
            Html.Panel("", RecallFigure.Render(facts, model)),
            Html.Panel("wide", SpeakerTable.Render(facts, model)),
            Html.Panel("", ReliabilityFigure.Render(facts, model)),
            CurveFigure.Render(facts, model) is { } curves ? Html.Panel("full", curves) : null,
            TuningTable.Render(facts, model) is { } tuned ? Html.Panel("full", tuned) : null));
}
