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
        var table = Html.Tag("table",
            facts.Caption("Chosen on training speakers only. The inner figure did the choosing, so it is optimistic; the leaderboard's is not."),
            Html.Head(["Held out", .. settings.Select(Html.NumberHead), Html.NumberHead("Settings tried"), Html.NumberHead("Inner MacroAccuracy, %"), Html.NumberHead("Thread time")]),
            Html.Tag("tbody", folds.Select(fold => Html.Tag("tr",
                Html.RowHead(facts.Record.Split.Folds[fold.Fold].Name),
                settings.Select(name => Html.Cell(fold.Tuned.GetValueOrDefault(name, "–"), "number")),
                Html.Cell(Words.Count(fold.CandidatesTried), "number"),
                fold.InnerMacroAccuracy is { } inner ? Html.NumberCell(Words.Percent(inner), inner) : Html.Cell("–", "number"),
                Html.NumberCell(Words.Duration(fold.Seconds), fold.Seconds)))));
        var summary = string.Join("; ", settings.Select(name => Summary(name, folds)));
        return Html.Tag("details", Html.Tag("summary", $"Settings chosen in the inner folds: {summary}"), Html.ScrollBox($"Settings chosen, {model.Name}", table));
    }

    // "c = 1 in 6 folds, 10 in 4": whether the folds agree is what a reader wants to know first.
    private static string Summary(string setting, IReadOnlyList<FoldResult> folds) => $"{setting} = " + string.Join(", ", folds
        .Select(fold => fold.Tuned.GetValueOrDefault(setting, "–")).CountBy(value => value)
        .OrderByDescending(choice => choice.Value).ThenBy(choice => choice.Key, StringComparer.Ordinal)
        .Select((choice, i) => choice.Value == folds.Count ? $"{choice.Key} in all folds"
            : i == 0 ? $"{choice.Key} in {Words.Plural(choice.Value, "fold")}"
            : $"{choice.Key} in {choice.Value}"));
}
