using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>What the inner folds chose, fold by fold; null for a model that was not tuned.</summary>
internal static class TuningTable
{
    public static XElement? Render(ReportFacts facts, ModelResult model)
    {
        var folds = model.Folds.Where(fold => fold.CandidatesTried > 0).ToArray();
        if (folds.Length == 0) return null;
        var settings = folds.SelectMany(fold => fold.Tuned.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        return Html.ScrollBox($"Settings chosen, {model.Name}", Html.Tag("table",
            facts.Caption($"Settings of {model.Name} chosen in the inner folds, on training speakers only. The inner figure chose among settings, so it is optimistic; the leaderboard's is not."),
            Html.Tag("thead", Html.Tag("tr", Html.ColumnHead("Held out"), settings.Select(name => Html.ColumnHead(name, "number")), Html.ColumnHead("Settings tried", "number"), Html.ColumnHead("Inner MacroAccuracy, %", "number"), Html.ColumnHead("Core time", "number"))),
            Html.Tag("tbody", folds.Select(fold => Html.Tag("tr",
                Html.RowHead(facts.Record.Split.Folds[fold.Fold].Name),
                settings.Select(name => Html.Cell(fold.Tuned.GetValueOrDefault(name, "–"), "number")),
                Html.Cell(Words.Count(fold.CandidatesTried), "number"),
                fold.InnerMacroAccuracy is { } inner ? Html.NumberCell(Words.Percent(inner), inner) : Html.Cell("–", "number"),
                Html.NumberCell(Words.Duration(fold.Seconds), fold.Seconds))))));
    }
}
