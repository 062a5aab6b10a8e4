using System.Globalization;
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
            Html.Head("Model", Html.NumberHead("Difference"), Html.NumberHead("95 % interval"),
                Html.ColumnHead($"−{Words.Percent(reach)} to +{Words.Percent(reach)} points", "center"),
                Html.NumberHead("p"), Html.NumberHead("p after Holm"), "In words"),
            Html.Tag("tbody", comparisons.Select(comparison => Row(facts, comparison, reach))));
        return facts.Section("paired-tests", "Paired tests", Html.ScrollBox("Paired tests", table), Resolution(facts));
    }

    private static XElement Row(ReportFacts facts, ModelComparison comparison, double reach) => Html.Tag("tr",
        facts.Baselines.Any(model => model.Name == comparison.Model) ? Html.Class("baseline") : null,
        Html.RowHead(comparison.Model),
        Html.NumberCell(Words.Points(comparison.Difference), comparison.Difference, "main"),
        Html.Cell(Words.PointsRange(comparison.Interval), "number"),
        Html.Cell(WhiskerFigure.DrawDifference(190, comparison.Difference, comparison.Interval, reach), "figure"),
        Html.NumberCell(Words.PNumber(comparison.PValue), comparison.PValue),
        Html.NumberCell(Words.PNumber(comparison.AdjustedPValue), comparison.AdjustedPValue),
        Html.Cell(Verdict(facts, comparison), "words"));

    /// <summary>What the test says, without claiming that models are equal, and without blaming luck for what the number of speakers cannot show.</summary>
    public static string Verdict(ReportFacts facts, ModelComparison comparison) =>
        comparison.AdjustedPValue < Answer.Level ? (comparison.Difference > 0 ? $"worse than {comparison.Best}" : $"better than {comparison.Best}")
        : IsAtFloor(comparison)
            ? $"as far apart as this test can show, but {Words.Plural(facts.TestedSpeakers, "speaker")} cannot carry {Words.Plural(comparison.FamilySize, "test")}"
        : "not told apart: the difference could be luck";

    /// <summary>True when no swap of speakers gives a difference as large: a smaller p-value would need more speakers.</summary>
    public static bool IsAtFloor(ModelComparison comparison) =>
        comparison.Interval.Unit == ResamplingUnit.Speakers && comparison.PValue <= comparison.SmallestPValue * (1 + 1e-9);

    private static XElement Resolution(ReportFacts facts)
    {
        var smallest = facts.Record.Comparisons[0].SmallestPValue;
        var hopeless = smallest >= Answer.Level ? ", so that no difference can be significant: more speakers are needed" : "";
        var text = facts.Record.Comparisons[0].Interval.Unit == ResamplingUnit.Utterances
            ? "There is one speaker, so single utterances were swapped: the test says nothing about other speakers."
            : "The two models' predictions are swapped speaker by speaker, because the utterances of one speaker are not independent evidence; " +
                $"with {Words.Plural(facts.TestedSpeakers, "tested speaker")} no p-value can be smaller than {smallest.ToString("G2", CultureInfo.InvariantCulture)}{hopeless}.";
        return Html.Tag("p", Html.Class("remark"), text);
    }
}
