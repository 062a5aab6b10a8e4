using System.Xml.Linq;
using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Each model against the best, on the same utterances.</summary>
internal static class PairedTestsSection
{
    public static XElement Render(ReportFacts facts)
    {
        var comparisons = facts.Record.Comparisons;
        if (comparisons.Count == 0) return facts.Section("paired-tests", "Paired tests", Html.Paragraph("There was nothing to compare: the run has one model."));
        var reach = Math.Max(0.02, comparisons.Max(c => Math.Max(Math.Abs(c.Interval.Low), Math.Abs(c.Interval.High))));
        var table = Html.Tag("table",
            facts.Caption($"MacroAccuracy of {comparisons[0].Best} minus that of each model, in percentage points, on the same utterances."),
            Html.Tag("thead", Html.Tag("tr",
                Html.ColumnHead("Model"), Html.ColumnHead("Difference", "number"), Html.ColumnHead("95 % interval", "number"),
                Html.ColumnHead($"−{Words.Percent(reach)} to +{Words.Percent(reach)} points", "center"),
                Html.ColumnHead("p", "number"), Html.ColumnHead("p after Holm", "number"), Html.ColumnHead("In words"))),
            Html.Tag("tbody", comparisons.Select(comparison => Row(facts, comparison, reach))));
        return facts.Section("paired-tests", "Paired tests", Html.ScrollBox("Paired tests", table), Resolution(facts));
    }

    private static XElement Row(ReportFacts facts, ModelComparison comparison, double reach) => Html.Tag("tr",
        facts.Baselines.Any(model => model.Name == comparison.Model) ? Html.Class("baseline") : null,
        Html.RowHead(comparison.Model),
        Html.NumberCell(Words.Points(comparison.Difference), comparison.Difference, "main"),
        Html.Cell($"{Words.Points(comparison.Interval.Low)} to {Words.Points(comparison.Interval.High)}", "number"),
        Html.Cell(WhiskerFigure.DrawDifference(190, comparison.Difference, comparison.Interval, reach), "figure"),
        Html.NumberCell(Words.PNumber(comparison.PValue), comparison.PValue),
        Html.NumberCell(Words.PNumber(comparison.AdjustedPValue), comparison.AdjustedPValue),
        Html.Cell(Verdict(comparison)));

    /// <summary>What the test says, without claiming that models are equal.</summary>
    public static string Verdict(ModelComparison comparison) => comparison.AdjustedPValue >= Answer.Level
        ? "not told apart: the difference could be luck"
        : comparison.Difference > 0 ? $"worse than {comparison.Best}" : $"better than {comparison.Best}";

    private static XElement Resolution(ReportFacts facts)
    {
        var speakers = facts.Speakers.Count;
        var smallest = Math.Pow(2, 1 - Math.Min(speakers, 60));
        var text = facts.Record.Comparisons[0].Interval.Unit == ResamplingUnit.Utterances
            ? "There is one speaker, so single utterances were swapped: the test says nothing about other speakers."
            : $"The two models' predictions are swapped speaker by speaker, because the utterances of one speaker are not independent evidence; with {Words.Plural(speakers, "speaker")} no p-value can be smaller than {Words.PNumber(smallest).Replace("< ", "", StringComparison.Ordinal)}{(smallest >= Answer.Level ? ", so that no difference can be significant: more speakers are needed" : "")}.";
        return Html.Tag("p", Html.Class("remark"), text);
    }
}
